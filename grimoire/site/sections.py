"""The sections of a page, each with a name for its text: a browser that keeps these names can tell
what has changed since a page was read, without the page's history.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx

from grimoire.course import Course, Page
from grimoire.store import digest

DIGITS = 6


class Section(NamedTuple):
    """Attributes: id; title; text, a name for what its source says up to the next heading."""

    id: str
    title: str
    text: str


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", name_sections)


def sections_of(tree: nodes.document, page: Page) -> Iterator[Section]:
    """The sections of a page, from its title on, in their order."""
    found = [node for node in tree.findall(nodes.section) if node.line]
    lines = page.body.split("\n")
    begins = [node.line - page.body_line for node in found]
    for node, begin, end in zip(found, begins, [*begins[1:], len(lines)], strict=True):
        words = " ".join(" ".join(lines[begin:end]).split())
        yield Section(node["ids"][0], node[0].astext(), digest(words)[:DIGITS])


def name_sections(
    app: Sphinx, docname: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Put the names into the head of the page, in the order of its sections."""
    course: Course = app.course  # type: ignore[attr-defined]
    page = course.page(docname)
    if tree is not None and page:
        names = " ".join(section.text for section in sections_of(tree, page))
        context["metatags"] += f'\n<meta name="sections" content="{names}">'
