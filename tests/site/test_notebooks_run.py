"""The notebooks of the site: they run from top to bottom, and no solution gets out.

The build has run the cells of every page. A solution with the same cells in the same order, which
misses none of their names, runs as well; it is run for itself where there is something to write.
All of them run once a week, against the newest versions of everything.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbgrader_reader import STUBS, release

from grimoire import ROOT
from grimoire.checks.markdown import blocks as checked_blocks
from grimoire.course import Course, Page
from grimoire.directives.solution import MARK, REGION, without_solution

RUFF = Path(sys.executable).with_name("ruff")
PROJECT = "deep-learning/project"
TABLES = "foundations/project"
PYTORCH = "deep-learning/project-pytorch"
KINDS = ("student", "solution")
WITH_CODE = [page for page in Course.load(ROOT).pages if page.has_code_cells]
WITH_SOLUTIONS = [page for page in WITH_CODE if REGION.search(page.body)]
of_each_page = pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.docname)
of_each_exercise = pytest.mark.parametrize("page", WITH_SOLUTIONS, ids=lambda page: page.docname)


def read(site: Path, kind: str, docname: str) -> nbformat.NotebookNode:
    return nbformat.read(site / "notebooks" / kind / f"{docname}.ipynb", as_version=4)


def code_of(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def run(notebook: nbformat.NotebookNode, folder: Path) -> str:
    """What the notebook prints."""
    done = deepcopy(notebook)
    quiet = ["--log-level=ERROR"]
    resources = {"metadata": {"path": folder}}
    NotebookClient(done, timeout=300, resources=resources, extra_arguments=quiet).execute()
    return "".join(out.get("text", "") for cell in done.cells for out in cell.get("outputs", []))


Runs = dict[tuple[str, str], "Future[str]"]


@pytest.fixture(scope="module")
def runs(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """What each notebook prints, run as many at a time as there are processors.

    They find nnlib in the checkout, and so install nothing.
    """
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(os.cpu_count()) as pool:
        patch.setenv("PYTHONPATH", str(ROOT))
        wanted = [(kind, page.docname) for kind in KINDS for page in WITH_SOLUTIONS]
        yield {
            (kind, docname): pool.submit(
                run, read(site_dir, kind, docname), tmp_path_factory.mktemp("reader")
            )
            for kind, docname in wanted
        }


def secrets(body: str) -> set[str]:
    """The lines that stand in solutions of a page, and nowhere else on it."""
    hidden = {
        line.strip() for region in REGION.finditer(body) for line in region[0].splitlines()[1:-1]
    }
    return hidden - {line.strip() for line in without_solution(body, "Step").splitlines()} - {""}


@of_each_page
def test_both_notebooks_of_each_page_are_valid(site_dir, page):
    for kind in KINDS:
        notebook = read(site_dir, kind, page.docname)
        nbformat.validate(notebook)
        text = "\n".join(cell.source for cell in notebook.cells)
        for sign in ("::::", "```{", "{term}", "{numref}", "BEGIN SOLUTION", "myst_nb"):
            assert sign not in text
        for cell in notebook.cells:
            if cell.cell_type == "code" and not cell.source.startswith("%"):
                compile(cell.source, cell.id, "exec")


@of_each_exercise
def test_no_line_of_a_solution_is_shown_outside_the_folds(site_dir, page):
    hidden = secrets(page.body)
    assert hidden
    student = read(site_dir, "student", page.docname)
    shown = "\n".join(cell.source for cell in student.cells)
    html = BeautifulSoup((site_dir / f"{page.docname}.html").read_text(), "html.parser")
    folds = html.select("details.solution")
    to_write = [code for code in code_of(student) if "# Your code" in code]
    assert len(folds) == len(to_write)
    for fold in folds:
        fold.extract()
    shown += "\n" + html.get_text()
    assert not hidden & {line.strip() for line in shown.splitlines()}


@of_each_page
def test_nbgrader_takes_every_solution_and_answer_out(site_dir, page):
    instructor = read(site_dir, "instructor", page.docname)
    student, released = read(site_dir, "student", page.docname), release(instructor)
    left = {line.strip() for cell in released.cells for line in cell.source.splitlines()}
    assert not secrets(page.body) & left
    assert [cell.id for cell in released.cells] == [cell.id for cell in student.cells]
    asked = [cell for cell in released.cells if cell.id.startswith("answer-")]
    assert {cell.source for cell in asked} <= {STUBS["markdown"]}


@of_each_page
def test_a_solution_holds_the_cells_of_the_page_in_their_order(site_dir, page):
    notebook = read(site_dir, "solution", page.docname)
    shown = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    cells = [MARK.sub("", cell).strip() for cell in cells_of(page)]
    assert cells
    rest = iter(shown)
    assert all(any(cell == other.strip() for other in rest) for cell in cells)


def cells_of(page: Page) -> list[str]:
    """The code of the cells that the page shows or folds, without their settings."""
    blocks = [block for block in checked_blocks(page, "code-cell") if not block.depth]
    return [block.body for block in blocks if "remove-cell" not in str(block.options.get("tags"))]


def test_no_solution_lacks_a_name_that_its_code_uses(site_dir):
    command = [
        RUFF,
        "check",
        "--isolated",
        "--select=F821",
        "--quiet",
        site_dir / "notebooks" / "solution",
    ]
    assert subprocess.run(command, check=False).returncode == 0


@of_each_exercise
def test_every_solution_with_something_to_write_runs_from_top_to_bottom(runs, page):
    finished = runs["solution", page.docname]
    if page.docname == PYTORCH and find_spec("torch") is None:
        with pytest.raises(CellExecutionError, match="PyTorch is missing: run `%pip install"):
            finished.result()
    else:
        assert "Ready" in finished.result()


@of_each_page
def test_a_page_with_nothing_to_write_gives_students_the_same_code(site_dir, page):
    student, solution = (code_of(read(site_dir, kind, page.docname)) for kind in KINDS)
    assert (student == solution) == (page not in WITH_SOLUTIONS)


@of_each_exercise
def test_a_student_s_notebook_stops_at_the_first_thing_to_write(runs, page):
    with pytest.raises(CellExecutionError) as stopped:
        runs["student", page.docname].result()
    if page.docname == PYTORCH and find_spec("torch") is None:
        assert stopped.value.evalue == "PyTorch is missing: run `%pip install torch`."
    else:
        assert stopped.value.ename == "NotImplementedError"
        assert stopped.value.evalue.endswith(": write your code here and run again.")


def test_the_project_names_the_step_that_is_to_be_written(runs):
    with pytest.raises(CellExecutionError, match=r"Step 1\. Look at the data: write your code"):
        runs["student", PROJECT].result()


def test_the_solved_project_passes_every_check_and_reaches_its_goal(runs):
    """97 % on MNIST, the extension; 90 % on the sample of it."""
    printed = runs["solution", PROJECT].result()
    assert printed.count("Right: ") == 14
    [share] = re.findall(r"It reads ([\d.]+)% of the test images", printed)
    assert float(share) >= (97 if "data set mnist." in printed else 90)


def test_the_solved_project_on_tables_passes_every_check_and_ends_with_a_report(runs):
    printed = runs["solution", TABLES].result()
    assert printed.count("Right: ") == 10
    [(wines, right)] = re.findall(r"I sorted (\d+) wines .*: (\d+) right", printed)
    assert int(right) >= 0.9 * int(wines)
