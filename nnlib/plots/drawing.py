"""One style for every figure: fonts, sizes and lines, and the axes that are drawn into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias

from nnlib.plots.colours import CYCLE, DARK, LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FAMILY = ["Literata", "DejaVu Serif"]
P = ParamSpec("P")
palette: ContextVar[dict[str, str]] = ContextVar("palette", default=LIGHT)


@contextmanager
def style(dark: bool = False) -> Iterator[dict[str, str]]:
    """Draw in the course's style within a `with` block; every function here does so by itself.

    Parameters
    ----------
    dark : bool
        Draw light on dark, for a dark notebook. The background stays transparent.

    Yields
    ------
    dict
        The colours in use, by meaning: the entries of `LIGHT` or of `DARK`.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> from nnlib import plots
    >>> with plots.style() as colours:
    ...     fig, ax = plt.subplots()
    ...     line, = ax.plot([1, 2, 3], [1.0, 0.5, 0.4], color=colours["train"])
    """
    pyplot = load_pyplot()
    colours = DARK if dark else LIGHT
    token = palette.set(colours)
    try:
        with pyplot.rc_context(settings(colours)):
            yield colours
    finally:
        palette.reset(token)


def settings(colours: dict[str, str]) -> dict[str, Any]:
    """matplotlib's settings: sizes fit a column 680 pixels wide, whose text is 18 pixels high."""
    ink, muted = colours["ink"], colours["muted"]
    return {
        "figure.figsize": (6.8, 3.8),
        "figure.facecolor": "none",
        "figure.constrained_layout.use": True,
        "savefig.transparent": True,
        "svg.fonttype": "path",
        "svg.hashsalt": "nnlib",
        "font.family": FAMILY,
        "font.size": 12,
        "mathtext.fontset": "dejavuserif",
        "text.color": ink,
        "axes.facecolor": "none",
        "axes.edgecolor": muted,
        "axes.labelcolor": ink,
        "axes.titlesize": 13,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.8,
        "axes.prop_cycle": f"cycler('color', {[colours[c] for c in CYCLE]})",
        "grid.color": colours["grid"],
        "grid.linewidth": 0.8,
        "xtick.color": muted,
        "ytick.color": muted,
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
        "ytick.alignment": "center",
        "lines.linewidth": 2,
        "lines.solid_capstyle": "round",
        "legend.frameon": False,
    }


def load_pyplot() -> Any:
    """matplotlib, imported on first use, with the course's text face made known to it."""
    try:
        from matplotlib import font_manager, pyplot
    except ImportError as error:
        raise ImportError("plots need matplotlib: run `pip install matplotlib`") from error
    face = Path(__file__).parents[1] / "fonts" / "Literata.ttf"
    if face.is_file() and not any(f.name == "Literata" for f in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(face)
    # Settle the backend now. What a notebook's backend sets up at its first figure would be undone
    # at the end of rc_context, and later figures would not appear.
    pyplot.draw_if_interactive()  # type: ignore[no-untyped-call,unused-ignore]
    return pyplot


def styled(draw: Callable[P, Axes]) -> Callable[P, Axes]:
    """Make a function draw in the style of the `with` block around it, or else in the light one."""

    @wraps(draw)
    def in_style(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with style(dark=palette.get() is DARK):
            return draw(*args, **kwargs)

    return in_style


def axes(ax: Axes | None, height: float = 3.8, width: float = 6.8) -> tuple[Axes, dict[str, str]]:
    """The axes to draw into, new or given, dressed in the style, and the colours in use."""
    if ax is None:
        ax = load_pyplot().subplots(figsize=(width, height))[1]
    colours = palette.get()
    ax.patch.set_alpha(0)
    ax.figure.patch.set_alpha(0)
    muted = colours["muted"]
    ax.tick_params(color=muted, labelcolor=muted, labelfontfamily=FAMILY, labelsize=11)
    for name, spine in ax.spines.items():
        spine.set_edgecolor(muted)
        spine.set_visible(name in ("left", "bottom"))
    for text in (ax.title, ax.xaxis.label, ax.yaxis.label):
        text.set(color=colours["ink"], fontfamily=FAMILY)
    return ax, colours


def rectangle(corner: tuple[float, float], side: float, **look: Any) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle(corner, side, side, **look)


def bare(ax: Axes) -> None:
    """Take the frame and the tick marks away; the tick labels stay."""
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)


End: TypeAlias = tuple[float, float, str, str]  # x, y, text, colour


def label_ends(ax: Axes, ends: list[End]) -> None:
    """Write each curve's name at its end, and move two names apart that would touch."""
    bottom, top = ax.get_ylim()
    ends = sorted(ends, key=lambda end: end[1])
    touch = len(ends) == 2 and ends[1][1] - ends[0][1] < 0.09 * (top - bottom)
    for (x, y, name, colour), move in zip(ends, (-8, 8) if touch else (0, 0), strict=False):
        ax.annotate(name, (x, y), (8, move), textcoords="offset points", color=colour, va="center")
