"""Questions, text alternatives and the club's file are checked without building anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from grimoire.checks.alternatives import check_alternatives
from grimoire.checks.cells import check_cells
from grimoire.checks.club import check_club
from grimoire.checks.duplicates import check_duplicates
from grimoire.checks.options import check_options
from grimoire.checks.questions import check_questions
from grimoire.course import Course
from grimoire.problem import Problem

QUESTION = """\
::::{question} Why a bias?
:name: q-bias

What does it move?

:::{hint} Draw it.
:::
:::{answer}
The threshold.
:::
::::
"""


def course(root: Path, home: str = "# Home\n", other: str = "# Other\n") -> Course:
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: other\n")
    (root / "content").mkdir(exist_ok=True)
    (root / "content/index.md").write_text(home)
    (root / "content/other.md").write_text(other)
    return Course.load(root)


def each(check, course) -> list[Problem]:
    return [problem for page in course.pages for problem in check(page)]


def said(problems) -> list[str]:
    return [str(problem) for problem in problems]


def test_good_questions_have_no_problems(tmp_path):
    text = "# Home\n\n" + QUESTION
    assert each(check_questions, course(tmp_path, text, text.replace("q-bias", "q-two"))) == []


def test_a_question_without_an_answer_is_found_below_front_matter(tmp_path):
    text = "---\na: 1\n---\n\n# Home\n\n" + QUESTION.split(":::{answer}")[0] + "::::\n"
    (problem,) = said(each(check_questions, course(tmp_path, text)))
    assert problem.startswith("content/index.md:7:1: this question has no answer.")


def test_each_fault_of_a_part_is_found_with_the_line_of_the_part(tmp_path):
    text = "# Home\n\n" + QUESTION.replace("The threshold.\n", "").replace(" Draw it.", "")
    lines = [problem.line for problem in each(check_questions, course(tmp_path, text))]
    assert sorted(lines) == [8, 10]


def test_a_question_inside_another_block_is_found(tmp_path):
    inner = QUESTION.replace("The threshold.\n", "")
    text = f"# Home\n\n:::::{{admonition}} Think\n{inner}:::::\n"
    (problem,) = each(check_questions, course(tmp_path, text))
    assert problem.line == 11


def test_a_name_belongs_to_one_question_of_the_whole_course(tmp_path):
    text = "# Home\n\n" + QUESTION
    (problem,) = said(check_duplicates(course(tmp_path, text, text)))
    assert problem == (
        "content/other.md:3:1: the label 'q-bias' stands already at content/index.md:3."
        " Choose another name. [duplicate]"
    )


CELL = """\
# Home

```{code-cell} python
---
mystnb:
  figure:
    name: fig-digits
    caption: Twenty digits.
  image:
    alt: ALTERNATIVE
---
plot()
```
"""
FIGURE = "# Home\n\n```{figure} a.png\n:alt: ALTERNATIVE\nTwenty digits.\n```\n"
IMAGE = "# Home\n\n![ALTERNATIVE](a.png)\n"


@pytest.mark.parametrize("page", [CELL, FIGURE, IMAGE])
def test_a_sentence_is_a_text_alternative(tmp_path, page):
    text = page.replace("ALTERNATIVE", "Twenty handwritten digits in a grid.")
    assert each(check_alternatives, course(tmp_path, text)) == []


@pytest.mark.parametrize("page", [CELL, FIGURE, IMAGE])
@pytest.mark.parametrize("alternative", ["digits.png", "Two curves", "a grid of twenty digits."])
def test_a_scrap_of_words_is_no_text_alternative(tmp_path, page, alternative):
    text = page.replace("ALTERNATIVE", alternative)
    (problem,) = said(each(check_alternatives, course(tmp_path, text)))
    assert problem.startswith("content/index.md:3:1: the text alternative")
    assert "Write it" in problem


@pytest.mark.parametrize(
    ("page", "where"),
    [
        (CELL.replace("  image:\n    alt: ALTERNATIVE\n", ""), "under `mystnb: image: alt:`"),
        (FIGURE.replace(":alt: ALTERNATIVE\n", ""), "in a line `:alt: …`"),
        (IMAGE.replace("ALTERNATIVE", ""), "between the brackets"),
    ],
)
def test_a_missing_text_alternative_is_found_and_its_place_is_said(tmp_path, page, where):
    (problem,) = said(each(check_alternatives, course(tmp_path, page)))
    assert problem.startswith("content/index.md:3:1: this figure has no text alternative.")
    assert where in problem


def test_a_text_alternative_is_not_the_caption_again(tmp_path):
    caption = "The loss falls with each epoch."
    page = CELL.replace("ALTERNATIVE", caption).replace("Twenty digits.", caption)
    (problem,) = each(check_alternatives, course(tmp_path, page))
    assert "repeats the caption" in problem.message


@pytest.mark.parametrize("settings", ["mystnb: figure", "- a list", "a: : b", "mystnb: {tags: a}"])
def test_settings_without_a_figure_are_no_figure(tmp_path, settings):
    text = f"# Home\n\n```{{code-cell}} python\n---\n{settings}\n---\nplot()\n```\n"
    assert each(check_alternatives, course(tmp_path, text)) == []


LIVE = "# Home\n\n```{{code-cell}} python\n---\n{}\n---\nplot()\n```\n"


def test_a_cell_may_have_a_sentence_for_those_who_run_it_in_the_page(tmp_path):
    page = course(tmp_path, LIVE.format('live: "The times are those of your machine: longer."'))
    assert each(check_cells, page) == each(check_options, page) == []


@pytest.mark.parametrize("note", ["live:", "live: ''", "live: [a, b]", "live: {a: b}", "live: yes"])
def test_a_sentence_that_is_none_is_found(tmp_path, note):
    (problem,) = said(each(check_cells, course(tmp_path, LIVE.format(note))))
    assert problem.startswith("content/index.md:5:1: `live` holds a sentence")
    assert 'Put it between quotation marks, such as live: "The times' in problem


def club_problems(root: Path, text: str) -> list[str]:
    (root / "content").mkdir(exist_ok=True)
    (root / "content/club.yml").write_text(text, errors="surrogateescape")
    return said(check_club(course(root)))


@pytest.mark.parametrize(
    "text",
    ["", "# nothing yet\n", "chat:\n", "chat: https://a.example/b\ncontact: mailto:a@b.example\n"],
)
def test_addresses_may_be_given_or_left_empty(tmp_path, text):
    assert club_problems(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "chat:\nforum: https://a.example\n",
            "2:1: the key 'forum' is not known. Use one of chat,",
        ),
        ("chat: [open\n", "2:1: this is not valid YAML"),
        ("chat: our channel\n", "1:1: `chat` takes an address that begins with https://,"),
        ("chat:\n  - https://a.example\n", "1:1: `chat` takes one address on the same line"),
        ("- https://a.example\n", "1:1: expected lines `key: address`"),
        ("# x\nchat: \x00\n", "2:1: a character with the code 0 may not stand here."),
        ("# caf\udce9\n", "1:1: this is not UTF-8 text."),
    ],
)
def test_a_club_file_that_cannot_be_used_is_named_with_its_line(tmp_path, text, message):
    (problem,) = club_problems(tmp_path, text)
    assert problem.startswith(f"content/club.yml:{message}")
