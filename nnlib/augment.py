"""New training images from old ones: a digit stays the same digit when it is turned a little.

An augmenter is called on each training batch: `fit(..., augment=Affine())`. It moves pixels and
leaves labels alone. Choose strengths that keep the class: a 6 turned far enough is a 9.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from math import isfinite, isqrt, radians
from typing import Any

import numpy as np

from nnlib.arrays import Array


class Warp:
    """What all augmenters share: each output pixel looks up the input at a place a little apart.

    The value between pixels is bilinear: the mean of the four nearest ones, weighted by how near
    they are. Outside the image there is no ink, 0.
    """

    def displacement(self, n: int, side: int, rng: np.random.Generator, dtype: Any) -> Array:
        """Return how far down and right, in pixels, each pixel looks: (n, 2, side, side)."""
        raise NotImplementedError(f"{self!r} must define displacement(n, side, rng, dtype)")

    def __call__(self, x: Array, rng: np.random.Generator) -> Array:
        """Return a changed copy of the square images in the rows of `x` (n, side * side).

        Parameters
        ----------
        x : ndarray of shape (n, side * side)
            A batch, float32 or float64. It is not changed.
        rng : numpy.random.Generator
            Makes the random choices; `fit` passes its own.

        Returns
        -------
        ndarray
            The new batch, of the same shape and dtype.

        Raises
        ------
        ValueError
            If the rows are not square images of float32 or float64.
        """
        side = isqrt(x.shape[-1]) if x.ndim == 2 else 0
        if x.ndim != 2 or side * side != x.shape[1] or x.dtype not in (np.float32, np.float64):
            raise ValueError(
                f"{self!r} expected square images as rows, (n, side * side) of float32 or float64, "
                f"got samples of shape {x.shape[1:]} of {x.dtype}"
            )
        places = self.displacement(len(x), side, rng, x.dtype)
        places += np.indices((side, side))
        return bilinear(x.reshape(-1, side, side), places).reshape(x.shape)


def bilinear(images: Array, places: Array) -> Array:
    """Read images (n, side, side) at places (n, 2, side, side), between pixels and beyond."""
    n, side, _ = images.shape
    width = side + 3  # one row and column of 0 before the image, two after it
    padded = np.zeros((n, width, width), images.dtype)
    padded[:, 1:-2, 1:-2] = images
    places = np.clip(places + 1, 0, side + 1)
    corner = places.astype(np.intp)  # the nearest pixel above and to the left
    down, right = np.moveaxis(places - corner, 1, 0)  # how far from it, 0 .. 1
    at = corner[:, 0] * width + corner[:, 1] + np.arange(0, padded.size, width**2)[:, None, None]
    top, top_right, bottom, bottom_right = (
        padded.take(at + step, mode="clip") for step in (0, 1, width, width + 1)
    )
    return mix(mix(top, top_right, right), mix(bottom, bottom_right, right), down)


def mix(a: Array, b: Array, share: Array) -> Array:
    """Return a + share (b - a), computed in place of b."""
    b -= a
    b *= share
    b += a
    return b


@dataclass(frozen=True)
class Affine(Warp):
    """Turn, scale, shear and shift each image, by amounts drawn uniformly up to the given ones.

    A pixel at p, measured from the centre, looks at p' = R(a) S H p + t, with the rotation R, the
    scaling S = diag(s_1, s_2), the shear H and the shift t.

    Parameters
    ----------
    rotate : float
        Largest angle in degrees, to either side.
    scale : float
        Largest change of s_1 and of s_2: 0.1 means from 0.9 to 1.1. A pixel that looks further out
        shrinks the image: its height and width change by factors from 1/1.1 to 1/0.9.
    shear : float
        Largest slant: how many pixels to the side for each pixel upwards.
    shift : float
        Largest shift in pixels, in each direction.

    Raises
    ------
    ValueError
        If an amount is negative or not finite, or `scale` is not below 1.

    References
    ----------
    Simard, Steinkraus and Platt (2003), Best practices for convolutional neural networks applied
    to visual document analysis.

    Examples
    --------
    >>> x = np.eye(28, dtype=np.float32).reshape(1, 784)
    >>> Affine(rotate=15)(x, np.random.default_rng(0)).shape
    (1, 784)
    """

    rotate: float = 10.0
    scale: float = 0.1
    shear: float = 0.1
    shift: float = 1.0

    def __post_init__(self) -> None:
        check_amounts(self)
        if self.scale >= 1:
            raise ValueError(f"scale must be below 1, got {self.scale}: it is a share of the size")

    def displacement(self, n: int, side: int, rng: np.random.Generator, dtype: Any) -> Array:
        """Return p' - p for each pixel."""

        def up_to(amount: float, *shape: int) -> Array:
            return rng.uniform(-amount, amount, (n, *shape))

        angle = up_to(radians(self.rotate))
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        slant = np.tile(np.eye(2), (n, 1, 1))
        slant[:, 1, 0] = up_to(self.shear)
        stretch = 1 + up_to(self.scale, 2)
        change = np.moveaxis(turn, 2, 0) * stretch[:, None] @ slant - np.eye(2)
        p = (np.indices((side, side)) - (side - 1) / 2).reshape(2, -1)
        moved: Array = change.astype(dtype) @ p.astype(dtype)
        moved += up_to(self.shift, 2, 1).astype(dtype)
        return moved.reshape(n, 2, side, side)


@dataclass(frozen=True)
class Elastic(Warp):
    """Bend each image as if it were drawn on rubber.

    Every pixel gets a random displacement, uniform in [-1, 1] in both directions. A Gaussian filter
    of width `sigma` makes neighbours move alike, and `alpha` sets how far: about
    0.16 alpha / sigma pixels.

    Parameters
    ----------
    alpha : float
        Strength.
    sigma : float
        Width of the filter in pixels: small crumples the image, large moves it as a whole.

    Raises
    ------
    ValueError
        If `alpha` is negative, `sigma` is not positive, or one is not finite.

    References
    ----------
    Simard, Steinkraus and Platt (2003), with alpha = 34 and sigma = 4.

    Examples
    --------
    >>> x = np.eye(28, dtype=np.float32).reshape(1, 784)
    >>> same = Elastic(alpha=0)(x, np.random.default_rng(0))
    >>> bool((same == x).all())
    True
    """

    alpha: float = 34.0
    sigma: float = 4.0

    def __post_init__(self) -> None:
        check_amounts(self)
        if self.sigma == 0:
            raise ValueError("sigma must be above 0, got 0: it is the width of the filter")

    def displacement(self, n: int, side: int, rng: np.random.Generator, dtype: Any) -> Array:
        """Return the smoothed noise: filter the columns, then the rows."""
        noise = 2 * rng.random((n, 2, side, side), dtype=dtype) - 1
        blur = gaussian(side, self.sigma).astype(dtype)
        smooth: Array = blur @ noise @ blur.T
        smooth *= self.alpha
        return smooth


@dataclass(frozen=True, init=False)
class Compose(Warp):
    """Apply several augmenters at once: the displacements add up, and pixels are read only once.

    Parameters
    ----------
    *parts : Affine, Elastic or other Warp
        At least one.

    Raises
    ------
    ValueError
        If there are no parts.

    Examples
    --------
    >>> augment = Compose(Affine(), Elastic())
    >>> augment(np.zeros((5, 784)), np.random.default_rng(0)).shape
    (5, 784)
    """

    parts: tuple[Warp, ...]

    def __init__(self, *parts: Warp) -> None:
        if not parts:
            raise ValueError("Compose needs at least one augmenter, such as Affine()")
        object.__setattr__(self, "parts", parts)

    def displacement(self, n: int, side: int, rng: np.random.Generator, dtype: Any) -> Array:
        """Return the sum over the parts."""
        total = self.parts[0].displacement(n, side, rng, dtype)
        for part in self.parts[1:]:
            total += part.displacement(n, side, rng, dtype)
        return total


@lru_cache
def gaussian(side: int, sigma: float) -> Array:
    """The matrix that smooths a column: row i weighs entry j by exp(-(i - j)²/(2 sigma²)).

    The weights of the middle row sum to 1; towards the edge a part of the filter sees nothing.
    """
    i = np.arange(side)
    weights: Array = np.exp(-((i[:, None] - i) ** 2) / (2 * sigma**2))
    weights /= weights.sum(axis=1).max()
    return weights


def check_amounts(warp: Any) -> None:
    """Raise `ValueError` unless each field of the augmenter is a finite number of at least 0."""
    for field in fields(warp):
        amount = getattr(warp, field.name)
        if not (isfinite(amount) and amount >= 0):
            raise ValueError(f"{field.name} must be finite and at least 0, got {amount}")
