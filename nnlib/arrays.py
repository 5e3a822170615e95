"""What goes into a network is an array of numbers with one row per sample; here it is checked."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]


def as_array(value: Any, name: str = "X") -> Array:
    """Return `value` as an array, or raise a `ValueError` that says why it cannot be one."""
    if type(value) is np.ndarray:
        return value
    if hasattr(value, "toarray"):
        raise ValueError(f"{name} is a sparse matrix: pass {name}.toarray()")
    if isinstance(value, np.ma.MaskedArray) and value.mask.any():
        raise ValueError(
            f"{name} has masked entries, which nnlib would take for numbers: "
            f"pass {name}.filled(0), or leave such rows out"
        )
    try:
        array: Array = np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} is no array of numbers: its rows differ in length ({error})"
        ) from error
    return array


def floats(z: Any) -> Array:
    """Return `z` as an array of floats: in whole numbers, differences wrap and targets are cut."""
    array: Array = np.asarray(z)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def checked_inputs(inputs: Any, name: str = "X") -> Array:
    """Return `inputs` as an array, or raise a `ValueError` that says what is wrong with it.

    No copy is made, and the search for NaN and infinity needs no memory of its own.
    """
    X = as_array(inputs, name)
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
    X, y = checked_inputs(X, f"{name}X"), as_array(y, f"{name}y")
    check_lengths(X, y, name)
    return X, y


def check_lengths(X: Array, y: Array, name: str = "") -> None:
    """Raise `ValueError` unless there is one label per row."""
    if X.shape[:1] != y.shape[:1] or y.ndim == 0:
        raise ValueError(
            f"{name}X and {name}y must have the same length, got X of shape {X.shape} and "
            f"y of shape {y.shape}: give one label per row"
        )
