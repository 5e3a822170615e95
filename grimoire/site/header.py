"""What stands above each page: its unit, the time to read it, the time its cells run."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, NbMetadataCollector
from sphinx.application import Sphinx

from grimoire.checks.lecture import is_deck
from grimoire.course import Course
from grimoire.directives.question import question
from grimoire.names import book_name, deck_name
from grimoire.site.report import issue_address

WORDS_PER_MINUTE = 200
"""A slow reader of technical prose; Brysbaert (2019) found 238 for plain English non-fiction."""

MINUTES_PER_FORMULA = 0.5
"""Our estimate for a formula on lines of its own: it is read term by term."""

MINUTES_TO_THINK = {"choice": 1, "numeric": 2, "open": 2}
"""Our estimate of how long one thinks and writes, by the kind of a question."""


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
    """Tell the template the page's unit, books, slides, minutes to read, and its issue."""
    if doctree is None:
        return
    course: Course = app.course  # type: ignore[attr-defined]
    unit = course.unit_of(docname)
    if unit:
        context["page_unit"] = unit
    context["page_book"] = unit.folder if unit else book_name(app.config.project, course)
    context["page_ebook"] = unit.folder if unit else app.config.epub_basename
    page = course.page(docname)
    if page and is_deck(page):
        context["page_slides"] = f"slides/{deck_name(docname)}"
    address = f"{app.config.html_baseurl}{quote(docname)}.html"
    repository = app.config.html_theme_options["source_repository"]
    context["page_report"] = issue_address(repository, address, app.env.titles[docname].astext())
    context["page_minutes"] = reading_minutes(doctree)
    context["page_question_minutes"] = question_minutes(doctree)
    run = NbMetadataCollector.get_exec_data(app.env, docname)
    if run and run["runtime"]:
        context["page_run_seconds"] = run["runtime"]


def reading_minutes(doctree: nodes.document) -> int:
    """The minutes to read the page without its questions, at least one."""
    apart = [*doctree.findall(HideCodeCellNode), *doctree.findall(question)]
    words = words_in(doctree) - sum(words_in(part) for part in apart)
    formulas = sum(1 for _ in doctree.findall(nodes.math_block))
    return max(1, round(words / WORDS_PER_MINUTE + formulas * MINUTES_PER_FORMULA))


def question_minutes(doctree: nodes.document) -> int:
    """The minutes to think about the page's questions, and to read them with their answers."""
    return round(
        sum(
            words_in(one) / WORDS_PER_MINUTE + MINUTES_TO_THINK[one["kind"]]
            for one in doctree.findall(question)
        )
    )


def words_in(node: nodes.Node) -> int:
    return sum(len(text.split()) for text in node.findall(nodes.Text))
