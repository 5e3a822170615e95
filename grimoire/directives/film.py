"""A moving picture: a cell draws its frames one after another, and a page plays them in a loop.

The cell says in its header how many seconds one round takes, and which frames, counted from 1,
tell the story where nothing moves: on paper, and for readers who want no motion. The last of them
tells it alone::

    film: {seconds: 6, stills: [1, 8, 16]}
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.block import BlockNode

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_node(film, html=(visit_film, depart_film))
    app.add_transform(MakeFilms)


class film(BlockNode):
    """Attributes: seconds, stills; children: the output of the cell, one picture for each frame."""

    @property
    def images(self) -> list[nodes.image]:
        """The pictures, light and dark ones, of all frames."""
        return list(self.findall(nodes.image))

    def told(self) -> Iterator[nodes.image]:
        """The frames that tell the story, as they are on light paper."""
        for image in self.images:
            if "still" in image["classes"] and "only-dark" not in image["classes"]:
                yield image

    def plain(self) -> list[nodes.Node]:
        return self.children


class MakeFilms(SphinxTransform):
    """Wrap the outputs of a cell that is a film, and mark its frames."""

    default_priority = 875  # after each picture has its dark copy (870), before they are collected

    def apply(self, **kwargs: object) -> None:
        for cell in list(self.document.findall(is_film)):
            given = cell["cell_metadata"]["film"]
            bundles = [b for b in cell.findall(is_bundle) if any(b.findall(nodes.image))]
            if late := [still for still in given["stills"] if still > len(bundles)]:
                message = "this film has %s frames, so it has no frame %s. Mend its `stills`."
                logger.warning(message, len(bundles), late[0], location=cell)
                continue
            for number, bundle in enumerate(bundles, 1):
                for image in bundle.findall(nodes.image):
                    image["classes"] += ["still"] * (number in given["stills"])
                    image["classes"] += ["telling"] * (number == given["stills"][-1])
            whole = film(seconds=given["seconds"], stills=given["stills"])
            whole.source, whole.line = cell.source, cell.line
            outputs = bundles[0].parent
            outputs.insert(outputs.index(bundles[0]), whole)
            for bundle in bundles:
                outputs.remove(bundle)
                whole += bundle


def is_film(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "film" in node.get("cell_metadata", {})


def is_bundle(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def visit_film(self: HTML5Translator, node: film) -> None:
    """The frames as one picture with one text alternative; a script plays them."""
    said = self.attval(" ".join(node.images[0].get("alt", "").split()))
    self.body.append(f'<div class="block film" data-seconds="{node["seconds"]}">\n')
    self.body.append(f'<div class="frames" role="img" aria-label="{said}">\n')


def depart_film(self: HTML5Translator, node: film) -> None:
    self.body.append("</div>\n</div>\n")
