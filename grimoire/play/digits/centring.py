"""Make of any drawing a picture as MNIST has them.

The ink is scaled to fit a square of 20 x 20 pixels, and its centre of mass is put into the middle
of 28 x 28 (LeCun, Cortes and Burges, The MNIST database). Each pixel is the mean ink of the part of
the drawing that it covers, so edges are grey. `page/digit/centring.js` does the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE = 28
MIDDLE = 14.5
"""Where MNIST has the centre of mass: in the middle of the pixel that has 14 before it."""

BOX = 20
LEAST = 0.1
"""Paler than this is no ink: it does not count for the box."""

Array = NDArray[np.float32]


def centred(drawing: NDArray[Any]) -> Array:
    """The picture (28, 28) of a drawing (height, width) with ink from 0 to 1; blank for no ink."""
    drawing = np.asarray(drawing, np.float64)
    rows, columns = (np.flatnonzero((drawing > LEAST).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return np.zeros((SIDE, SIDE), np.float32)
    length = max(np.ptp(rows), np.ptp(columns)) + 1
    across, down = (
        shares(drawing.sum(axis=axis), length / BOX, drawing.shape[1 - axis]) for axis in (0, 1)
    )
    picture: Array = (down @ drawing @ across.T).astype(np.float32)
    return picture


def shares(ink: NDArray[Any], step: float, n: int) -> NDArray[np.float64]:
    """How much of each pixel (28) comes from each line (n) of the drawing, along one direction.

    `ink` is the ink of each line, `step` how many lines of the drawing a pixel covers.
    """
    middle = ((np.arange(n) + 0.5) * ink).sum() / ink.sum()
    edges = middle + (np.arange(SIDE + 1) - MIDDLE) * step
    covered = np.clip(edges[:, None] - np.arange(n), 0, 1)
    return (covered[1:] - covered[:-1]) / step


def all_centred(pictures: NDArray[Any]) -> Array:
    """The same for rows (n, height * width) of square drawings: (n, 784)."""
    side = int(pictures.shape[1] ** 0.5)
    return np.stack([centred(row.reshape(side, side)).ravel() for row in pictures])
