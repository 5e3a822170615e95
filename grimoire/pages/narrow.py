"""A second drawing of a figure, for phones: narrower, its letters as large as before.

A phone 390 pixels wide shows a figure 350 pixels wide. Where that would make letters smaller than
11 pixels, the figure is laid out once more, as wide as lets its smallest letters have that size:
panels that stand side by side wrap into fewer columns where they need to. It is drawn only if
nothing touches in it that did not touch before.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec, GridSpecBase
from matplotlib.transforms import Bbox

from grimoire.pages.listener import MARGIN, PHONE, Listener

LETTERS, AIM = 11.0, 11.2
"""The pixels that the smallest letters should have on a phone, and those that a layout aims at."""

SHRUNK, UPRIGHT = 0.75, 1.3
"""How much narrower on the screen a panel may become beside others, and how tall for its width."""

FLAT = 0.7
"""How tall for its width a panel may become that had others beside it, if it was not before."""

TALLEST = 3.0
"""How tall for its width a drawing may be: on a phone a little more than the screen."""


def narrow_drawing(figure: Figure, draw: Callable[[Figure, Bbox], str]) -> tuple[str, bool] | None:
    """A drawing of the figure laid out for a phone; afterwards the figure is as it was before.

    Parameters
    ----------
    figure : Figure
        A figure that has been drawn: what its layout moves has found its place.
    draw : callable
        Draws a figure within these bounds (inches).

    Returns
    -------
    tuple of str and bool, or None
        What `draw` returns, and whether what stood left and right stands above and below. None if
        the letters are large enough anyway, or if no layout is good.
    """
    with ExitStack() as undo:
        engine = figure.get_layout_engine()
        figure.set_layout_engine("none")
        undo.callback(figure.set_layout_engine, engine or "none")
        wide = Listener(figure)
        if wide.letters >= LETTERS:
            return None
        width, grid = min(wide.sizes) * PHONE / AIM - MARGIN, grid_of(figure)
        for columns in ways_to_wrap(figure):
            with ExitStack() as back:
                lay_out(figure, columns, width / 72, back)
                for _ in range(2 if engine else 0):  # the second time with the ticks of the first
                    engine.execute(figure)
                narrow = Listener(figure)
                if is_good(narrow, wide, columns):
                    svg = draw(figure, narrow.bounds.padded(MARGIN / 2 / 72))
                    return svg, bool(columns == 1 and grid and grid.nrows == 1)
    return None


def ways_to_wrap(figure: Figure) -> list[int]:
    """In how many columns the panels may stand, the most first; 0 leaves each in its place."""
    if not (grid := grid_of(figure)):
        return [0]
    return [0, *(n for n in range(grid.ncols - 1, 0, -1) if grid.ncols % n == 0)]


def grid_of(figure: Figure) -> GridSpecBase | None:
    """The grid whose places the panels take, each one; None if they stand otherwise."""
    places = [ax.get_subplotspec() for ax in figure.axes]
    grids = {place and place.get_gridspec() for place in places}
    grid = grids.pop() if len(grids) == 1 else None
    if grid is None or grid.figure is not figure or len(places) != grid.ncols * grid.nrows:
        return None
    return grid


def is_good(narrow: Listener, wide: Listener, columns: int) -> bool:
    """Whether all can be read, and panels that stand side by side are not squeezed."""
    return (
        narrow.letters >= LETTERS
        and narrow.bounds.height <= TALLEST * narrow.bounds.width
        and (columns == 1 or not is_squeezed(narrow, wide))
        and all(new <= old for new, old in zip(narrow.touching, wide.touching, strict=True))
    )


def is_squeezed(narrow: Listener, wide: Listener) -> bool:
    """Whether a panel that stands beside others has become much narrower or taller."""
    width, before = narrow.bounds.width, wide.bounds.width
    return len({panel.x0 for panel in narrow.panels}) > 1 and any(
        new.width / width < SHRUNK * old.width / before
        or new.height / new.width > max(UPRIGHT, old.height / old.width)
        for new, old in zip(narrow.panels, wide.panels, strict=True)
    )


def lay_out(figure: Figure, columns: int, width: float, back: ExitStack) -> None:
    """Make the figure so many inches wide, its panels in so many columns; `back` undoes it."""
    before, height = figure.get_size_inches()
    back.callback(figure.set_size_inches, before, height)
    keeps_shape = all(ax.get_aspect() != "auto" for ax in figure.axes)
    if columns == 0:
        figure.set_size_inches(width, height * (width / before if keeps_shape else 1))
        return
    panels = figure.axes
    grid = panels[0].get_subplotspec().get_gridspec()
    new, old, row = width / columns, before / grid.ncols, height / grid.nrows
    tall = row / old * new if keeps_shape else min(row, max(FLAT, row / old) * new)
    rows = len(panels) // columns
    figure.set_size_inches(width, tall * rows)
    wrapped = GridSpec(rows, columns, figure=figure)
    for i, ax in enumerate(panels):
        place = ax.get_subplotspec()
        back.callback(ax.set_subplotspec, place)
        ax.set_subplotspec(wrapped[i // columns, i % columns])
        if i % columns == 0:
            label_left(ax, panels[i - place.colspan.start], back)


def label_left(ax: Axes, first: Axes, back: ExitStack) -> None:
    """Write beside a panel what stood only beside the first of its row, whose axis it shares."""
    if ax is first or not ax.get_shared_y_axes().joined(ax, first):
        return
    back.callback(ax.tick_params, axis="y", labelleft=ax.yaxis.get_tick_params()["labelleft"])
    ax.tick_params(axis="y", labelleft=True)
    if not ax.get_ylabel():
        back.callback(ax.set_ylabel, "")
        ax.set_ylabel(first.get_ylabel())
