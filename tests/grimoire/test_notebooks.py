"""The notebooks of a small book: what each part of a page becomes, and what students do not see."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import nbformat
import pytest
from books import HEADER
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import PythonExporter
from nbgrader_reader import release

from grimoire import ROOT
from grimoire.directives.solution import without_solution
from grimoire.edition import Edition
from grimoire.names import Names
from grimoire.notebooks import markdown as md
from grimoire.notebooks.first import Imprint, duration, first_cells

NAMES = Names.of(ROOT)
SITE = NAMES.site

PAGE = (
    HEADER
    + r"""
# Sums and *more*

Text with *emphasis*, `some_code`, 2 * 3 * 4 and $a < b$. See {numref}`fig-line`, {eq}`eq-one`,
[](index.md) and [outside](https://example.org/a_b). A note follows.[^one]

[^one]: In brackets.

$$
L = \frac{1}{N}
  \sum_i y_i
$$ (eq-one)

:::{note}
Mind $|x|$.

- one
- two
:::

| symbol | says |
| --- | --- |
| $\lvert x\rvert$ | how *large* |

```{code-cell} python
:tags: [hide-input]
import numpy as np
```

```{code-cell} python
:tags: [remove-cell]
from myst_nb import glue
def put(name, value):
    glue(name, value)

put("two", 1 + 1)
slope = 2
```

```{code-cell} python
from nnlib import checks
checks.ready()
```

One and one is {glue:text}`two`.

```{code-cell} python
:tags: [remove-input]
print("seen without its code")
```

```{code-cell} python
---
mystnb:
  figure:
    name: fig-line
    caption: A line with slope $s$.
  image:
    alt: A straight line that rises from left to right.
---
import matplotlib.pyplot as plt
plt.plot([1, slope]);
```

## Step 1. Add

```{code-cell} python
def add(a, b):
    ### BEGIN SOLUTION
    secret_total = a + b
    return secret_total
    ### END SOLUTION
```

```{code-cell} python
print("three is", add(1, 2))
```

## Step 2. Double

```{code-cell} python
:tags: [solution]
secret_double = add(2, 2)
```

::::{question} Why $x$?
:name: q-why

What differs?

:::{hint}
Look at the bias.
:::
:::{answer}
The secret threshold, *because* of the bias.
:::
::::

::::{question} How many?
:kind: choice
:name: q-how-many

Pick one.

:::{option} 784
:correct:
Yes.
:::
:::{option} 28
No.
:::
:::{answer}
784, because 28 times 28.
:::
::::

:::{video} But what is it?
:id: aircAruvnKk
:channel: 3Blue1Brown
:minutes: 20

- What goes in?
:::

:::{task} Read [](index.md)
:minutes: 40
:::

:::{writing-prompts}
:choose: 1
:words: 200
:name: prompts-sums

1. Where do you add?
2. Why?
:::
"""
)


@pytest.fixture(scope="module")
def built(module_book: Path) -> Path:
    """The folder of the notebooks of a small book."""
    (module_book / "content/sums.md").write_text(PAGE, encoding="utf-8")
    build(module_book)
    return module_book / "_build/html/notebooks"


def build(book: Path) -> None:
    elsewhere = ("PYTHONPATH", "IPYTHONDIR", "GITHUB_REPOSITORY")
    environment = {k: v for k, v in os.environ.items() if k not in elsewhere}
    subprocess.run(
        [sys.executable, "-m", "grimoire", "build", "site", "notebooks"],
        cwd=book,
        env=environment,
        timeout=240,
        check=True,
    )


@cache
def notebook(file: Path) -> nbformat.NotebookNode:
    return nbformat.read(file, as_version=4)


@pytest.fixture(autouse=True)
def nnlib_is_there(monkeypatch):
    """Notebooks that run here find nnlib, and install nothing."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def student(built: Path) -> nbformat.NotebookNode:
    return notebook(built / "student/sums.ipynb")


@pytest.fixture
def solution(built: Path) -> nbformat.NotebookNode:
    return notebook(built / "solution/sums.ipynb")


@pytest.fixture
def instructor(built: Path) -> nbformat.NotebookNode:
    return notebook(built / "instructor/sums.ipynb")


def text(notebook: nbformat.NotebookNode, kind: str = "markdown") -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == kind)


def run(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    done = deepcopy(notebook)
    NotebookClient(done, timeout=120, resources={"metadata": {"path": folder}}).execute()
    return done


def test_only_pages_with_code_have_notebooks(built):
    files = {str(file.relative_to(built)) for file in built.rglob("*.ipynb")}
    assert files == {f"{kind}/sums.ipynb" for kind in ("student", "solution", "instructor")}


def test_they_are_valid_without_outputs_and_each_cell_has_an_id_of_its_own(
    student, solution, instructor
):
    for one in (student, solution, instructor):
        nbformat.validate(one)
        assert len({cell.id for cell in one.cells}) == len(one.cells)
        assert not any(cell.get("outputs") for cell in one.cells)


def test_the_first_cell_says_what_it_is_and_the_second_sets_up(student):
    title, setup = student.cells[:2]
    assert title.source.startswith("# Sums and *more*\n")
    assert f"[this page]({SITE}sums.html)" in title.source
    assert "save a copy to your Drive" in title.source
    assert "takes less than a minute" in title.source
    assert f"{SITE}wheels/grimoire_nnlib-" in setup.source
    assert f"git+{NAMES.repository}" in setup.source
    compile(setup.source, "setup", "exec")


def test_a_page_that_the_build_does_not_run_has_no_run_time():
    edition = Edition("1.0", datetime(2026, 9, 1, tzinfo=UTC))
    imprint = Imprint("Sums", SITE, "https://example.org/sums", f"{SITE}nnlib.whl", "1", edition)
    for seconds, expected in ((None, "- No graphics card"), (70.0, "takes up to 2 minutes")):
        title, _ = first_cells(imprint, "sums", "Sums", seconds, kind="student")
        assert expected in title.source


def test_the_wheel_that_the_notebooks_install_is_part_of_the_site(built, student):
    [name] = re.findall(r"/wheels/(grimoire_nnlib-[^\"]+\.whl)", student.cells[1].source)
    assert (built.parent / "wheels" / name).is_file()


@pytest.mark.parametrize(
    "expected",
    [
        "Text with *emphasis*, `some_code`, 2 \\* 3 \\* 4 and $a < b.$ See",
        f"[(1)]({SITE}sums.html#equation-eq-one)",
        f"See [Fig.\N{NO-BREAK SPACE}1]({SITE}sums.html#fig-line)",
        f"[Home]({SITE}index.html)",
        "[outside](https://example.org/a_b)",
        "A note follows. (In brackets.)",
        r"$$L = \frac{1}{N} \sum_i y_i \tag{1}$$",
        "> **Note**\n>\n> Mind $|x|.$\n>\n> - one\n> - two",
        "| symbol | says |\n| --- | --- |\n| $\\lvert x\\rvert$ | how *large* |",
        "One and one is 2.",
        "**Fig.\N{NO-BREAK SPACE}1.** A line with slope $s.$",
        "A straight line that rises from left to right.",
        "## Step 1. Add",
        "**Question 1. Why $x?$**\n\nWhat differs?",
        "<details>\n<summary>Hint</summary>\n\nLook at the bias.\n\n</details>",
        "- **A.** 784\n- **B.** 28",
        "**Video:** [But what is it?](https://www.youtube.com/watch?v=aircAruvnKk)"
        " (3Blue1Brown, 20 minutes)\n\n- What goes in?",
        f"- [ ] Read [Home]({SITE}index.html) (40 min)",
        "Choose 1 of these 2 prompts. Write at least 200 words on each.\n\n1. Where do you add?",
    ],
)
def test_what_stands_on_the_page_stands_in_the_notebook(student, expected):
    assert expected in text(student)


def test_no_myst_and_no_output_of_the_page_is_left(student, solution, instructor):
    for one in (student, solution, instructor):
        for sign in (":::", "{numref}", "{eq}", "```{", "glue", "<div", "three is 3"):
            assert sign not in text(one)
        assert "glue" not in text(one, "code")


def test_each_question_is_followed_by_a_cell_for_the_answer(student):
    for number, cell in enumerate(student.cells):
        if cell.source.startswith("**Question"):
            answer = student.cells[number + 1]
            assert answer.id.startswith("answer-q-")
            assert answer.source.startswith("**Your answer:**")


def test_the_answer_to_a_question_stands_in_the_solution_only(student, solution):
    assert "secret threshold" in text(solution)
    assert "secret threshold" not in text(student)
    assert f"[Compare with our answer on the page]({SITE}sums.html#q-why)" in text(student)


def test_prompts_get_a_cell_that_counts_words(student):
    [cell] = [cell for cell in student.cells if cell.id == "text-1-prompts-sums"]
    written = subprocess.run(
        [sys.executable, "-c", cell.source], capture_output=True, text=True, check=True
    )
    assert written.stdout == "14 of at least 200 words\n"


def test_folded_code_stays_folded_in_jupyter(student):
    for source in ("import numpy as np", 'print("seen without its code")'):
        [cell] = [cell for cell in student.cells if cell.source == source]
        assert cell.metadata["jupyter"]["source_hidden"]


def test_of_an_invisible_cell_stays_what_later_cells_need(student):
    [cell] = [cell for cell in student.cells if "slope = 2" in cell.source]
    assert cell.source == "slope = 2"
    assert cell.metadata["jupyter"]["source_hidden"]


def test_students_get_an_invitation_in_the_place_of_a_solution(student):
    code = text(student, "code")
    assert (
        "def add(a, b):\n    # Your code here\n"
        "    raise NotImplementedError(\n"
        '        "Step 1. Add: write your code here and run again."\n'
        "    )"
    ) in code
    assert '# Your code here\nraise NotImplementedError(\n    "Step 2. Double: write' in code


def test_no_word_of_a_solution_leaves_the_folds(built):
    for file in built.parent.rglob("*"):
        with_solutions = {"solution", "instructor"} & set(file.parts)
        if file.suffix in (".html", ".js", ".ipynb", ".txt") and not with_solutions:
            shown = re.sub(
                r'<details class="fold solution">.*?</details>', "", file.read_text(), flags=re.S
            )
            for secret in ("secret_total", "secret_double", "BEGIN SOLUTION"):
                assert secret not in shown, f"{secret} stands in {file}"
    page = (built.parent / "sums.html").read_text()
    assert page.count('<details class="fold solution">') == 2
    assert "secret_total" in page


def test_their_language_is_named_for_every_program_that_opens_them(student, solution, instructor):
    for one in (student, solution, instructor):
        assert one.metadata.language_info == {
            "codemirror_mode": {"name": "ipython", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
        }
        assert PythonExporter().from_notebook_node(one)[1]["output_extension"] == ".py"


def test_nbgrader_releases_no_solution(instructor, student):
    given = text(instructor) + text(instructor, "code")
    released = release(instructor)
    left = text(released) + text(released, "code")
    for secret in ("secret_total", "secret_double", "secret threshold", "BEGIN SOLUTION"):
        assert secret in given and secret not in left
    assert [cell.cell_type for cell in released.cells] == [c.cell_type for c in student.cells]


def test_nbgrader_gives_points_for_answers_and_checks(built, instructor):
    kinds = {
        cell.source.splitlines()[0]: (facts.grade, facts.solution, facts.locked)
        for cell in instructor.cells
        if (facts := cell.metadata.get("nbgrader"))
    }
    assert kinds == {
        "def add(a, b):": (False, True, False),
        "### BEGIN SOLUTION": (False, True, False),
        "The secret threshold, *because* of the bias.": (True, True, False),
        "784, because 28 times 28.": (True, True, False),
        "from nnlib import checks": (True, False, True),
    }


def test_the_instructor_s_notebook_runs_from_top_to_bottom(instructor, tmp_path):
    run(instructor, tmp_path)


def test_solutions_run_from_top_to_bottom(solution, tmp_path):
    assert "SOLUTION" not in text(solution, "code")
    done = run(solution, tmp_path)
    printed = [out.get("text", "") for cell in done.cells for out in cell.get("outputs", [])]
    assert "three is 3\n" in printed


def test_a_student_s_notebook_runs_to_the_first_thing_to_write_and_says_so_kindly(
    student, tmp_path
):
    with pytest.raises(CellExecutionError) as stopped:
        run(student, tmp_path)
    assert stopped.value.ename == "NotImplementedError"
    assert stopped.value.evalue.startswith("Step 1. Add: write your code here")


def test_the_same_sources_give_the_same_bytes(built):
    def files() -> dict[Path, bytes]:
        shelves = (built, built.parent / "wheels")
        return {f: f.read_bytes() for s in shelves for f in s.rglob("*") if f.is_file()}

    before = files()
    build(built.parent.parent.parent)
    assert files() == before


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("### BEGIN SOLUTION\nx = 1", "do not form pairs"),
        ("x = 1\n### END SOLUTION", "do not form pairs"),
        (
            "### BEGIN SOLUTION\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION",
            "a second `### BEGIN SOLUTION`",
        ),
    ],
)
def test_a_region_that_is_not_closed_is_refused(code, reason):
    with pytest.raises(ValueError, match=reason):
        without_solution(code, "Step 1")


def test_code_without_a_region_stays_as_it_is():
    assert without_solution("x = 1\n# SOLUTION", "Step 1") == "x = 1\n# SOLUTION"


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("a*b_c [d] $5", r"a\*b_c \[d\] \$5"),
        ("_private and tail_", r"\_private and tail\_"),
        ("a <b> `c`", r"a \<b\> \`c\`"),
    ],
)
def test_words_are_no_marks(plain, written):
    assert md.words(plain) == written


@pytest.mark.parametrize(
    ("plain", "written"),
    [("1. first", r"1\. first"), ("- dash", r"\- dash"), ("# sharp", r"\# sharp"), ("-1", "-1")],
)
def test_a_paragraph_begins_no_list(plain, written):
    assert md.paragraph(plain) == written


@pytest.mark.parametrize(("plain", "written"), [("x", "`x`"), ("a`b", "``a`b``"), ("`", "`` ` ``")])
def test_code_may_hold_backticks(plain, written):
    assert md.code(plain) == written


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (61, "up to 2 minutes"),
        (500, "up to 10 minutes"),
        (9999, "more than 30 minutes"),
    ],
)
def test_run_times_are_rounded_up(seconds, words):
    assert duration(seconds) == words
