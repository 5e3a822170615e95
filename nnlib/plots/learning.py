"""How training went, and which classes are taken for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from nnlib.plots.colours import DASHED
from nnlib.plots.drawing import End, axes, bare, label_ends, rectangle, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
def history(history: Any, ax: Axes | None = None, what: str = "loss") -> Axes:
    """Draw how training went: the loss, or the accuracy, after each epoch.

    Parameters
    ----------
    history : History
        What `fit` returned.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.
    what : {"loss", "accuracy"}
        Which numbers to draw.

    Raises
    ------
    ValueError
        If `what` is neither, or if no epoch has been recorded.
    """
    if what not in ("loss", "accuracy"):
        raise ValueError(f"history shows 'loss' or 'accuracy', got what={what!r}")
    training, validation = getattr(history, what), getattr(history, f"val_{what}")
    if not np.isfinite(training).any():
        raise ValueError(f"the history has no {what} to draw: train a classifier for an epoch")
    ax, colours = axes(ax)
    ends: list[End] = []
    for name, values, colour, dashes in (
        ("training", training, colours["train"], "-"),
        ("validation", validation, colours["validation"], DASHED),
    ):
        if values:
            marker = "o" if len(values) <= 20 else ""
            ax.plot(range(1, len(values) + 1), values, color=colour, ls=dashes, marker=marker, ms=4)
            ends.append((len(values), values[-1], name, colour))
    if what == "loss":
        ax.set_ylim(bottom=0)
    else:
        ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.4g} %")
    ax.set(xlabel="epoch", ylabel=what)
    ax.locator_params(axis="x", integer=True)
    label_ends(ax, ends)
    return ax


@styled
def confusion(matrix: ArrayLike, labels: list[Any] | None = None, ax: Axes | None = None) -> Axes:
    """Draw a confusion matrix: row = true class, column = predicted class.

    Right answers lie on the diagonal. The most frequent mistake has the strongest tint, so that a
    few mistakes show even beside a thousand right answers.

    Parameters
    ----------
    matrix : array-like of shape (K, K)
        Counts, as `nnlib.confusion_matrix` returns them.
    labels : list, optional
        Names of the K classes; 0 .. K-1 if left out.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.

    Raises
    ------
    ValueError
        If the matrix is not square or the labels are not K.
    """
    counts = np.asarray(matrix)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"a confusion matrix is square, (K, K), got shape {counts.shape}")
    k = len(counts)
    names = list(range(k)) if labels is None else list(labels)
    if len(names) != k:
        raise ValueError(f"labels must name {k} classes, got {len(names)} names")
    side = min(6.8, 1.6 + 0.52 * k)
    ax, colours = axes(ax, height=side, width=side)
    right = np.eye(k, dtype=bool)
    mistakes = max(1, counts[~right].max(initial=0))
    of_class = np.maximum(1, counts.sum(axis=1, keepdims=True))
    tint = np.where(right, 0.45 * counts / of_class, 0.55 * counts / mistakes)
    for row, column in np.argwhere(counts > 0):
        colour = colours["accent" if row == column else "negative"]
        corner = (column - 0.47, row - 0.47)
        ax.add_patch(rectangle(corner, 0.94, facecolor=colour, alpha=tint[row, column]))
        ax.text(
            column, row, f"{counts[row, column]}", ha="center", va="center",
            color=colours["ink"], fontsize=11 if k <= 12 else 8,
        )  # fmt: skip
    ax.set(xlim=(-0.5, k - 0.5), ylim=(k - 0.5, -0.5), aspect="equal")
    ax.set(xticks=range(k), yticks=range(k), xticklabels=names, yticklabels=names)
    ax.set(xlabel="predicted class", ylabel="true class")
    bare(ax)
    return ax
