"""Beside each figure a link to its drawing, which a script opens in full size on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from grimoire.directives.film import film

MARK = "enlarges"
FIGURE = re.compile(
    rf'<img (?=[^>]*class="(?P<classes>[^"]*\b{MARK})")[^>]*src="(?P<src>[^"]+)"[^>]*>'
)
LINK = '{}<a class="enlarge{}" href="{}" aria-label="Enlarge this figure">Enlarge</a>'


def setup(app: Sphinx) -> None:
    app.add_post_transform(MarkFigures)
    app.connect("html-page-context", add_links)


class MarkFigures(SphinxPostTransform):
    """Mark the pictures that stand alone: not in a line of text, no frame of a film, no preview."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for image in self.document.findall(nodes.image):
            if not any(is_apart(parent) for parent in parents(image)):
                image["classes"].append(MARK)


def is_apart(node: nodes.Element) -> bool:
    return isinstance(node, nodes.TextElement | film) or "play-still" in node["classes"]


def parents(node: nodes.Node) -> Iterator[nodes.Element]:
    while (node := node.parent) is not None:
        yield node


def add_links(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    if "body" in context:
        context["body"] = FIGURE.sub(with_link, context["body"])


def with_link(figure: re.Match[str]) -> str:
    """The figure and its link, which is for the same paper, light or dark."""
    papers = [name for name in figure["classes"].split() if name.startswith("only-")]
    return LINK.format(figure[0], "".join(f" {name}" for name in papers), figure["src"])
