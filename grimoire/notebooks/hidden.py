"""What a page's invisible cells do for the cells after them.

A cell with the tag `remove-cell` puts numbers into the page's text, which needs the site's tools.
But it may also define something that a later cell uses. That part goes into the notebook, folded.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

SITE_ONLY = {"glue"}
DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


@dataclass(frozen=True)
class Statement:
    """A part of a cell: its text, the names it uses, and those that it gives a value.

    A cell that Python cannot read, such as one that begins with `%%time`, is one statement, which
    may use and define every word of it.
    """

    text: str
    used: set[str]
    defined: set[str]
    is_definition: bool


def needed_code(cells: list[NotebookNode]) -> dict[int, str]:
    """From the place of an invisible cell to the code of it that visible cells need."""
    clean = without_site_code(cells)
    needed: set[str] = set()
    code = {}
    for place in reversed(range(len(cells))):
        if place in clean:
            statements = clean[place]
            if any(statement.defined & needed for statement in statements):
                code[place] = "\n\n".join(statement.text for statement in statements)
                needed |= set(re.findall(r"\w+", code[place]))
        elif cells[place].cell_type == "code":
            needed |= set(re.findall(r"\w+", cells[place].source))
    return code


def without_site_code(cells: list[NotebookNode]) -> dict[int, list[Statement]]:
    """The statements of each invisible cell that need nothing of the site, even by a detour."""
    tainted = set(SITE_ONLY)
    clean: dict[int, list[Statement]] = {}
    for place, cell in enumerate(cells):
        if "remove-cell" not in cell.metadata.get("tags", []):
            continue
        clean[place] = []
        for statement in statements_of(cell.source):
            if (statement.used | statement.defined) & tainted:
                if statement.is_definition:
                    tainted |= statement.defined
            else:
                clean[place].append(statement)
    return clean


def statements_of(source: str) -> list[Statement]:
    """The statements of a cell, IPython's magics among them as they are written."""
    python = TransformerManager().transform_cell(source)
    lines = source.splitlines()
    words = set(re.findall(r"\w+", source))
    whole = [Statement(source, words, words, is_definition=False)]
    if source.lstrip().startswith("%%") or len(python.splitlines()) != len(lines):
        return whole
    try:
        tree = ast.parse(python)
    except SyntaxError:
        return whole
    found = []
    for statement in tree.body:
        text = ast.get_source_segment(python, statement) or ""
        if "get_ipython()" in text:
            text = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
        is_definition = isinstance(statement, DEFINITIONS)
        found.append(Statement(text, used(statement), defined(statement), is_definition))
    return found


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
