"""Targets are what a loss compares outputs with; here they are checked, and said in its shape."""

from __future__ import annotations

import numpy as np

from nnlib.arrays import Array


def like(out: Array, y: Array) -> Array:
    """Return `y` in the shape and dtype of `out`, floats; one column may come as a flat vector."""
    y = np.asarray(y)
    flat = out.shape[1:] == (1,) and y.shape == out.shape[:1]
    if y.shape != out.shape and not flat:
        raise ValueError(f"expected targets of shape {out.shape}, got {y.shape}")
    return y.reshape(out.shape).astype(out.dtype, copy=False)


def check_numbers(loss: object, y: Array, n_out: int) -> None:
    """Raise `ValueError` unless `y` holds `n_out` finite numbers per sample."""
    if y.shape[1:] != (n_out,) and not (n_out == 1 and y.ndim == 1):
        hint = "pass one_hot = np.eye(K)[y] for class indices" if y.ndim == 1 else "check the model"
        raise ValueError(
            f"{loss!r} expected y of shape (n, {n_out}), as the model's output, "
            f"got {y.shape}: {hint}"
        )
    if y.dtype.kind not in "fiub":
        raise ValueError(f"{loss!r} expected y to hold finite numbers, got dtype {y.dtype}")
    if not np.isfinite([y.min(), y.max()]).all():
        raise ValueError(f"{loss!r} expected y to hold finite numbers, got NaN or infinity")


def check_shares(loss: object, y: Array) -> None:
    """Raise `ValueError` unless all targets are in 0..1."""
    if y.size and (y.min() < 0 or y.max() > 1):
        raise ValueError(
            f"{loss!r} expected labels 0 and 1 (or numbers between), got {y.min()}..{y.max()}: "
            f"for several classes use CrossEntropy"
        )


def check_classes(loss: object, y: Array, n_out: int) -> None:
    """Raise `ValueError` unless `y` holds class indices for a model with `n_out` outputs."""
    wanted = f"class indices, whole numbers 0..{n_out - 1} of shape (n,)"
    if n_out < 2:
        raise ValueError(
            f"{loss!r} needs a model with one output per class, got {n_out} output: "
            f"use BinaryCrossEntropy, or two outputs"
        )
    if y.ndim != 1:
        raise ValueError(f"{loss!r} expected {wanted}, got shape {y.shape}{flat_hint(y)}")
    if y.dtype.kind not in "iu":
        hint = "use y.astype(int)"
        if y.dtype.kind in "OSU":
            hint = "turn names into numbers, names, y = np.unique(y, return_inverse=True)"
        raise ValueError(f"{loss!r} expected {wanted}, got dtype {y.dtype}: {hint}")
    if y.min() < 0 or y.max() >= n_out:
        raise ValueError(
            f"{loss!r} expected {wanted}, got labels {y.min()}..{y.max()}: "
            f"number the classes from 0, or give the last layer more outputs"
        )


def flat_hint(y: Array) -> str:
    """Return how class labels that are not a flat vector become one."""
    if y.shape[1:] == (1,):
        return ": one column of labels becomes flat with y.ravel()"
    return ": for one-hot labels pass y.argmax(axis=1)" if y.ndim == 2 else ""
