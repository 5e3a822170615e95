"""How pictures are printed: alone, in a line of text, or as a figure with number and caption."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes

from grimoire.pages.pictures import picture_of
from grimoire.paper.markup import call, quoted
from grimoire.paper.writer import Context, Writer, parents

IN_FLOW = (nodes.section, nodes.document, nodes.container)
"""Where a figure may move to the head or the foot of its page."""

FIGURES = 20
"""So many figures of a page may move to the next sheet: Typst nests no deeper."""

LENGTH = re.compile(r"([\d.]+)(px|pt|cm|mm|in|em|%|)")
ICON = re.compile(r"sd-(?:octicon|material-icon)-([\w-]+)")


class FigureWriter(Writer):
    """Write images, figures and icons."""

    def __init__(self, context: Context, docname: str, level: int) -> None:
        super().__init__(context, docname, level)
        self.figures = 0

    def write_image(self, node: nodes.image) -> str:
        if "only-dark" in node["classes"]:
            return ""
        file = picture_of(node, Path(self.context.env.srcdir), "paper", "cannot be printed")
        path = "/" + file.relative_to(self.context.root).as_posix()
        alt = quoted(" ".join(node["alt"].split()))
        inline = stands_in_a_line(node)
        name = "small-picture" if inline else "picture"
        markup = f"#{name}({quoted(path)}, {alt}{width(node)});"
        return markup if inline else self.block(node, self.anchors(node) + markup)

    def write_figure(self, node: nodes.figure) -> str:
        body = [child for child in node if not isinstance(child, nodes.caption)]
        caption = [child for child in node if isinstance(child, nodes.caption)]
        number = self.number(node, "figure")
        name = self.context.env.config.numfig_format["figure"] % number if number else ""
        words = "".join(self.inside(child) for child in caption)
        markup = call("picture-with-caption", self.inside(body), words, name=name)
        markup = self.anchors(node) + markup
        if self.moves(node):
            markup = f"#show: with-figure.with([{markup}]);"
        return self.block(node, markup)

    def moves(self, node: nodes.figure) -> bool:
        """Whether a figure may move to the head of the next sheet."""
        in_flow = all(isinstance(parent, IN_FLOW) for parent in parents(node))
        self.figures += in_flow
        return in_flow and self.figures <= FIGURES

    def write_legend(self, node: nodes.legend) -> str:
        return self.inside(node)

    def write_sd_icon(self, node: nodes.Element) -> str:
        names = ICON.findall(node["svg"])
        drawing = node["svg"].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        return f"#icon({quoted(drawing)}, {quoted(names[-1] if names else 'icon')});"


def stands_in_a_line(image: nodes.image) -> bool:
    """Whether there are words beside an image in its paragraph."""
    beside = (part for part in image.parent if not isinstance(part, nodes.image))
    return isinstance(image.parent, nodes.paragraph) and any(
        part.astext().strip() for part in beside
    )


def width(image: nodes.image) -> str:
    """How wide a picture is to be: an argument, or nothing where the page does not say it."""
    if "scale" in image and "width" not in image:
        return f", scale: {image['scale']}%"
    if not (length := LENGTH.fullmatch(str(image.get("width", "")).strip())):
        return ""
    number, unit = float(length[1]), length[2]
    return f", width: {number * 0.75}pt" if unit in ("px", "") else f", width: {number}{unit}"
