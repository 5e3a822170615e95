"""Pictures of data, of networks and of their training, all in one style.

Every function draws into the axes it is given, or into a new figure, and returns the axes, so that
you can add to the picture. None of them calls `show`: a notebook shows the figure by itself.

The colours have one meaning everywhere in the course, and none of them carries it alone:

- input layer rose, hidden layers amber, output layer blue;
- positive weights blue, negative weights orange-red;
- training violet and solid, validation gold and dashed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from math import ceil, isqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The same names in both: a figure for the dark page is the light one with each colour exchanged.
LIGHT = {
    "paper": "#fffdf8",
    "ink": "#1d1b26",
    "muted": "#5f5b6b",
    "grid": "#dcd6c8",
    "accent": "#4b2e83",
    "input": "#b02a62",
    "hidden": "#9c5c00",
    "output": "#1d5fa6",
    "positive": "#2468b4",
    "negative": "#bf4010",
    "train": "#6b3fa4",
    "validation": "#866800",
    "class0": "#00766a",
    "class1": "#a02a8c",
    "class2": "#7a5230",
    "class3": "#4f5d6e",
}
DARK = {
    "paper": "#15131c",
    "ink": "#e9e6f2",
    "muted": "#aaa4b8",
    "grid": "#3b3747",
    "accent": "#b9a3e3",
    "input": "#f08cb2",
    "hidden": "#eeb055",
    "output": "#7fb8f0",
    "positive": "#74adea",
    "negative": "#ff8d63",
    "train": "#c3a0f2",
    "validation": "#dcc06a",
    "class0": "#4cc7b6",
    "class1": "#ea86d6",
    "class2": "#cfa27a",
    "class3": "#a9b8ca",
}
# Pictures made of pixels cannot be recoloured: these hold on both papers, faded in by opacity.
PIXEL_INK, PIXEL_POSITIVE, PIXEL_NEGATIVE = "#8468c0", "#3b80d0", "#e0582c"
CYCLE = ("accent", "class0", "class1", "class2", "class3")  # for lines of no meaning of their own
MARKERS = "o^sD"
DASHED = (0, (4, 2))
FAMILY = ["Literata", "DejaVu Serif"]

_palette: ContextVar[dict[str, str]] = ContextVar("palette", default=LIGHT)
P = ParamSpec("P")


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
    pyplot = _pyplot()
    colours = DARK if dark else LIGHT
    token = _palette.set(colours)
    try:
        with pyplot.rc_context(_settings(colours)):
            yield colours
    finally:
        _palette.reset(token)


def _settings(colours: dict[str, str]) -> dict[str, Any]:
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


def _pyplot() -> Any:
    """matplotlib, imported on first use, with the course's text face made known to it."""
    try:
        from matplotlib import font_manager, pyplot
    except ImportError as error:
        raise ImportError("plots need matplotlib: run `pip install matplotlib`") from error
    face = Path(__file__).parent / "fonts" / "Literata.ttf"
    if face.is_file() and not any(f.name == "Literata" for f in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(face)
    # Settle the backend now. What a notebook's backend sets up at its first figure would be undone
    # at the end of rc_context, and later figures would not appear.
    pyplot.draw_if_interactive()  # type: ignore[no-untyped-call,unused-ignore]
    return pyplot


def _styled(draw: Callable[P, Axes]) -> Callable[P, Axes]:
    """Make a function draw in the style of the `with` block around it, or else in the light one."""

    @wraps(draw)
    def in_style(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with style(dark=_palette.get() is DARK):
            return draw(*args, **kwargs)

    return in_style


def _axes(ax: Axes | None, height: float = 3.8, width: float = 6.8) -> tuple[Axes, dict[str, str]]:
    """The axes to draw into, new or given, dressed in the style, and the colours in use."""
    if ax is None:
        ax = _pyplot().subplots(figsize=(width, height))[1]
    colours = _palette.get()
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


@_styled
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
    ax, colours = _axes(ax)
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
    _label_ends(ax, ends)
    return ax


End: TypeAlias = tuple[float, float, str, str]  # x, y, text, colour


def _label_ends(ax: Axes, ends: list[End]) -> None:
    """Write each curve's name at its end, and move two names apart that would touch."""
    bottom, top = ax.get_ylim()
    ends = sorted(ends, key=lambda end: end[1])
    touch = len(ends) == 2 and ends[1][1] - ends[0][1] < 0.09 * (top - bottom)
    for (x, y, name, colour), move in zip(ends, (-8, 8) if touch else (0, 0), strict=False):
        ax.annotate(name, (x, y), (8, move), textcoords="offset points", color=colour, va="center")


@_styled
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
    ax, colours = _axes(ax, height=side, width=side)
    right = np.eye(k, dtype=bool)
    mistakes = max(1, counts[~right].max(initial=0))
    of_class = np.maximum(1, counts.sum(axis=1, keepdims=True))
    tint = np.where(right, 0.45 * counts / of_class, 0.55 * counts / mistakes)
    for row, column in np.argwhere(counts > 0):
        colour = colours["accent" if row == column else "negative"]
        corner = (column - 0.47, row - 0.47)
        ax.add_patch(_rectangle(corner, 0.94, facecolor=colour, alpha=tint[row, column]))
        ax.text(
            column, row, f"{counts[row, column]}", ha="center", va="center",
            color=colours["ink"], fontsize=11 if k <= 12 else 8,
        )  # fmt: skip
    ax.set(xlim=(-0.5, k - 0.5), ylim=(k - 0.5, -0.5), aspect="equal")
    ax.set(xticks=range(k), yticks=range(k), xticklabels=names, yticklabels=names)
    ax.set(xlabel="predicted class", ylabel="true class")
    _bare(ax)
    return ax


@_styled
def digits(
    images: ArrayLike,
    labels: ArrayLike | None = None,
    predictions: ArrayLike | None = None,
    ax: Axes | None = None,
    columns: int = 10,
) -> Axes:
    """Draw images in a grid; above each its label and, where it differs, the prediction.

    Parameters
    ----------
    images : array-like of shape (n, side * side), (n, side, side) or (side * side,)
        Pixels: ink is 1, paper is 0.
    labels : array-like of shape (n,), optional
        True classes.
    predictions : array-like of shape (n,), optional
        Predicted classes.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.
    columns : int
        Images in a row.

    Raises
    ------
    ValueError
        If the images are not square, if there are none, or if the lengths differ.
    """
    pixels = _square_images(images)
    n = len(pixels)
    for name, values in (("labels", labels), ("predictions", predictions)):
        if values is not None and np.shape(np.atleast_1d(values)) != (n,):
            raise ValueError(f"{name} must have length {n}, one an image, got {np.shape(values)}")
    ink = np.clip(pixels / max(1.0, float(pixels.max())), 0, 1)
    head = 0 if labels is None and predictions is None else 0.36
    ax, colours = _axes(ax or _grid(n, columns, head))
    centres = _tiles(ax, _tinted(PIXEL_INK, ink), columns, head)
    for i, (x, y) in enumerate(centres if head else []):
        truth = None if labels is None else np.atleast_1d(labels)[i]
        answer = None if predictions is None else np.atleast_1d(predictions)[i]
        wrong = truth is not None and answer is not None and truth != answer
        text = f"{truth} → {answer}" if wrong else f"{answer if truth is None else truth}"
        colour = colours["negative" if wrong else "ink"]
        ax.text(x, y - 0.54, text, ha="center", va="bottom", color=colour, fontsize=11)
    return ax


@_styled
def weights(source: Any, ax: Axes | None = None, columns: int = 8, most: int = 32) -> Axes:
    """Draw the weights of a layer: blue adds to the neuron's sum, orange-red takes away from it.

    Where the layer's input is a square image, each neuron's weights are drawn as an image of that
    size: what the neuron looks for. Else the whole matrix W is drawn: one row for each neuron.

    Parameters
    ----------
    source : model, layer or array of shape (n_out, n_in)
        Of a model, the first layer with weights is drawn.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.
    columns : int
        Images in a row.
    most : int
        Images in all; the neurons after them are left out.

    Raises
    ------
    ValueError
        If there are no weights to draw.
    """
    layer = next(iter(_weighted(source)), None) if hasattr(source, "layers") else source
    matrix = np.asarray(getattr(layer, "W", layer))
    if matrix.dtype.kind not in "fiu" or matrix.ndim != 2 or matrix.size == 0:
        raise ValueError(
            f"weights draws a model, a layer with W, or an array (n_out, n_in), got {source!r}"
        )
    side = isqrt(matrix.shape[1])
    pictures = side * side == matrix.shape[1] and side >= 5
    shown = matrix[:most].reshape(-1, side, side) if pictures else matrix[None]
    share = shown / (np.abs(shown).max() or 1.0)
    rgba = np.where(
        (share > 0)[..., None],
        _tinted(PIXEL_POSITIVE, np.abs(share)),
        _tinted(PIXEL_NEGATIVE, np.abs(share)),
    )
    if pictures:
        ax, colours = _axes(ax or _grid(len(shown), columns, 0.08))
        for x, y in _tiles(ax, rgba, columns, 0.08):
            ax.add_patch(_rectangle((x - 0.5, y - 0.5), 1, ec=colours["grid"], facecolor="none"))
        return ax
    ax, colours = _axes(ax)
    ax.imshow(rgba[0], interpolation="none", aspect="auto")
    ax.set(xlabel="input", ylabel="neuron")
    ax.locator_params(integer=True)
    return ax


@_styled
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
    ax, colours = _axes(ax, height=4.6, width=6.4)
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


@_styled
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
    dense = _weighted(model)
    if not dense:
        raise ValueError(f"network draws a model with weights, got {model!r}")
    sizes = [dense[0].W.shape[1], *(layer.W.shape[0] for layer in dense)]
    shown = [_ends(size, most) for size in sizes]
    heights = [_spread(size, most) for size in sizes]
    ax, colours = _axes(ax, height=1.4 + 0.42 * max(map(len, heights)))
    for i, layer in enumerate(dense):
        w = layer.W[np.ix_(shown[i + 1], shown[i])]
        _edges(ax, i, heights[i], heights[i + 1], w / (np.abs(w).max() or 1.0), colours)
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


@_styled
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
    ax, colours = _axes(ax)
    ax.axhline(0, color=colours["grid"], lw=0.8, zorder=0)
    ax.axvline(0, color=colours["grid"], lw=0.8, zorder=0)
    slope = np.gradient(a, z)
    ax.plot(z, a, color=colours["accent"])
    ax.plot(z, slope, color=colours["muted"], ls=DASHED, lw=1.6)
    ax.set(xlabel="$z$", xlim=(low, high))
    _label_ends(
        ax,
        [(high, a[-1], name, colours["accent"]), (high, slope[-1], "derivative", colours["muted"])],
    )
    return ax


def _square_images(images: ArrayLike) -> NDArray[Any]:
    """Images as (n, side, side), from rows of side * side pixels or from squares."""
    pixels = np.atleast_2d(np.asarray(images, dtype=float))
    side = isqrt(pixels.shape[-1]) if pixels.ndim == 2 else pixels.shape[-1]
    if pixels.ndim > 3 or pixels[:1].size != side * side or pixels.size < 2:
        raise ValueError(
            f"digits draws square images, one or more, as (n, 784) or (n, 28, 28), "
            f"got shape {np.shape(images)}"
        )
    return pixels.reshape(-1, side, side)


def _tinted(colour: str, opacity: NDArray[Any]) -> NDArray[np.uint8]:
    """Pixels (..., 4): one colour, with opacity from 0 to 1."""
    rgba = np.empty((*opacity.shape, 4), dtype=np.uint8)
    rgba[..., :3] = list(bytes.fromhex(colour[1:]))
    rgba[..., 3] = np.rint(255 * opacity)
    return rgba


GAP = 0.12  # between two tiles; a tile is 1 wide


def _grid(n: int, columns: int, head: float) -> Axes:
    """New axes that fill their figure, for n tiles as large as the column's width allows."""
    across = min(n, columns)
    tile = min(1.0, 6.8 / ((1 + GAP) * across))
    size = (tile * across * (1 + GAP), tile * ceil(n / columns) * (1 + GAP + head))
    return cast("Axes", _pyplot().figure(figsize=size, layout="none").add_axes((0, 0, 1, 1)))


def _tiles(
    ax: Axes, rgba: NDArray[np.uint8], columns: int, head: float
) -> list[tuple[float, float]]:
    """Draw n images (n, side, side, 4) as one picture, and return the centre of each."""
    n, side = rgba.shape[:2]
    rows, across = ceil(n / columns), min(n, columns)
    gap, above = round(GAP * side), round(head * side)
    down, right = side + gap + above, side + gap
    picture = np.zeros((rows * down, across * right, 4), dtype=np.uint8)
    corners = [(above + i // columns * down, gap // 2 + i % columns * right) for i in range(n)]
    for (top, left), image in zip(corners, rgba, strict=True):
        picture[top : top + side, left : left + side] = image
    height, width = np.array(picture.shape[:2]) / side
    ax.imshow(picture, interpolation="none", extent=(0, width, height, 0))
    ax.set_axis_off()
    return [(left / side + 0.5, top / side + 0.5) for top, left in corners]


def _rectangle(corner: tuple[float, float], side: float, **look: Any) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle(corner, side, side, **look)


def _bare(ax: Axes) -> None:
    """Take the frame and the tick marks away; the tick labels stay."""
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)


def _weighted(model: Any) -> list[Any]:
    """The layers of a model that have a weight matrix W."""
    return [layer for layer in getattr(model, "layers", ()) if hasattr(layer, "W")]


def _ends(size: int, most: int) -> NDArray[Any]:
    """Indices of all neurons of a layer, or of the first and the last ones if there are many."""
    if size <= most:
        return np.arange(size)
    return np.delete(np.arange(size), slice(most // 2, size - most // 2))


def _spread(size: int, most: int) -> NDArray[Any]:
    """Heights of the neurons that are drawn, around 0; dots fill the gap in a wide layer."""
    n = len(_ends(size, most))
    heights: NDArray[Any] = np.arange(n) - (n - 1) / 2
    return heights if size <= most else heights + 0.6 * np.sign(heights)


def _edges(
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
