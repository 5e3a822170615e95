"""Metrics say how good the answers are, in numbers that people read; training uses losses."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib.arguments import whole_number
from nnlib.arrays import Array


def accuracy(y_true: Any, y_pred: Any) -> float:
    """Return the share of right answers, 0..1. Both arguments are class indices (n,).

    >>> accuracy([0, 1, 2, 2], [0, 1, 2, 1])
    0.75
    """
    y_true, y_pred = checked_labels(y_true, y_pred)
    return float((y_true == y_pred).mean())


def confusion_matrix(y_true: Any, y_pred: Any, n_classes: int | None = None) -> Array:
    """Return C (K, K), where C[i, j] counts the samples of class i that were called j.

    >>> confusion_matrix([0, 1, 2, 2], [0, 1, 2, 1])
    array([[1, 0, 0],
           [0, 1, 0],
           [0, 1, 1]])
    """
    y_true, y_pred = checked_labels(y_true, y_pred)
    largest = int(max(y_true.max(), y_pred.max()))
    K = largest + 1 if n_classes is None else whole_number("n_classes", n_classes, 1)
    if min(y_true.min(), y_pred.min()) < 0 or largest >= K:
        raise ValueError(f"expected class indices 0..{K - 1}, got one of {largest} or below 0")
    pairs = K * y_true.astype(np.intp) + y_pred.astype(np.intp)  # in uint8, 20 · 20 is 144
    return np.bincount(pairs, minlength=K * K).reshape(K, K)


def checked_labels(y_true: Any, y_pred: Any) -> tuple[Array, Array]:
    """Return both as arrays, or raise `ValueError` if they are no class indices of one length."""
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    if y_true.ndim != 1 or y_true.shape != y_pred.shape or y_true.size == 0:
        raise ValueError(
            f"expected two lists of class indices of the same length, got shapes {y_true.shape} "
            f"and {y_pred.shape}: for probabilities use .argmax(axis=1)"
        )
    if y_true.dtype.kind not in "iub" or y_pred.dtype.kind not in "iub":
        raise ValueError(
            f"expected class indices, whole numbers, got {y_true.dtype} and {y_pred.dtype}"
        )
    return y_true, y_pred
