"""The busiest formulas once more, as loops that numba turns into machine code.

In NumPy a formula is several passes over its arrays; in one loop each number is fetched once.
`fit` uses these loops by itself where numba is installed and an epoch is long enough; `fused=True`
and `fused=False` decide it for `Adam` and for `CrossEntropy`. Nothing else needs numba.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from nnlib.arrays import Array

WORTH = 5e9
"""Multiplications in the products of an epoch, about a tenth of a second, from which the loops
repay the time that it takes to load them."""


def is_worth(multiplications: float) -> bool:
    """Whether numba is installed and such an epoch is long enough for it."""
    return multiplications >= WORTH and find_spec("numba") is not None


def adam_pass(
    theta: Array, grad: Array, m: Array, v: Array, beta1: Any, beta2: Any, eps: Any, lr: Any
) -> None:
    """Do for each parameter what `adam_step` does for the vectors: the same bits."""
    for i in range(theta.size):
        m_i = m[i] * beta1 + grad[i]
        v_i = v[i] * beta2 + grad[i] * grad[i]
        theta[i] -= m_i / (np.sqrt(v_i) + eps) * lr
        m[i], v[i] = m_i, v_i


def cross_entropy_pass(logits: Array, y: Array, slope: Array) -> tuple[float, int]:
    """Return the loss of `CrossEntropy` and how many are right, and write its slope."""
    n, n_classes = logits.shape
    loss, right = 0.0, 0
    for i in range(n):
        if not 0 <= y[i] < n_classes:
            raise IndexError("a label is not among the classes 0..K-1")
        best = logits[i].argmax()
        right += best == y[i]
        total = 0.0
        for k in range(n_classes):
            slope[i, k] = np.exp(logits[i, k] - logits[i, best])
            total += slope[i, k]
        loss += np.log(total) - (logits[i, y[i]] - logits[i, best])
        share = 1 / (n * total)
        for k in range(n_classes):
            slope[i, k] *= share
        slope[i, y[i]] -= 1 / n
    return loss / n, right


def bias_pass(z: Array, b: Array) -> None:
    """Add the biases to each row: z = XWᵀ + b."""
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] += b[j]


def bias_relu_pass(z: Array, b: Array) -> None:
    """Add the biases to each row, and cut off what is negative: a = relu(XWᵀ + b)."""
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z_ij = z[i, j] + b[j]
            z[i, j] = z_ij if z_ij > 0 else z_ij * 0  # 0, and NaN stays NaN


def relu_slope_pass(d: Array, a: Array, sums: Array) -> None:
    """From dL/da to dL/dz of a = relu(z): the same where a is positive, else 0. Sum its columns."""
    sums[:] = 0
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            d_ij = d[i, j] if a[i, j] > 0 else d.dtype.type(0)
            d[i, j] = d_ij
            sums[j] += d_ij


def rows_pass(X: Array, rows: Array, factor: Any, x: Array) -> None:
    """Write these rows of X, times the factor, to x."""
    for i in range(rows.size):
        row = X[rows[i]]
        for j in range(row.size):
            x[i, j] = x.dtype.type(row[j]) * factor


def sums_pass(d: Array, sums: Array) -> None:
    """Write the sum of each column of dL/dz: the gradient of the biases."""
    sums[:] = 0
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            sums[j] += d[i, j]


@cache
def compiled(loop: Callable[..., Any]) -> Any:
    """Return the loop compiled; numba keeps the result on disk for the next program."""
    try:
        from numba import njit  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        raise ImportError(
            "fused=True needs numba, which is not installed: "
            "pip install numba, or leave fused=True out"
        ) from error
    try:
        return njit(cache=True, error_model="numpy")(loop)
    except RuntimeError:  # no folder to keep it in
        return njit(error_model="numpy")(loop)
