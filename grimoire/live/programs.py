"""The program of a page: its cells, as the page shows them and as they stand behind it."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from docutils import nodes
from nbformat import NotebookNode

from grimoire.directives.solution import is_code_cell, solution
from grimoire.live.folder import name_of
from grimoire.live.imports import missing
from grimoire.pages.cells import cells_in_file, code_shown
from grimoire.pages.resolved import Resolved


class Cell(TypedDict):
    """A code cell.

    `code` is what the page shows, with an invitation in the place of a solution, and `solution` the
    whole cell where it holds one. `shown` says whether the page shows the cell; the n-th of those
    is the n-th in its HTML. `id` is that of the cell in the page's notebook. `note` is what its
    author says of it to those who run it in the page, and `missing` names the packages that it
    needs and that the page cannot have.
    """

    code: str
    solution: str | None
    shown: bool
    tags: list[str]
    id: str
    note: str | None
    missing: list[str]


class Program(TypedDict):
    """A page that runs, with the address of the notebook for its students."""

    page: str
    title: str
    notebook: str
    cells: list[Cell]


def program_of(resolved: Resolved, docname: str) -> Program:
    """The program of a page, as it was kept or made now."""
    key = resolved.key(docname)
    return resolved.store.make("programs", key, lambda: make_program(resolved, docname))


def make_program(resolved: Resolved, docname: str) -> Program:
    source = cells_in_file(resolved.env, docname)
    tree = resolved.tree_for_site(docname)
    shown = {cell["cell_index"]: cell for cell in tree.findall(is_code_cell)}
    used: Counter[str] = Counter()
    cells = [
        shown_cell(shown[place], source, used) if place in shown else hidden_cell(cell)
        for place, cell in enumerate(source)
        if cell.cell_type == "code"
    ]
    lacking = missing(cell["solution"] or cell["code"] for cell in cells)
    for cell, packages in zip(cells, lacking, strict=True):
        cell["missing"] = packages
    return {
        "page": docname,
        "title": resolved.env.titles[docname].astext(),
        "notebook": f"notebooks/student/{docname}.ipynb",
        "cells": cells,
    }


def shown_cell(cell: nodes.container, source: list[NotebookNode], used: Counter[str]) -> Cell:
    code = code_shown(cell, source)
    id_ = name_of(code.encode())
    used[id_] += 1
    whole = next((found["code"].rstrip() for found in cell.findall(solution)), None)
    return {
        "code": code,
        "solution": whole,
        "shown": True,
        "tags": cell["cell_metadata"].get("tags", []),
        "id": id_ if used[id_] == 1 else f"{id_}-{used[id_]}",
        "note": cell["cell_metadata"].get("live"),
        "missing": [],
    }


def hidden_cell(cell: NotebookNode) -> Cell:
    """A cell that runs unseen, as those with the tag `remove-cell` do."""
    return {
        "code": cell.source,
        "solution": None,
        "shown": False,
        "tags": cell.metadata.get("tags", []),
        "id": name_of(cell.source.encode()),
        "note": None,
        "missing": [],
    }
