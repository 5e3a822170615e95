"""The two busiest formulas once more, as loops that numba turns into machine code.

In NumPy a formula is several passes over its arrays; in one loop each number is fetched once.
`Adam(fused=True)` and `CrossEntropy(fused=True)` use these loops; nothing else needs numba.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from nnlib.arrays import Array


def adam_pass(
    theta: Array, grad: Array, m: Array, v: Array, beta1: Any, beta2: Any, eps: Any, lr: Any
) -> None:
    """Do for each parameter what `Adam.update` does for the vectors: the same bits."""
    for i in range(theta.size):
        m_i = m[i] * beta1 + grad[i]
        v_i = v[i] * beta2 + grad[i] * grad[i]
        theta[i] -= m_i / (np.sqrt(v_i) + eps) * lr
        m[i], v[i] = m_i, v_i


def cross_entropy_pass(logits: Array, y: Array, slope: Array) -> float:
    """Return the loss of `CrossEntropy`, and write its slope: the same up to rounding."""
    n, n_classes = logits.shape
    loss = 0.0
    for i in range(n):
        if not 0 <= y[i] < n_classes:
            raise IndexError("a label is not among the classes 0..K-1")
        top = logits[i].max()
        total = 0.0
        for k in range(n_classes):
            slope[i, k] = np.exp(logits[i, k] - top)
            total += slope[i, k]
        loss += np.log(total) - (logits[i, y[i]] - top)
        share = 1 / (n * total)
        for k in range(n_classes):
            slope[i, k] *= share
        slope[i, y[i]] -= 1 / n
    return float(loss / n)


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
    return njit(cache=True, error_model="numpy")(loop)
