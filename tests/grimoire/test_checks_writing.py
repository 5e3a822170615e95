"""How a page is written: fences, blocks, options, roles, tags, addresses, dollars and cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import CONFIG, HEADER, course, found

from grimoire.checks import check

GOOD = [
    "````md\n```{code-cell} python\nprint(1)\n```\n````\n",
    "::::{note}\n:::{tip}\nText.\n:::\n::::\n",
    "~~~python\n```{note}\n~~~\n",
    "```python\nx = 1\n",  # closed below
    "- item\n\n  ```python\n  x = 1\n  ```\n",
    "Words ```inline``` code.\n",
    "```{math}\n:label: eq-a\na &= b \\\\\nc &= d\n```\n",
    "```{code-block} python\n:caption: A listing\nx: int = 1\n```\n",
    ":::{note}\nname: is a word here.\n:::\n",
    "<details><summary>More</summary>\n\nText **in** between.\n\n</details>\n",
    "A <kbd>Ctrl</kbd> key,<br>a <img src='https://a.example/b.png' alt='x'> and <p>no end.\n",
    "<!-- hidden\n\nand this -->\n\nText <!-- here --> and there.\n",
    "`<b>` is code, as is `[a](b c.md)`, and f[x](y z) is none.\n",
    "It costs \\$10 or \\$50, and $x$ is $10$ times $y = 3$.\n",
    "$f(x) = 3 \\text{ if } x > 0 \\text{ and else nothing}$ and $\\operatorname{arg max} x$\n",
    "$1 - \\eta$ of 3\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_written_right_has_no_problem(tmp_path: Path, text: str) -> None:
    text += "```\n" if text.startswith("```python\n") and text.count("```") == 1 else ""
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```{note}\nText.\n", "3: this block is never closed. End it with a line"),
        ("```python\nx\n", "3: this block is never closed."),
        ("````{note}\nText.\n```\n", "5: this line does not close the block of line 3"),
        ("::::{note}\nText.\n:::\n", "5: this line does not close the block of line 3"),
        (":::{note}\n:::{tip}\nText.\n:::\n:::\n", "4: this block begins inside the one of line 3"),
        ("```{note}\nText.\n\n```{tip}\nMore.\n```\n", "6: this block begins inside the one of"),
        (":::{note}\nText.\n:::\n\n:::\n", "7: this `:::` ends no block and begins none"),
        (":::note\nText.\n:::\n", "3: the name of a block stands in braces: `:::{note}`."),
    ],
)
def test_a_block_that_is_not_closed_as_it_began_is_found(tmp_path, text, message):
    (problem,) = found(tmp_path, text)
    assert problem.startswith(message)


def test_nothing_else_is_told_of_a_page_whose_blocks_are_not_closed(tmp_path):
    text = "```{note}\n{ref}`nowhere` <b>\n\n[](#nowhere)\n"
    assert len(found(tmp_path, text)) == 1
    off = {"_config.yml": CONFIG + "checks: {fence: off}\n"}
    assert len(found(tmp_path, text, **off)) == 3


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        ("```{admonitoin} A\nB\n```\n", "directive", "Did you mean 'admonition'?"),
        ("```{admonition}\nB\n```\n", "directive", "3: the block 'admonition' needs something"),
        ("```{image} https://a.example/b.png\n:alt: A b c d.\n\nB\n```\n", "directive", "takes no"),
        ("{trem}`a`\n", "role", "there is no role 'trem'. Did you mean 'term'?"),
        (":::{note}\n:clas: tip\nText.\n:::\n", "option", "4: the block 'note' has no option"),
        (":::{note}\n:class tip\nText.\n:::\n", "option", "4: this option lacks a colon"),
        (":::{note}\nclass: tip\nText.\n:::\n", "option", "Write `:class: tip`."),
        (":::{note}\n\n:class: tip\nText.\n:::\n", "option", "5: this option stands below a blank"),
        ("A <b>bold word.\n", "tag", "3: this <b> is never closed."),
        ("<div>\n\nText.\n", "tag", "3: this <div> is never closed."),
        ("<!-- hidden\n\nText.\n", "tag", "3: this comment is never closed, so all below it is"),
        ("A word.</b>\n", "tag", "3: this </b> closes no <b>."),
        (":::{note}\n<em>Text.\n:::\n", "tag", "4: this <em> is never closed."),
        ("See [it](my page.md).\n", "address", "Write `](<my page.md>)`"),
        ("One\ntwo ![A picture of it.](my plot.png)\n", "address", "4: the address 'my plot.png'"),
        ("See [it] (https://a.example/b.c).\n", "address", "3: a blank stands between"),
        ("It costs $10 a month, and one costs $50.\n", "dollars", "'10 a month, and one costs'"),
        ("Between $10-$20.\n", "dollars", "'10-'"),
        ("It is $5 or $6.\n", "dollars", "'5 or'"),
        ("The $learning rate$ here.\n", "dollars", "'learning rate'"),
    ],
)
def test_a_slip_is_found_with_its_place_and_its_remedy(tmp_path, text, rule, message):
    (problem,) = found(tmp_path, text, rule)
    assert message in problem


def cell(options: str, code: str = "x = 1", mark: str = "```") -> str:
    return f"{mark}{{code-cell}} python\n{options}{code}\n{mark}\n"


def cell_problems(root: Path, text: str) -> list[str]:
    return [str(problem) for problem in check(course(root, {"page": HEADER + "# Page\n\n" + text}))]


@pytest.mark.parametrize(
    "text",
    [
        cell(":tags: [hide-input, solution]\n"),
        cell("---\ntags: [remove-cell]\nmystnb:\n  code_prompt_show: Look\n---\n"),
        cell("", "tag: str = 'a'\nopen('/tmp/a', 'w')"),
        cell("", "from pathlib import Path\nPath(folder, 'a').write_text('b')"),
        cell("", "%matplotlib inline\nopen('a"),
        cell("", "open('../a.txt', 'w')"),
    ],
)
def test_a_good_cell_has_no_problem(tmp_path, text):
    assert cell_problems(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (cell(":tags: [hide-imput]\n"), "12:1: there is no tag 'hide-imput'. Did you mean"),
        (cell("---\ntags: [secret]\n---\n"), "13:1: there is no tag 'secret'. Use full-width,"),
        (cell(":tags: hide-input\n"), "12:1: tags are a list, such as [hide-input]"),
        (cell("tags: [hide-input]\n"), "12:1: this option lacks a colon"),
        (cell(":tag: [hide-input]\n"), "12:1: the block 'code-cell' has no option 'tag'."),
        (cell("---\nmystnb:\n  imgae: {}\n---\n"), "there is no setting 'imgae' under `mystnb`."),
        (cell("", mark=":::"), "11:1: a cell is fenced by ```, not by colons"),
        (":::{note}\n" + cell("") + ":::\n", "12:1: a cell does not run inside a list or another"),
        ("- item\n\n  " + cell("").replace("\n", "\n  "), "13:1: a cell does not run inside a"),
        (cell("", "\nopen('a.txt', 'w')"), "13:1: this cell writes 'a.txt' into `content/`."),
        (cell("", "open('a', mode='ab')"), "12:1: this cell writes 'a'"),
        (cell("", "Path('a').write_text('b')"), "12:1: this cell writes 'a'"),
        (cell("", "plt.savefig('b/a.png')"), "12:1: this cell writes 'b/a.png'"),
        (cell("", "pd.read_csv('page.md')"), "12:1: this cell reads 'page.md', which a reader's"),
        (cell("", "open('page.md').read()"), "12:1: this cell reads 'page.md'"),
    ],
)
def test_a_cell_that_would_fail_or_do_nothing_is_found(tmp_path, text, message):
    (problem,) = cell_problems(tmp_path, text)
    assert message in problem


def test_a_page_whose_cells_do_not_run_may_write_files(tmp_path):
    header = HEADER.replace("kernelspec", "mystnb:\n  execution_mode: 'off'\nkernelspec")
    text = header + "# Page\n\n" + cell("", "open('a.txt', 'w')")
    assert check(course(tmp_path, {"page": text})) == []
