"""What goes into a network is an array of numbers with one row per sample; here it is checked."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]


def checked_inputs(inputs: Any, name: str = "X") -> Array:
    """Return `inputs` as an array, or raise a `ValueError` that says what is wrong with it.

    No copy is made, and the search for NaN and infinity needs no memory of its own.
    """
    X: Array = np.asarray(inputs)
    if X.dtype.kind not in "fiub":
        raise ValueError(
            f"{name} must hold numbers, got dtype {X.dtype}: convert it, "
            f"for example with {name}.astype(np.float32)"
        )
    if X.ndim < 2:
        raise ValueError(
            f"{name} must have one row per sample, (n, n_in), got shape {X.shape}: "
            f"write {name}.reshape(-1, 1) for one feature, {name}.reshape(1, -1) for one sample"
        )
    if X.size == 0:
        raise ValueError(f"{name} is empty, got shape {X.shape}: give at least one sample")
    if not all_finite(X):
        row = next(i for i, x in enumerate(X) if not np.isfinite(x).all())
        raise ValueError(
            f"{name} must be finite, got NaN or infinity, first in row {row}: "
            f"remove such rows or replace the values"
        )
    return X


def all_finite(X: Array) -> bool:
    """Whether no entry is NaN or infinite: either would show in the sum, or in min and max."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(X.sum()) or np.isfinite([X.min(), X.max()]).all())


def checked_pair(X: Any, y: Any, name: str = "") -> tuple[Array, Array]:
    """Return inputs and labels as arrays of the same length; `name` goes in front in messages."""
    X, y = checked_inputs(X, f"{name}X"), np.asarray(y)
    if y.ndim == 0 or len(y) != len(X):
        raise ValueError(
            f"{name}X and {name}y must have the same length, got X of shape {X.shape} and "
            f"y of shape {y.shape}: give one label per row"
        )
    return X, y
