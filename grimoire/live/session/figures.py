"""Draw the figures that a cell leaves open, once for the light page and once for the dark one."""

from __future__ import annotations

import io
import sys
from typing import Any

MOST = 20
"""Figures of one cell that the page shows."""


def show_all(say: Any) -> None:
    """Send every open figure of pyplot as SVG, and close it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    numbers = pyplot.get_fignums()
    for number in numbers[:MOST]:
        svg = drawn(pyplot.figure(number))
        say({"kind": "svg", "data": svg, "dark": darkened(svg)})
    pyplot.close("all")
    if len(numbers) > MOST:
        text = f"The cell has drawn {len(numbers)} figures; the first {MOST} are shown.\n"
        say({"kind": "stderr", "text": text})


def drawn(figure: Any) -> str:
    """The figure as SVG; the same figure gives the same text."""
    import matplotlib

    page = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "nnlib"}):
        figure.savefig(page, format="svg", bbox_inches="tight", metadata={"Date": None})
    return page.getvalue()


def darkened(svg: str) -> str:
    """The drawing with the colours of nnlib's light style replaced by their dark partners."""
    from nnlib.plots import DARK, LIGHT

    for name, colour in LIGHT.items():
        svg = svg.replace(colour, DARK[name])
    return svg
