"""The slides in the tree of a page: each with its title, what it shows, and its notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from grimoire.directives.notes import notes

BESIDE = "tag_margin"
"""The class of a cell whose picture stands beside the text of the slide."""


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes
    ----------
    id : str
        Its name in addresses.
    title : title
        Its heading.
    part : title, optional
        The heading of the part that it belongs to.
    main, side : list of Node
        What it shows: below the title, and beside that.
    notes : list of notes
        What is said to it.
    opens : bool
        Whether it is the first one, which has the title of the page.
    """

    id: str
    title: nodes.title
    part: nodes.title | None
    main: list[nodes.Node]
    side: list[nodes.Node]
    notes: list[notes]
    opens: bool


def slides_in(tree: nodes.document) -> list[Slide]:
    """All slides of a page: each section that has something of its own."""
    return list(slides_of(next(iter(tree.findall(nodes.section))), 1, None))


def slides_of(section: nodes.section, level: int, part: nodes.title | None) -> Iterator[Slide]:
    title, *rest = section.children
    own = [child for child in rest if not isinstance(child, nodes.section)]
    if level == 2:
        part = None if own else title  # type: ignore[assignment]
    if own or level != 2:
        shown = [child for child in own if not isinstance(child, notes)]
        yield Slide(
            id=section["ids"][0],
            title=title,  # type: ignore[arg-type]
            part=part,
            main=[node for node in shown if not stands_beside(node)],
            side=[node for node in shown if stands_beside(node)],
            notes=[child for child in own if isinstance(child, notes)],
            opens=level == 1,
        )
    for child in rest:
        if isinstance(child, nodes.section):
            yield from slides_of(child, level + 1, part)


def is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def stands_beside(node: nodes.Node) -> bool:
    return is_cell(node) and BESIDE in node["classes"]  # type: ignore[index]
