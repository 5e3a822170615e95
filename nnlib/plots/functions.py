"""What comes out for each thing that goes in: of an activation function, of a whole model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlib.plots.colours import DASHED, MARKERS
from nnlib.plots.drawing import axes, label_ends, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
def decision_boundary(model: Any, X: ArrayLike, y: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw which class a model answers at each point of the plane, and the data on top.

    The boundary is where the two most probable classes are equally probable.

    Parameters
    ----------
    model : Sequential or classifier
        Anything with `predict_proba`, also of scikit-learn.
    X : array-like of shape (n, 2)
        Points.
    y : array-like of shape (n,)
        Their classes, 0 .. K-1.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.

    Raises
    ------
    ValueError
        If X is not (n, 2) or y has another length.
    """
    points, classes = np.asarray(X), np.asarray(y)
    if points.ndim != 2 or points.shape[1] != 2 or classes.shape != points.shape[:1]:
        raise ValueError(
            f"decision_boundary draws points in the plane: X (n, 2) and y (n,), "
            f"got X {points.shape} and y {classes.shape}"
        )
    ax, colours = axes(ax, height=4.6, width=6.4)
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 0.08 * (high - low) + 1e-9
    across, up = (np.linspace(a, b, 200) for a, b in zip(low - margin, high + margin, strict=True))
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2).astype(points.dtype)
    chance = np.asarray(model.predict_proba(grid), dtype=float)
    for k in range(chance.shape[1]):
        lead = chance[:, k] - np.delete(chance, k, axis=1).max(axis=1)
        surface, colour = lead.reshape(200, 200), colours[f"class{k % 4}"]
        if lead.max() > 0:
            ax.contourf(across, up, surface, levels=[0, 2], colors=[colour], alpha=0.16)
        if lead.max() > 0 > lead.min():
            ax.contour(across, up, surface, levels=[0], colors=[colours["muted"]], linewidths=1)
        x1, x2 = points[classes == k].T
        ax.scatter(
            x1, x2, s=22, c=colour, marker=MARKERS[k % 4], lw=0.6,
            edgecolors=colours["paper"], label=f"class {k}", zorder=3,
        )  # fmt: skip
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), labelcolor=colours["ink"])
    return ax


@styled
def activation(function: Any, ax: Axes | None = None, low: float = -5.0, high: float = 5.0) -> Axes:
    """Draw an activation function a = f(z), and dashed its derivative f'(z).

    Parameters
    ----------
    function : layer or function
        An activation layer such as `nnlib.ReLU()`, or a function such as `nnlib.relu`.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.
    low : float
        Smallest z.
    high : float
        Largest z.

    Raises
    ------
    ValueError
        If the function does not act on each number alone, as softmax, or if low >= high.
    """
    if not low < high:
        raise ValueError(f"activation needs low < high, got {low} and {high}")
    z = np.linspace(low, high, 1001)

    def f(z: NDArray[Any]) -> NDArray[Any]:
        layer = hasattr(function, "forward")
        a = function.forward(z[None], training=False)[0] if layer else function(z)
        return np.asarray(a)

    name = getattr(function, "__name__", type(function).__name__).replace("<lambda>", "f(z)")
    a = f(z)
    if not np.allclose(a[:10], f(z[:10])):
        raise ValueError(f"{name} looks at a whole row, so it has no graph over one number z")
    ax, colours = axes(ax)
    ax.axhline(0, color=colours["grid"], lw=0.8, zorder=0)
    ax.axvline(0, color=colours["grid"], lw=0.8, zorder=0)
    slope = np.gradient(a, z)
    ax.plot(z, a, color=colours["accent"])
    ax.plot(z, slope, color=colours["muted"], ls=DASHED, lw=1.6)
    ax.set(xlabel="$z$", xlim=(low, high))
    label_ends(
        ax,
        [(high, a[-1], name, colours["accent"]), (high, slope[-1], "derivative", colours["muted"])],
    )
    return ax
