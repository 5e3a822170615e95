"""What pages refer to: pages, headings, files, labels, terms, sources, numbers of cells."""

from __future__ import annotations

import pytest
from small_course import HEADER, course, found, write

from grimoire.checks import check, check_page
from grimoire.course import Course

BIB = "@book{hebb1949,\n  title={A},\n}\n@article{a1,\n}\n"
OTHER = """\
# Other page: **bold** and `code`

(sec-a)=
## One & two

## One & two

$$
x
$$ (eq-x)

:::{note}
:name: Note-A
Text.
:::

```{math}
:label: eq-y
y
```

```{glossary}
weight decay
  A thing.
```

```{eval-rst}
.. _in-rst:

.. autoclass:: nnlib.Dense
```

{#block-id}
A paragraph with [words]{#span-id}.
"""
FILES = {
    "content/references.bib": BIB,
    "content/a.png": "",
    "content/sub/data.csv": "",
    "content/draft.md": "# Draft\n",
}


def problems(root, text, rule=""):
    small = course(root, {"page": f"# My page\n\n{text}", "sub/other": OTHER}, **FILES)
    found = [p for p in check(small) if p.file.name == "page.md"]
    return [f"{p.line}:{p.column}: {p.message} [{p.rule}]" for p in found]


@pytest.mark.parametrize(
    "text",
    [
        "[](sub/other.md) [a](sub/other.md#one--two) [b](sub/other.md#one--two-1) [c](/sub/other)",
        "[](sub/other.md#other-page-bold-and-code) [](sub/data.csv) [](https://a.example)",
        "[](#my-page) [](#sec-a) [](#eq-x) [](nnlib.Dense) [](nnlib.Dense.forward) [](sec-a)",
        "{ref}`sec-a` {ref}`words <Sec-A>` {numref}`note-a` {ref}`in-rst` {ref}`genindex`",
        "{eq}`eq-x` {eq}`eq-y` {ref}`block-id` {ref}`span-id`",
        "{term}`weight decay` {term}`Weight decay` {term}`it <weight decay>`",
        "{cite}`hebb1949` {cite:p}`hebb1949, a1` {cite:t}`a1`",
        "{doc}`sub/other` {doc}`it <sub/other>` {download}`sub/data.csv`",
        "![A picture of some thing.](a.png) <a@b.example> [](mailto:a@b.example)",
        "```{figure} a.png\n:alt: A picture of some thing.\n```",
        "{club}`the chat <chat>`",
        "{cite:p}`{see}hebb1949{p. 3}` and one[^a].\n\n:::{note}\nAnd[^a].\n:::\n\n[^a]: Here.",
        "```{figure-md} fig-b\n![A picture of some thing.](a.png)\n\nWords.\n```\n{ref}`fig-b`",
        ":::{card} [A](sub/other.md) {ref}`sec-a`\n:link: sub/other\n:link-type: doc\nB\n:::",
        "```{code-block} python\n[a](b.md)\n```",
    ],
)
def test_what_is_there_can_be_referred_to(tmp_path, text):
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("See [it](sub/othr.md).", "3:5: there is no page or file 'sub/othr.md'. Did you mean"),
        ("See [it](sub/other.md#one-two).", "has no heading with the anchor 'one-two'. Did you"),
        ("See [it](sub/other.md#sec-a).", "has no heading with the anchor 'sec-a'."),
        ("See [it](draft.md).", "the page content/draft.md is not in _toc.yml"),
        ("a\nb [](#nowhere)", "4:3: there is no heading or label 'nowhere'."),
        ("![A picture of some thing.](b.png)", "there is no file 'b.png' (looked for content/b"),
        ("```{figure} sub/a.png\n:alt: A picture of it.\n```", "there is no file 'sub/a.png'"),
        ("{download}`data.csv`", "there is no file 'data.csv'"),
        ("{doc}`other`", "there is no page or file 'other.md'."),
        ("a {ref}`sec-b`", "3:9: there is no label 'sec-b'. Did you mean 'sec-a'? [label]"),
        ("{numref}`fig-c`", "there is no label 'fig-c'. Write `:name:`"),
        ("{eq}`eq-z`", "there is no equation with the label 'eq-z'. Did you mean"),
        ("{term}`weights`", "there is no term in the glossary 'weights'."),
        ("{cite}`a1,hebb1994`", "there is no source in content/references.bib with the key"),
        (":::{admonition} A {ref}`sec-b`\nB\n:::", "there is no label 'sec-b'."),
        ("::::{card} [A](b.md)\nB\n::::", "there is no page or file 'b.md'."),
        (":::{card} A\n:link: sub/othr\n:link-type: doc\nB\n:::", "4:1: there is no page or file"),
        (":::{card} A\n:link: sec-b\n:link-type: ref\nB\n:::", "4:1: there is no label 'sec-b'."),
        ("A word[^b] here.", "3:7: there is no footnote [^b]."),
        ("{club}`chat`", "a link to the club has words: write {club}`the chat <chat>`. [club]"),
        ("{club}`the chat <chatt>`", "with the key 'chatt'. Did you mean 'chat'? [club]"),
    ],
)
def test_what_is_not_there_is_found_with_its_place(tmp_path, text, message):
    (problem,) = problems(tmp_path, text)
    assert message in problem


def test_the_caption_that_a_cell_gives_its_figure_is_read(tmp_path):
    cell = "---\nmystnb:\n  figure:\n    name: fig-a\n    caption: As in {ref}`fig-b`.\n"
    alt = "  image:\n    alt: A line rises to the right.\n---\ndraw()"
    text = f"{HEADER}# P\n\n```{{code-cell}} python\n{cell}{alt}\n```\n\n{{numref}}`fig-a`\n"
    (problem,) = check(course(tmp_path, {"page": text}))
    assert "there is no label 'fig-b'. Did you mean 'fig-a'?" in problem.message


def test_two_things_of_one_name_are_found_across_pages(tmp_path):
    text = "# B\n\n(sec-a)=\n## C\n\n$$\nx\n$$ (eq-x)\n\n```{glossary}\nWeight decay\n  B.\n```\n"
    small = course(tmp_path, {"sub/other": OTHER, "page": text}, **FILES)
    again = [str(problem) for problem in check(small) if problem.rule == "duplicate"]
    assert again == [
        "content/page.md:3:1: the label 'sec-a' stands already at content/sub/other.md:3."
        " Choose another name. [duplicate]",
        "content/page.md:6:1: the equation 'eq-x' stands already at content/sub/other.md:8."
        " Choose another name. [duplicate]",
        "content/page.md:11:1: the term 'weight decay' stands already at"
        " content/sub/other.md:23. Keep one of the two. [duplicate]",
    ]
    page = small.page("page")
    assert page is not None
    assert [str(p) for p in check_page(small, page)] == again


def test_a_changed_page_is_checked_alone_and_against_the_others(tmp_path):
    root = write(tmp_path, {"page": "# Page\n\n[](#sec-a)\n", "sub/other": OTHER}, **FILES)
    before = Course.load(root)
    assert check_page(before, before.page("page")) == []
    file = root / "content/sub/other.md"
    file.write_text(file.read_text().replace("(sec-a)=", "(sec-b)="))
    after = Course.load(root)
    (problem,) = check_page(after, after.page("page"))
    assert "there is no heading or label 'sec-a'. Did you mean 'sec-b'?" in problem.message


@pytest.mark.parametrize(
    ("code", "count"), [("glue('share', 1)", 1), ("glue(f'share-{i}', 1)", 0), ("share = 1", 1)]
)
def test_a_number_that_no_cell_gives_is_found(tmp_path, code, count):
    text = f"# P\n\n```{{code-cell}} python\n{code}\n```\n\n{{glue:text}}`shar` here.\n"
    small = course(tmp_path, {"page": HEADER + text})
    found = [problem for problem in check(small) if problem.rule == "glue"]
    assert len(found) == count
    assert all("gives 'shar' to the text." in problem.message for problem in found)


@pytest.mark.parametrize(
    ("bib", "message"),
    [
        (BIB + "@misc{Hebb1949,\n}\n", "6:1: the key 'Hebb1949' stands already in line 1."),
        ("@book{a\n  title={A}}\n", "1:1: a comma stands behind the key of a source: `a,`."),
    ],
)
def test_a_list_of_sources_that_cannot_be_read_is_found(tmp_path, bib, message):
    small = course(tmp_path, {}, **{"content/references.bib": bib})
    (problem,) = check(small)
    assert str(problem).startswith(f"content/references.bib:{message}")


TERM = """\
term: Winter
begins: 2027-01-04
weeks:
  - unit: One
    what: "[](sub/other.md)"  # not [](this.md)
"""


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (TERM.replace("other", "othr"), "5:15: the course has no page 'sub/othr.md'. Did you"),
        (TERM.replace("begins", "begin"), "2:1: the key 'begin' is not known here."),
    ],
)
def test_a_schedule_is_checked_without_a_build(tmp_path, term, message):
    pages = {"schedule": "# Schedule\n\n```{schedule}\n```\n", "sub/other": OTHER}
    small = course(tmp_path, pages, **{"content/schedule.yml": TERM})
    assert check(small) == []
    (tmp_path / "content/schedule.yml").write_text(term)
    (problem,) = check(small)
    assert str(problem).startswith(f"content/schedule.yml:{message}")
    assert problem.rule == "schedule"


def test_a_page_that_no_list_names_is_found_and_the_entry_is_said(tmp_path):
    files = {"content/a/draft.md": "# D\n", "content/part.md": "Words.\n", "content/_x/y.md": ""}
    small = course(tmp_path, {"page": "# P\n\n```{include} part.md\n```\n"}, **files)
    (problem,) = check(small)
    assert str(problem) == (
        "content/a/draft.md:1:1: warning: this page is not in _toc.yml, so the book lacks it."
        " Add `- file: a/draft` there. [unlisted]"
    )


def test_the_text_of_a_page_is_found_at_its_place(tmp_path):
    assert found(tmp_path, "One {ref}`a` and\ntwo *{ref}`b`* words.\n\n| {ref}`c` | x |\n") == [
        "3: there is no label 'a'. Write `(name)=` above a heading, or `:name:` in a block.",
        "4: there is no label 'b'. Write `(name)=` above a heading, or `:name:` in a block.",
        "6: there is no label 'c'. Write `(name)=` above a heading, or `:name:` in a block.",
    ]
