"""A sheet to draw a digit on, and a network that reads it; without scripts, what it gets."""

from __future__ import annotations

from pathlib import Path
from posixpath import relpath
from typing import Any

import numpy as np
from docutils import nodes
from numpy.typing import NDArray
from sphinx.application import Sphinx

from grimoire.directives.block import Block
from grimoire.directives.drawing import kept

PAGE = "draw-a-digit"
SHOWN = 3
"""The digit of the picture."""

SIDE, CELL, GAP = 28, 9, 1
"""Pixels of a digit along one side, and the size of each in the drawing with the gap behind it."""

INK = "#1d1b26"
BLANK = 0.06
"""How dark a square without ink is."""

ALT = (
    "A handwritten {digit}, drawn as 28 rows of 28 squares. Most are blank; those on the stroke are"
    " dark, and those at its edge are grey."
)
CAPTION = (
    "A handwritten {digit} as 28 \N{MULTIPLICATION SIGN} 28 numbers from 0, paper, to 1, ink. The"
    " network reads the middle 24 \N{MULTIPLICATION SIGN} 24: the edge is nearly always blank."
)


def setup(app: Sphinx) -> None:
    app.add_directive("draw-a-digit", DrawADigit)


class DrawADigit(Block):
    """{draw-a-digit}: what it holds stands above the sheet."""

    optional_arguments = 0
    option_names = ("name",)

    def run(self) -> list[nodes.Node]:
        block = nodes.container(classes=["play", "digit"])
        self.read_body_into(block)
        uri = kept(self.env, "digit", drawing(a_digit(SHOWN)))
        image = nodes.image(uri=uri, alt=ALT.format(digit=SHOWN))
        figure = nodes.figure("", image, nodes.caption("", CAPTION.format(digit=SHOWN)))
        self.identify(figure, "draw-a-digit", "")
        still = nodes.container(classes=["play-still"])
        still += figure
        if self.env.docname != PAGE and PAGE in self.env.found_docs:
            here = Path(self.env.docname).parent.as_posix()
            link = nodes.reference("", "Draw one yourself", refuri=f"{relpath(PAGE, here)}.html")
            still += nodes.paragraph("", "", link)
        block += still
        return [block]


def a_digit(digit: int) -> NDArray[Any]:
    """The first such digit of the sample that comes with nnlib: (28, 28), from 0 to 1."""
    from nnlib.datasets.sample import load_sample

    data = load_sample()
    picture: NDArray[Any] = data.x_test[np.flatnonzero(data.y_test == digit)[0]]
    return picture.reshape(SIDE, SIDE)


def drawing(picture: NDArray[Any]) -> str:
    """The picture as squares, each as dark as its number; blank ones can just be seen."""
    size, square = SIDE * CELL, CELL - GAP
    levels = np.maximum(np.round(picture, 1), BLANK)
    cells = ""
    for level in np.unique(levels):
        squares = "".join(
            f"M{column * CELL} {row * CELL}h{square}v{square}h-{square}z"
            for row, column in np.argwhere(levels == level)
        )
        cells += f'<path fill="{INK}" fill-opacity="{level:.2f}" d="{squares}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
        f' viewBox="0 0 {size} {size}">{cells}</svg>\n'
    )
