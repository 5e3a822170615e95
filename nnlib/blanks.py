"""An input that is zero in every sample of a batch adds nothing, so a wide layer leaves it out."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib.arrays import Array

WIDE = 256  # neurons from which leaving out blank inputs saves more time than it takes
EVERY = slice(None)


def weight_gradient(x: Array, used: Any, d: Array, out: Array) -> None:
    """Write the gradient of Wᵀ, Xᵀ d, to `out`: 0 for inputs that are not among the used ones."""
    if used is EVERY:
        np.matmul(x.T, d, out=out)
    else:
        out.fill(0)
        out[used] = x.T @ d


def without_blanks(x: Array) -> tuple[Array, Any]:
    """Return `x` without the inputs that are zero in every sample, and which inputs are left.

    A blank input adds nothing to z, and its weights have gradient zero. In a batch of 64 pictures
    from MNIST more than a third of the pixels are blank.
    """
    used = np.flatnonzero((x != 0).any(axis=0))
    if used.size > 0.9 * x.shape[1]:
        return x, EVERY
    return x.take(used, axis=1), used
