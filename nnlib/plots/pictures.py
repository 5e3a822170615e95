"""Images side by side: the digits of a data set, and what each neuron looks for."""

from __future__ import annotations

from math import ceil, isqrt
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlib.plots.colours import PIXEL_INK, PIXEL_NEGATIVE, PIXEL_POSITIVE
from nnlib.plots.drawing import axes, load_pyplot, rectangle, styled
from nnlib.plots.graph import weighted

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
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
    pixels = square_images(images)
    n = len(pixels)
    for name, values in (("labels", labels), ("predictions", predictions)):
        if values is not None and np.shape(np.atleast_1d(values)) != (n,):
            raise ValueError(f"{name} must have length {n}, one an image, got {np.shape(values)}")
    ink = np.clip(pixels / max(1.0, float(pixels.max())), 0, 1)
    head = 0 if labels is None and predictions is None else 0.36
    ax, colours = axes(ax or grid(n, columns, head))
    centres = tiles(ax, tinted(PIXEL_INK, ink), columns, head)
    for i, (x, y) in enumerate(centres if head else []):
        truth = None if labels is None else np.atleast_1d(labels)[i]
        answer = None if predictions is None else np.atleast_1d(predictions)[i]
        wrong = truth is not None and answer is not None and truth != answer
        text = f"{truth} → {answer}" if wrong else f"{answer if truth is None else truth}"
        colour = colours["negative" if wrong else "ink"]
        ax.text(x, y - 0.54, text, ha="center", va="bottom", color=colour, fontsize=11)
    return ax


@styled
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
    layer = next(iter(weighted(source)), None) if hasattr(source, "layers") else source
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
        tinted(PIXEL_POSITIVE, np.abs(share)),
        tinted(PIXEL_NEGATIVE, np.abs(share)),
    )
    if pictures:
        ax, colours = axes(ax or grid(len(shown), columns, 0.08))
        for x, y in tiles(ax, rgba, columns, 0.08):
            ax.add_patch(rectangle((x - 0.5, y - 0.5), 1, ec=colours["grid"], facecolor="none"))
        return ax
    ax, colours = axes(ax)
    ax.imshow(rgba[0], interpolation="none", aspect="auto")
    ax.set(xlabel="input", ylabel="neuron")
    ax.locator_params(integer=True)
    return ax


def square_images(images: ArrayLike) -> NDArray[Any]:
    """Images as (n, side, side), from rows of side * side pixels or from squares."""
    pixels = np.atleast_2d(np.asarray(images, dtype=float))
    side = isqrt(pixels.shape[-1]) if pixels.ndim == 2 else pixels.shape[-1]
    if pixels.ndim > 3 or pixels[:1].size != side * side or pixels.size < 2:
        raise ValueError(
            f"digits draws square images, one or more, as (n, 784) or (n, 28, 28), "
            f"got shape {np.shape(images)}"
        )
    return pixels.reshape(-1, side, side)


def tinted(colour: str, opacity: NDArray[Any]) -> NDArray[np.uint8]:
    """Pixels (..., 4): one colour, with opacity from 0 to 1."""
    rgba = np.empty((*opacity.shape, 4), dtype=np.uint8)
    rgba[..., :3] = list(bytes.fromhex(colour[1:]))
    rgba[..., 3] = np.rint(255 * opacity)
    return rgba


GAP = 0.12  # between two tiles; a tile is 1 wide


def grid(n: int, columns: int, head: float) -> Axes:
    """New axes that fill their figure, for n tiles as large as the column's width allows."""
    across = min(n, columns)
    tile = min(1.0, 6.8 / ((1 + GAP) * across))
    size = (tile * across * (1 + GAP), tile * ceil(n / columns) * (1 + GAP + head))
    return cast("Axes", load_pyplot().figure(figsize=size, layout="none").add_axes((0, 0, 1, 1)))


def tiles(
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
