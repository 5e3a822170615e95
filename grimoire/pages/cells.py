"""The cells of a page: as they stand in its file, and as the page shows them."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.environment import BuildEnvironment

from grimoire.directives.solution import source_of


def notebook_in_file(env: BuildEnvironment, docname: str) -> NotebookNode | None:
    """The page as a notebook as it stands in its file, or None if it is none."""
    file = Path(env.doc2path(docname))
    text = file.read_text(encoding="utf-8-sig")
    reader = create_nb_reader(str(file), env.myst_config, env.mystnb_config, text)
    return reader.read(text) if reader else None


def cells_in_file(env: BuildEnvironment, docname: str) -> list[NotebookNode]:
    """The cells of a page as they stand in its file: code, and text between it."""
    notebook = notebook_in_file(env, docname)
    return list(notebook.cells) if notebook else []


def code_shown(cell: nodes.Element, source: list[NotebookNode]) -> str:
    """The code that a page shows for a cell of its tree, or has without showing it."""
    on_page = source_of(cell)  # it may differ from the file: see `solution`
    return source[cell["cell_index"]].source if on_page is None else on_page.astext()


def hides_code(cell: nodes.Element) -> bool:
    """Whether the page folds the code of this cell; a book shows only what it makes."""
    return bool({"tag_hide-input", "tag_hide-cell"} & set(cell["classes"]))
