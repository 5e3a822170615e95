"""The notebook for nbgrader, whose `generate_assignment` takes the solutions out of it.

Cells with a solution keep its marks, answers stand in cells that are graded by hand, and each cell
that checks a step gives a point. What nbgrader reads of a cell:
https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html
"""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode

from grimoire.directives.question import question, question_answer
from grimoire.directives.solution import BEGIN, END, MARK
from grimoire.notebooks.cells import PageWriter
from grimoire.notebooks.writer import Context

CHECKS = re.compile(r"^checks\.\w+\(", re.MULTILINE)
SCHEMA = 3


class InstructorWriter(PageWriter):
    """Write the cells of a page for nbgrader: its questions are those that students get."""

    def __init__(self, context: Context, docname: str, source: list[NotebookNode]) -> None:
        super().__init__(context, docname, source, solved=False)

    def room(self, node: question) -> str:
        """The answer, in the place of which nbgrader puts room for the student's own."""
        return self.blocks(part for answer in node.findall(question_answer) for part in answer)

    def exercise(self, shown: str, solved: str, source: str) -> str:
        return source if MARK.search(source) else f"{BEGIN}\n{source}\n{END}"

    def add(self, cell: NotebookNode, id_: str) -> None:
        super().add(cell, id_)
        if id_.startswith("answer-"):
            mark(cell, grade=True, solution=True, points=1)
        elif cell.cell_type == "code" and MARK.search(cell.source):
            mark(cell, solution=True)
        elif cell.cell_type == "code" and CHECKS.search(cell.source):
            mark(cell, grade=True, locked=True, points=1)


def mark(cell: NotebookNode, **facts: Any) -> None:
    """Tell nbgrader what a cell is."""
    kinds = {"grade": False, "locked": False, "solution": False, "task": False}
    cell.metadata["nbgrader"] = kinds | facts | {"grade_id": cell.id, "schema_version": SCHEMA}
