"""The one place where nnlib multiplies matrices; here lies most of the time of training.

Layers call `products.product` through this module. Whoever has faster products than NumPy, as a web
page has, puts a function of their own in its place: `products.product = faster`.
"""

from __future__ import annotations

import numpy as np

from nnlib.arrays import Array


def product(a: Array, b: Array, out: Array | None = None) -> Array:
    """Return the matrix product a b of a (m, k) and b (k, n), written into `out` if it is given.

    >>> product(np.array([[1, 2]]), np.array([[3], [4]]))
    array([[11]])
    """
    c: Array = np.matmul(a, b, out=out)
    return c
