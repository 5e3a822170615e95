"""On a narrow screen a figure shows the drawing that its cell made for phones.

The browser chooses, and loads what it shows. A cell of which not every figure has a narrow drawing
shows the wide ones, so that the frames of a film are alike. Where panels that stood left and right
then stand one above the other, the caption says so.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.images import get_image_size

from grimoire.directives.drawing import kept
from grimoire.pages.execution import executed
from grimoire.pages.phones import NARROW
from grimoire.site.figures import darken

WIDEST = 540
"""The pixels of a screen up to which it shows the narrow drawing: letters of the wide one, made for
a column of 680, have 11 pixels there."""

SIDE = re.compile(r"(?:^|(?<=[.;] )|(?<=\())(?:[Ll]eft|[Rr]ight)(?=[,)])")
"""Where a caption says which panel it speaks of."""

DARK = "-dark"
SVG = "image/svg+xml"
IMAGE = re.compile(r'<img [^>]*?src="(?P<folder>[^"]*_images/)(?P<name>[^"/]+)"[^>]*>')
PICTURE = (
    '<picture><source media="(max-width: {}px)" srcset="{}" width="{}" height="{}">{}</picture>'
)


def setup(app: Sphinx) -> None:
    app.add_transform(AddNarrowDrawings)
    app.connect("html-page-context", offer_narrow, priority=900)


class AddNarrowDrawings(SphinxTransform):
    """Tell each picture that a cell drew, light or dark, its narrow drawing."""

    default_priority = 875  # after the dark copies (870), before Sphinx collects the images (880)

    def apply(self, **kwargs: object) -> None:
        notebook = executed(self.env, self.env.docname)
        drawings = narrow_drawings(notebook) if notebook else {}
        for image in self.document.findall(nodes.image):
            stem = Path(image["uri"]).stem
            if drawing := drawings.get(stem.removesuffix(DARK)):
                svg, dark = drawing["svg"], stem.endswith(DARK)
                name = f"{stem.removesuffix(DARK)}-{NARROW}{DARK * dark}"
                uri = kept(self.env, name, darken(svg) if dark else svg)
                image[NARROW] = self.env.relfn2path(uri)[0]
                self.env.images.add_file(self.env.docname, image[NARROW])
                if drawing["stacked"] and (figure := figure_of(image)):
                    name_places(figure)


def figure_of(image: nodes.image) -> nodes.figure | None:
    """The figure that holds the picture, among the forms of an output."""
    place = image.parent
    while place and not isinstance(place, nodes.figure):
        place = place.parent
    return place


def name_places(figure: nodes.figure) -> None:
    """Let the style sheet put "above" and "below" for the words left and right of the caption."""
    for caption in figure.findall(nodes.caption):
        for text in [*caption.findall(nodes.Text)]:
            if SIDE.search(text.astext()):
                text.parent.replace(text, [*with_places(text.astext())])


def with_places(text: str) -> Iterator[nodes.Node]:
    """The text, with the words that name a side in elements of their own."""
    start = 0
    for side in SIDE.finditer(text):
        yield nodes.Text(text[start : side.start()])
        yield nodes.inline("", "", nodes.inline("", side[0]), classes=["side", side[0]])
        start = side.end()
    yield nodes.Text(text[start:])


def narrow_drawings(notebook: NotebookNode) -> dict[str, Any]:
    """The narrow drawings of a page's cells, by the names that the wide ones have as files."""
    drawings: dict[str, Any] = {}
    for cell in notebook.cells:
        figures = [output for output in cell.get("outputs", []) if SVG in output.get("data", {})]
        if all(NARROW in figure.metadata for figure in figures):
            drawings |= {name_of(f.data[SVG]): f.metadata[NARROW] for f in figures}
    return drawings


def name_of(svg: str) -> str:
    """The name of the file, without its ending, into which MyST-NB writes a drawing."""
    return hashlib.sha256(os.linesep.join(svg.splitlines()).encode()).hexdigest()


def offer_narrow(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Write the narrow drawings into the page, and have their files copied."""
    narrow = {
        Path(image["uri"]).name: image[NARROW]
        for image in (tree.findall(nodes.image) if tree else ())
        if NARROW in image
    }
    files = {uri: app.env.images[uri][1] for uri in narrow.values()}
    app.builder.images |= files

    def with_narrow(tag: re.Match[str]) -> str:
        if not (uri := narrow.get(tag["name"])):
            return tag[0]
        size = get_image_size(Path(app.srcdir, uri)) or ("", "")
        return PICTURE.format(WIDEST, tag["folder"] + files[uri], *size, tag[0])

    if narrow:
        context["body"] = IMAGE.sub(with_narrow, context["body"])
