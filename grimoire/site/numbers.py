"""Number figures, tables, formulas and questions by unit: the third figure of unit 2 is 2.3.

Sphinx counts through the whole book, so that a new page in the first unit would change every number
after it, and walks through all pages for it at each build. Here each unit counts for itself, a page
outside all units counts 1, 2, 3, and each page says once what it has to be numbered.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, TypeAlias

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector

from grimoire.course import Course

Labels: TypeAlias = dict[str, list[str]]
"""Kind, such as "figure" > the labels on a page in their order."""

Numbers: TypeAlias = dict[str, dict[str, dict[str, tuple[int, ...]]]]
"""Page > kind > label > number."""


def setup(app: Sphinx) -> None:
    for listener in app.events.listeners["env-get-updated"]:
        collector = getattr(listener.handler, "__self__", None)
        if isinstance(collector, TocTreeCollector):
            collector.assign_figure_numbers = lambda env: []  # type: ignore[method-assign]
    app.connect("doctree-read", note_numbered, priority=999)
    app.connect("env-merge-info", merge_numbered)
    app.connect("env-get-updated", number_by_unit, priority=999)


def note_numbered(app: Sphinx, tree: nodes.document) -> None:
    """Keep what the page has to be numbered: each thing with a caption, and each formula."""
    env: Any = app.env
    env.numbered = {env.docname: labels_in(env, tree)}


def labels_in(env: BuildEnvironment, tree: nodes.document) -> Labels:
    labels: Labels = {}
    for node in tree.findall(nodes.Element):
        if node["ids"] and (kind := kind_of(env, node)):
            labels.setdefault(kind, []).append(node["ids"][0])
    return labels


def kind_of(env: BuildEnvironment, node: nodes.Element) -> str | None:
    for domain in env.domains.values():
        if domain.name == "std" and not domain.get_numfig_title(node):  # type: ignore[attr-defined]
            continue
        if kind := domain.get_enumerable_node_type(node):
            return kind
    return None


def merge_numbered(app: Sphinx, env: Any, docnames: set[str], other: Any) -> None:
    env.numbered = getattr(env, "numbered", {}) | other.numbered


def number_by_unit(app: Sphinx, env: Any) -> list[str]:
    env.toc_fignumbers = by_unit(getattr(env, "numbered", {}), app.course)  # type: ignore[attr-defined]
    return []


def by_unit(labels: dict[str, Labels], course: Course) -> Numbers:
    """Every label with its number (unit, count in the unit), in the order of the book."""
    last: Counter[tuple[str | int, str]] = Counter()
    numbers: Numbers = {}
    for page in course.pages:
        unit = course.unit_of(page.docname)
        place = unit.number if unit else page.docname
        for kind, names in labels.get(page.docname, {}).items():
            for name in names:
                last[place, kind] += 1
                number = (last[place, kind],)
                numbers.setdefault(page.docname, {}).setdefault(kind, {})[name] = (
                    (unit.number, *number) if unit else number
                )
    return numbers
