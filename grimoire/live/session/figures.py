"""Draw the figures that a cell leaves open, once for the light page and once for the dark one."""

from __future__ import annotations

import io
import sys
import traceback
from base64 import b64encode
from typing import Any

MOST = 20
"""Figures of one cell that the page shows."""

LONG = 3_000_000
"""Characters of a drawing above which the page gets its points, not its lines."""

say: Any = None
"""Takes one message for the page. The session sets it."""


def show_all() -> None:
    """Send every open figure of pyplot, and close it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    numbers = pyplot.get_fignums()
    try:
        for number in numbers[:MOST]:
            show(pyplot.figure(number))
    finally:
        pyplot.close("all")
    if len(numbers) > MOST:
        text = f"The cell has drawn {len(numbers)} figures; the first {MOST} are shown.\n"
        say({"kind": "stderr", "text": text})


def show(figure: Any) -> None:
    """Send one figure, or why it cannot be drawn."""
    try:
        svg = drawn(figure)
        if len(svg) > LONG:
            say({"kind": "png", "data": b64encode(painted(figure)).decode()})
        else:
            say({"kind": "svg", "data": svg, "dark": darkened(svg)})
    except Exception as error:
        reason = "".join(traceback.format_exception_only(error)).strip()
        text = f"Figure {figure.number} cannot be drawn: {reason}"
        say({"kind": "error", "text": text, "line": None})


def drawn(figure: Any) -> str:
    """The figure as SVG; the same figure gives the same text."""
    import matplotlib

    page = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "nnlib"}):
        figure.savefig(page, format="svg", bbox_inches="tight", metadata={"Date": None})
    return page.getvalue()


def painted(figure: Any) -> bytes:
    """The figure as PNG."""
    page = io.BytesIO()
    figure.savefig(page, format="png", bbox_inches="tight", dpi=150)
    return page.getvalue()


def darkened(svg: str) -> str | None:
    """The drawing with the colours of nnlib's light style replaced by their dark partners.

    A page that has not loaded nnlib draws in no style of ours: it has one drawing for both.
    """
    plots = sys.modules.get("nnlib.plots")
    if plots is None:
        return None
    for name, colour in plots.LIGHT.items():
        svg = svg.replace(colour, plots.DARK[name])
    return svg
