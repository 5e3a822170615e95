"""What a page's invisible cells do for the cells after them.

A cell with the tag `remove-cell` puts numbers into the page's text, which needs the site's tools.
But it may also define something that a later cell uses. That part goes into the notebook, folded.
"""

from __future__ import annotations

import ast
import re

from nbformat import NotebookNode

SITE_ONLY = {"glue"}
DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


def needed_code(cells: list[NotebookNode]) -> dict[int, str]:
    """From the place of an invisible cell to the code of it that visible cells need."""
    clean = without_site_code(cells)
    needed: set[str] = set()
    code = {}
    for place in reversed(range(len(cells))):
        if place in clean:
            statements = clean[place]
            if any(defined(statement) & needed for statement in statements):
                source = cells[place].source
                lines = (ast.get_source_segment(source, statement) for statement in statements)
                code[place] = "\n\n".join(line for line in lines if line)
                needed |= set(re.findall(r"\w+", code[place]))
        elif cells[place].cell_type == "code":
            needed |= set(re.findall(r"\w+", cells[place].source))
    return code


def without_site_code(cells: list[NotebookNode]) -> dict[int, list[ast.stmt]]:
    """The statements of each invisible cell that need nothing of the site, even by a detour."""
    tainted = set(SITE_ONLY)
    clean: dict[int, list[ast.stmt]] = {}
    for place, cell in enumerate(cells):
        if "remove-cell" not in cell.metadata.get("tags", []):
            continue
        clean[place] = []
        for statement in ast.parse(cell.source).body:
            if (used(statement) | defined(statement)) & tainted:
                if isinstance(statement, DEFINITIONS):
                    tainted |= defined(statement)
            else:
                clean[place].append(statement)
    return clean


def used(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def defined(statement: ast.stmt) -> set[str]:
    """The names that a statement gives a value."""
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).split(".")[0])
    return names
