"""The sections of a page, each with a name for its text: whether it has changed can be seen without
the page's history, which a shallow copy of the repository does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes

from grimoire.course import Page
from grimoire.store import digest

DIGITS = 6


class Section(NamedTuple):
    id: str
    title: str
    text: str
    """A name for what stands in the source from this heading to the next one."""


def sections_of(tree: nodes.document, page: Page) -> Iterator[Section]:
    """The sections of the resolved page, from its title on, in their order."""
    found = [node for node in tree.findall(nodes.section) if node.line]
    lines = page.body.split("\n")
    begins = [node.line - page.body_line for node in found]
    for node, begin, end in zip(found, begins, [*begins[1:], len(lines)], strict=True):
        words = " ".join(" ".join(lines[begin:end]).split())
        yield Section(node["ids"][0], node[0].astext(), digest(words)[:DIGITS])
