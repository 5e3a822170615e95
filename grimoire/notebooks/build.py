"""Make the notebooks: write each page with code for students, with solutions, and for nbgrader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from nbformat.v4 import new_notebook

from grimoire import ROOT
from grimoire.edition import Edition
from grimoire.html import say_html
from grimoire.names import Names
from grimoire.notebooks.cells import PageWriter
from grimoire.notebooks.first import Imprint, first_cells
from grimoire.notebooks.instructor import InstructorWriter
from grimoire.notebooks.writer import Context
from grimoire.pages.addresses import translate
from grimoire.pages.cells import cells_in_file
from grimoire.pages.choices import MIME_TYPES, choose
from grimoire.pages.resolved import Resolved
from grimoire.store import digest
from grimoire.wheel import kept_wheel

FOLDER, WHEELS = "notebooks", "wheels"
"""Where the notebooks, and nnlib's wheel for them, stand in the site."""

TAGS = ("notebook",)

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
    "colab": {"provenance": [], "toc_visible": True},
}


def make(resolved: Resolved, out: Path) -> None:
    """Write the notebooks and nnlib's wheel into the folder `out`.

    Raises
    ------
    BookError
        If something of a page cannot stand in a notebook, with file and line.
    """
    app, course = resolved.app, resolved.course
    wheel = kept_wheel(resolved.store, ROOT, Names.of(course.root))
    (out / WHEELS).mkdir()
    (out / WHEELS / wheel.name).write_bytes(wheel.data)
    address = app.config.html_baseurl
    imprint = Imprint(
        course=app.config.project,
        site=address,
        repository=app.config.html_theme_options["source_repository"],
        wheel=f"{address}{WHEELS}/{wheel.name}",
        version=wheel.version,
        edition=Edition.of(course.root),
    )
    context = Context(app.env, address)
    for page in course.pages:
        if page.has_code_cells:
            for kind, text in notebooks_of(resolved, context, page.docname, imprint).items():
                file = out / FOLDER / kind / f"{page.docname}.ipynb"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")


def notebooks_of(
    resolved: Resolved, context: Context, docname: str, imprint: Imprint
) -> dict[str, str]:
    """The notebooks of a page by their kinds, as they stand in files."""
    store, key = resolved.store, resolved.key(docname)
    body = store.make("notebooks", key, lambda: body_of(resolved, context, docname))
    whole = digest(key, imprint)
    return store.make("notebooks", whole, lambda: with_first_cells(body, docname, imprint))


@dataclass(frozen=True)
class Body:
    """What the notebooks of a page hold below their first cells.

    Attributes
    ----------
    title : str
        The title of the page, as Markdown.
    seconds : float or None
        The run time of its cells, or None where the build does not run them.
    cells : dict
        The cells by the kind of the notebook.
    """

    title: str
    seconds: float | None
    cells: dict[str, list[nbformat.NotebookNode]]


def with_first_cells(body: Body, docname: str, imprint: Imprint) -> dict[str, str]:
    texts = {}
    for kind, cells in body.cells.items():
        first = first_cells(imprint, docname, body.title, body.seconds, kind)
        texts[kind] = nbformat.writes(new_notebook(cells=first + cells, metadata=METADATA)) + "\n"
    return texts


def body_of(resolved: Resolved, context: Context, docname: str) -> Body:
    tree = resolved.tree(docname)
    address = f"{context.site}{docname}.html"
    choose(tree, TAGS, MIME_TYPES, address)
    say_html(tree, address)
    translate(tree, docname, lambda page, id_: f"{context.site}{page}.html{'#' * bool(id_)}{id_}")
    source = cells_in_file(context.env, docname)
    run = NbMetadataCollector.get_exec_data(context.env, docname)
    writers = {
        "student": PageWriter(context, docname, source, solved=False),
        "solution": PageWriter(context, docname, source, solved=True),
        "instructor": InstructorWriter(context, docname, source),
    }
    cells = {kind: writer.write_page(tree) for kind, writer in writers.items()}
    title = PageWriter(context, docname, source, False).inside(
        next(iter(tree.findall(nodes.title)))
    )
    return Body(title, run["runtime"] if run else None, cells)
