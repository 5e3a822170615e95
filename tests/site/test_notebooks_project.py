"""The notebooks of the site: the project's run as they should, and no solution gets out."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from grimoire import ROOT
from grimoire.course import Course
from grimoire.directives.solution import REGION, without_solution

PROJECT = "deep-learning/project"
WITH_CODE = [page for page in Course.load(ROOT).pages if page.has_code_cells]
WITH_SOLUTIONS = [page for page in WITH_CODE if REGION.search(page.body)]


def read(site: Path, kind: str, docname: str) -> nbformat.NotebookNode:
    return nbformat.read(site / "notebooks" / kind / f"{docname}.ipynb", as_version=4)


def run(notebook: nbformat.NotebookNode, folder: Path) -> list[str]:
    """What the notebook prints."""
    done = deepcopy(notebook)
    NotebookClient(done, timeout=120, resources={"metadata": {"path": folder}}).execute()
    return [out.get("text", "") for cell in done.cells for out in cell.get("outputs", [])]


def secrets(body: str) -> set[str]:
    """The lines that stand in solutions of a page, and nowhere else on it."""
    hidden = {
        line.strip() for region in REGION.finditer(body) for line in region[0].splitlines()[1:-1]
    }
    return hidden - {line.strip() for line in without_solution(body, "Step").splitlines()} - {""}


@pytest.fixture(autouse=True)
def nnlib_is_there(monkeypatch):
    """Notebooks that run here find nnlib, and install nothing."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.docname)
def test_both_notebooks_of_each_page_are_valid(site_dir, page):
    for kind in ("student", "solution"):
        notebook = read(site_dir, kind, page.docname)
        nbformat.validate(notebook)
        text = "\n".join(cell.source for cell in notebook.cells)
        for sign in ("::::", "```{", "{term}", "{numref}", "BEGIN SOLUTION", "myst_nb"):
            assert sign not in text
        for cell in notebook.cells:
            if cell.cell_type == "code" and not cell.source.startswith("%"):
                compile(cell.source, cell.id, "exec")


@pytest.mark.parametrize("page", WITH_SOLUTIONS, ids=lambda page: page.docname)
def test_no_line_of_a_solution_is_shown_outside_the_folds(site_dir, page):
    hidden = secrets(page.body)
    assert hidden
    student = read(site_dir, "student", page.docname)
    shown = "\n".join(cell.source for cell in student.cells)
    html = BeautifulSoup((site_dir / f"{page.docname}.html").read_text(), "html.parser")
    folds = html.select("details.solution")
    to_write = [c for c in student.cells if c.cell_type == "code" and "# Your code" in c.source]
    assert len(folds) == len(to_write)
    for fold in folds:
        fold.extract()
    shown += "\n" + html.get_text()
    assert not hidden & {line.strip() for line in shown.splitlines()}


def test_the_student_s_project_stops_at_the_first_thing_to_write(site_dir, tmp_path):
    with pytest.raises(CellExecutionError) as stopped:
        run(read(site_dir, "student", PROJECT), tmp_path)
    assert stopped.value.ename == "NotImplementedError"
    assert stopped.value.evalue == (
        "Step 1. Look at the data: write your code here, then run the cell again."
    )


def test_the_solved_project_passes_every_check_and_reads_97_percent_of_mnist(site_dir, tmp_path):
    printed = "".join(run(read(site_dir, "solution", PROJECT), tmp_path))
    assert printed.count("Right: ") == 14
    [share] = re.findall(r"It reads ([\d.]+)% of the test images", printed)
    assert float(share) >= (97 if "data set mnist" in printed else 80)
