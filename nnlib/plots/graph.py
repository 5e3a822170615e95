"""A network as a graph: neurons as circles, weights as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnlib.plots.colours import DASHED
from nnlib.plots.drawing import axes, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
def network(model: Any, ax: Axes | None = None, most: int = 10) -> Axes:
    """Draw a model as a graph: a circle for each neuron, a line for each weight.

    A line is as wide as its weight is large, blue if it is positive, orange-red and dashed if it
    is negative. Of a wide layer the first and the last neurons are drawn, with dots between them.

    Parameters
    ----------
    model : Sequential
        A model with at least one layer that has weights W.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.
    most : int
        Neurons drawn in a layer.

    Raises
    ------
    ValueError
        If the model has no layer with weights.
    """
    dense = weighted(model)
    if not dense:
        raise ValueError(f"network draws a model with weights, got {model!r}")
    sizes = [dense[0].W.shape[1], *(layer.W.shape[0] for layer in dense)]
    shown = [_ends(size, most) for size in sizes]
    heights = [spread(size, most) for size in sizes]
    ax, colours = axes(ax, height=1.4 + 0.42 * max(map(len, heights)))
    for i, layer in enumerate(dense):
        w = layer.W[np.ix_(shown[i + 1], shown[i])]
        edges(ax, i, heights[i], heights[i + 1], w / (np.abs(w).max() or 1.0), colours)
    bottom = max(h.max() for h in heights) + 0.7
    for i, (size, height) in enumerate(zip(sizes, heights, strict=True)):
        role = "input" if i == 0 else "output" if i == len(dense) else "hidden"
        ax.scatter(
            np.full(len(height), i), height, s=230, c=colours[role], ec=colours["paper"], zorder=3
        )
        if size > most:
            ax.scatter([i] * 3, [-0.28, 0, 0.28], s=7, c=colours["muted"], zorder=3)
        ax.text(i, bottom, f"{role}\n{size}", ha="center", va="top", color=colours[role])
    ax.set(xlim=(-0.4, len(dense) + 0.4), ylim=(bottom + 1.2, -bottom + 0.2))
    ax.set_axis_off()
    return ax


def weighted(model: Any) -> list[Any]:
    """The layers of a model that have a weight matrix W."""
    return [layer for layer in getattr(model, "layers", ()) if hasattr(layer, "W")]


def _ends(size: int, most: int) -> NDArray[Any]:
    """Indices of all neurons of a layer, or of the first and the last ones if there are many."""
    if size <= most:
        return np.arange(size)
    return np.delete(np.arange(size), slice(most // 2, size - most // 2))


def spread(size: int, most: int) -> NDArray[Any]:
    """Heights of the neurons that are drawn, around 0; dots fill the gap in a wide layer."""
    n = len(_ends(size, most))
    heights: NDArray[Any] = np.arange(n) - (n - 1) / 2
    return heights if size <= most else heights + 0.6 * np.sign(heights)


def edges(
    ax: Axes,
    left: int,
    starts: NDArray[Any],
    stops: NDArray[Any],
    w: NDArray[Any],
    colours: dict[str, str],
) -> None:
    """Draw the weights w (n_stops, n_starts), scaled to -1 .. 1, from column `left` to the next."""
    from matplotlib.collections import LineCollection

    for name, sign, dashes in (("positive", 1, "solid"), ("negative", -1, DASHED)):
        chosen = np.argwhere(sign * w > 0)
        lines = [[(left, starts[i]), (left + 1, stops[j])] for j, i in chosen]
        size = np.abs(w[tuple(chosen.T)])
        ax.add_collection(
            LineCollection(
                lines, colors=colours[name], linewidths=0.4 + 2.6 * size,
                linestyles=[dashes], alpha=0.75, capstyle="butt",
            )
        )  # fmt: skip
