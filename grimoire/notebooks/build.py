"""Make the notebooks: resolve each page with code, write it for students and with solutions."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from docutils import nodes
from myst_nb.core.read import create_nb_reader
from myst_nb.sphinx_ import NbMetadataCollector
from nbformat.v4 import new_notebook
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from grimoire.course import Course
from grimoire.directives.block import keep_blocks
from grimoire.edition import Edition
from grimoire.notebooks.cells import PageWriter
from grimoire.notebooks.first import Imprint, first_cells
from grimoire.notebooks.wheel import FOLDER as WHEELS
from grimoire.notebooks.wheel import make_wheel
from grimoire.notebooks.writer import Context

FOLDER = "notebooks"
"""Where the notebooks stand in the site."""

MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "text/plain")

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
    "colab": {"provenance": [], "toc_visible": True},
}


class NotebookBuilder(Builder):
    """What Sphinx must know of a builder to resolve references for it."""

    name = format = "notebook"
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]  # noqa: RUF012

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"{self.config.html_baseurl}{docname}.html"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to)


def make_notebooks(app: Sphinx, course: Course) -> list[Path]:
    """Write the notebooks and nnlib's wheel beside the site that `app` has just built.

    Raises
    ------
    BookError
        If something of a page cannot stand in a notebook, with file and line.
    """
    site = Path(app.outdir)
    wheel = make_wheel(course.root, site)
    address = app.config.html_baseurl
    imprint = Imprint(
        course=app.config.project,
        site=address,
        repository=app.config.html_theme_options["source_repository"],
        wheel=f"{address}{WHEELS}/{wheel.name}",
        edition=Edition.of(course.root),
    )
    shelf = site / FOLDER
    shutil.rmtree(shelf, ignore_errors=True)
    prepare(app)
    context = Context(app.env, address)
    made = []
    for page in course.pages:
        if not page.has_code_cells:
            continue
        tree = app.env.get_doctree(page.docname)
        app.env.apply_post_transforms(tree, page.docname)
        for kind in ("student", "solution"):
            file = shelf / kind / f"{page.docname}.ipynb"
            notebook = notebook_of(tree, context, page.docname, imprint, kind == "solution")
            file.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, file)
            made.append(file)
    return made


def prepare(app: Sphinx) -> None:
    """Let Sphinx resolve the pages for notebooks; nothing is read or run again."""
    app.builder = NotebookBuilder(app, app.env)
    app.config.nb_mime_priority_overrides = [
        ("notebook", mime, rank) for rank, mime in enumerate(MIME_TYPES)
    ]
    keep_blocks(app, NotebookBuilder.name)


def cells_in_file(env: BuildEnvironment, docname: str) -> list[nbformat.NotebookNode]:
    """The cells of a page as they stand in its file."""
    file = Path(env.doc2path(docname))
    text = file.read_text(encoding="utf-8")
    reader = create_nb_reader(str(file), env.myst_config, env.mystnb_config, text)
    return list(reader.read(text).cells) if reader else []


def notebook_of(
    tree: nodes.document, context: Context, docname: str, imprint: Imprint, solved: bool
) -> nbformat.NotebookNode:
    """The notebook of the page whose resolved tree is `tree`."""
    writer = PageWriter(context, docname, cells_in_file(context.env, docname), solved)
    run = NbMetadataCollector.get_exec_data(context.env, docname)
    seconds = run["runtime"] if run else None
    title = writer.inside(next(iter(tree.findall(nodes.title))))
    cells = first_cells(imprint, docname, title, seconds, solved) + writer.write_page(tree)
    notebook = new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(notebook)
    return notebook
