"""What nbgrader's `generate_assignment` does to a notebook, as its own code (0.9.6) does it.

It stops at what it cannot release: a solution in a cell that is not marked as one, a region that is
not closed, a cell without its facts, two cells of one name.
"""

from __future__ import annotations

import re
from copy import deepcopy

from nbformat import NotebookNode

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
STUBS = {"code": "# YOUR CODE HERE\nraise NotImplementedError()", "markdown": "YOUR ANSWER HERE"}
FACTS = {"grade": bool, "solution": bool, "locked": bool, "task": bool, "grade_id": str}


def release(notebook: NotebookNode) -> NotebookNode:
    """The notebook that students get.

    Raises
    ------
    ValueError
        Where nbgrader would stop.
    """
    released = deepcopy(notebook)
    names = [require_facts(cell) for cell in released.cells if "nbgrader" in cell.metadata]
    if len(set(names)) < len(names):
        raise ValueError("two cells have one grade_id")
    for cell in released.cells:
        source = without_regions(cell)
        is_solution = cell.metadata.get("nbgrader", {}).get("solution", False)
        if source != cell.source and not is_solution:
            raise ValueError(f"a solution in a cell that is not marked as one: {cell.source}")
        cell.source = STUBS[cell.cell_type] if is_solution and source == cell.source else source
    return released


def require_facts(cell: NotebookNode) -> str:
    facts = cell.metadata.nbgrader
    if facts.schema_version != 3 or any(
        type(facts[key]) is not kind for key, kind in FACTS.items()
    ):
        raise ValueError(f"not the facts of schema 3: {facts}")
    if facts.grade and not facts.points >= 0:
        raise ValueError("a graded cell needs points")
    if not re.fullmatch(r"[a-zA-Z0-9_\-]+", facts.grade_id):
        raise ValueError(f"{facts.grade_id!r} is no grade_id")
    return str(facts.grade_id)


def without_regions(cell: NotebookNode) -> str:
    lines, inside = [], False
    for line in cell.source.split("\n"):
        if BEGIN in line:
            if inside:
                raise ValueError("a region begins in another one")
            inside = True
            indent = re.match(r"\s*", line)[0]
            lines += [indent + stub for stub in STUBS[cell.cell_type].split("\n")]
        elif END in line:
            inside = False
        elif not inside:
            lines.append(line)
    if inside:
        raise ValueError("a region is not closed")
    return "\n".join(lines)
