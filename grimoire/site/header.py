"""What stands above each page: its unit, the time to read it, the time its cells run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, NbMetadataCollector
from sphinx.application import Sphinx

from grimoire.course import Course
from grimoire.names import book_name

WORDS_PER_MINUTE = 200
"""A slow reader of technical prose; Brysbaert (2019) found 238 for plain English non-fiction."""


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", load_course)
    app.connect("html-page-context", add_header)


def load_course(app: Sphinx) -> None:
    app.course = Course.load(Path(app.srcdir).parent)  # type: ignore[attr-defined]


def add_header(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template the page's unit, book, reading time in minutes and run time in seconds."""
    if doctree is None:
        return
    course: Course = app.course  # type: ignore[attr-defined]
    unit = course.unit_of(docname)
    if unit:
        context["page_unit"] = unit
    context["page_book"] = unit.folder if unit else book_name(app.config.project, course)
    context["page_minutes"] = reading_minutes(doctree)
    run = NbMetadataCollector.get_exec_data(app.env, docname)
    if run and run["runtime"]:
        context["page_run_seconds"] = run["runtime"]


def reading_minutes(doctree: nodes.document) -> int:
    """The minutes to read the page's words, open code and captions included, at least one."""
    folded = sum(words_in(fold) for fold in doctree.findall(HideCodeCellNode))
    return max(1, round((words_in(doctree) - folded) / WORDS_PER_MINUTE))


def words_in(node: nodes.Node) -> int:
    return sum(len(text.split()) for text in node.findall(nodes.Text))
