"""Numbers that grew stale, outputs too large, minutes too few, hints that tell too much, videos."""

from __future__ import annotations

import nbformat
import pytest
from small_course import HEADER, course, found

from grimoire.checks import check, check_run


def run(root, text: str, output: str | dict[str, str]) -> list[str]:
    """What is found on a page whose one cell put this out."""
    page = HEADER + f"# Page\n\n```{{code-cell}} python\nrun(28)\n```\n\n{text}\n"
    small = course(root, {"page": page})
    cell = nbformat.v4.new_code_cell("run(28)")
    if isinstance(output, str):
        cell.outputs = [nbformat.v4.new_output("stream", text=output)]
    else:
        cell.outputs = [nbformat.v4.new_output("display_data", data=output)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Page"), cell])
    return [str(problem) for problem in check_run(small, small.page("page"), notebook)]


PRINTED = "test accuracy: 97.62%\nparameters: 101,770\nloss of the test 0.0824 in 1.3 s\n"


@pytest.mark.parametrize(
    "text",
    [
        "The test accuracy is 97.62 %, or 97.6 %, or 98 %.",
        "It has 101,770 parameters, or 102,000, or 100,000 parameters.",
        "The test loss is 0.08.",
        "More than 97.1 % test accuracy, about 97.1 % test accuracy.",
        "An accuracy of 95 to 98 % on the test set.",
        'Somebody says: "My test accuracy is 97.1 %."',
        "Others report 97.1 % test accuracy {cite}`a1`.",
        "Its test accuracy is 12.5 %.",
        "The year 1998 and version 97.5 of the test.",
        "The share is 97.1 % of men.",
        "Each picture has 28 rows. The test accuracy is $97.1$, so 97.1 %.",
        "`97.1 %` test accuracy is code.",
        "The test loss is 1e-4, and 5 tests run.",
        "::::{question} What if\nThe test accuracy were 97.1 %?\n:::{hint}\nA b c.\n:::\n"
        ":::{answer}\nNothing.\n:::\n::::",
    ],
)
def test_a_number_that_a_cell_prints_or_that_is_no_claim_is_not_doubted(tmp_path, text):
    assert run(tmp_path, text, PRINTED) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("The test accuracy is 97.1 %.", "15:22: warning: the text says 97.1 %, but a cell prints"),
        ("The network has 101,700 parameters.", "the text says 101,700, but a cell prints 101,770"),
        ("Its loss on the test set is 0.0831.", "the text says 0.0831, but a cell prints 0.0824"),
        ("a\nb\nThe accuracy in the test reaches 97.8 %.", "17:34: warning: the text says 97.8 %"),
    ],
)
def test_a_number_of_an_earlier_run_is_found(tmp_path, text, message):
    (problem,) = run(tmp_path, text, PRINTED)
    assert message in problem
    assert problem.endswith("Take the number from the cell: glue it. [number]")


@pytest.mark.parametrize(
    ("output", "size"),
    [
        ("x" * 200_001, "200 kB"),
        ({"text/plain": "a", "text/html": "<p>" + "x" * 300_000}, "300 kB"),
        ({"image/png": "A" * 400_000}, "300 kB"),
    ],
)
def test_an_output_that_makes_a_page_slow_is_found_at_its_cell(tmp_path, output, size):
    (problem,) = run(tmp_path, "Text.", output)
    assert problem.startswith(
        f"content/page.md:11:1: warning: this cell puts out {size}, more than"
    )


@pytest.mark.parametrize(
    "output", ["x" * 200_000, {"image/svg+xml": "<path d='M 1 2'/>" * 50_000}, {}]
)
def test_an_output_that_loads_quickly_is_not(tmp_path, output):
    assert run(tmp_path, "Text.", output) == []


QUESTION = """\
::::{question} How many
%s

How many weights has a layer of 784 inputs and 10 outputs?

%s:::{hint}
%s
:::
:::{answer}
There are 7840, because each of the inputs is joined to every one of the outputs.
:::
::::
"""
NUMERIC = (":kind: numeric", ":::{response} 7840\n:correct:\nRight.\n:::\n")
CHOICE = (
    ":kind: choice",
    ":::{option} Many more weights than before\n:correct:\nRight.\n:::\n"
    ":::{option} Fewer\nWrong.\n:::\n",
)


@pytest.mark.parametrize(
    ("kind", "hint", "given"),
    [
        (NUMERIC, "It is 7840 in all.", "7840"),
        (NUMERIC, "So 784 times 10, which is 7840.", "7840"),
        (CHOICE, "There are many more weights than before.", "Many more weights than before"),
        (("", ""), "Each of the inputs is joined to every one.", "each of the inputs is joined"),
        (NUMERIC, "How is 784 used? Multiply.", ""),
        (CHOICE, "Are there fewer, or many more?", ""),
        (("", ""), "To how many outputs is an input joined?", ""),
    ],
)
def test_a_hint_that_contains_its_answer_is_found(tmp_path, kind, hint, given):
    problems = found(tmp_path, QUESTION % (*kind, hint), "hint", "question")
    assert len(problems) == bool(given)
    assert all(f"this hint contains the answer: '{given}" in problem for problem in problems)


VIDEO = ":::{video} A film\n:id: aircAruvnKk\n:channel: C\n:minutes: 20\n:name: film\n:::\n"
TASK = ":::{task} Watch {ref}`it <film>`%s\n:minutes: %s\n:::\n"


@pytest.mark.parametrize(
    ("more", "minutes", "message"),
    [
        ("", 20, ""),
        ("", 19, "takes 20: 20 to watch."),
        (" and read [](long.md)", 24, ""),
        (" and read [](long.md)", 23, "takes 24: 20 to watch, 4 to read."),
    ],
)
def test_a_task_has_minutes_for_all_that_it_names(tmp_path, more, minutes, message):
    long = "# Long\n\n" + "word " * 1200 + "\n\n```python\n" + "code " * 900 + "\n```\n"
    pages = {"page": "# P\n\n" + VIDEO + "\n" + TASK % (more, minutes), "long": long}
    problems = check(course(tmp_path, pages))
    assert len(problems) == bool(message)
    assert all(message in problem.message and problem.line == 11 for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("aircAruvnKk", "aircAruvnK", "4: `:id:` takes the 11 letters"),
        (
            "aircAruvnKk",
            "https://youtu.be/aircAruvnKk?t=3",
            "4: `:id:` takes the id alone, not the",
        ),
        (":id: aircAruvnKk\n", "", "3: `:id:` takes the 11 letters"),
        (":channel: C\n", "", "3: this video has no line `:channel:`"),
        ("20", "twenty", "6: `:minutes:` takes a whole number above 0, got 'twenty'."),
        (":minutes: 20\n", "", "3: this video has no line `:minutes:`"),
        (" A film", "", "3: this video has no title."),
    ],
)
def test_a_video_is_checked_without_a_build(tmp_path, old, new, message):
    (problem,) = found(tmp_path, VIDEO.replace(old, new))
    assert problem.startswith(message)


def test_a_page_is_as_long_as_a_sitting(tmp_path):
    assert found(tmp_path / "a", "word " * 4498, "length") == []
    assert found(tmp_path / "b", "word " * 4499, "length") == [
        "1: the page has 4,501 words, more than 4,500. Split it in two at a heading, or leave"
        " something out."
    ]
