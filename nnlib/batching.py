"""Training takes the samples in small groups, in a new random order each time: minibatches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from nnlib.arguments import is_number, whole_number
from nnlib.arrays import Array, as_array, check_lengths, checked_pair


def batches(
    X: Any, y: Any, batch_size: int | None = 128, seed: Any = None, shuffle: bool = True
) -> Iterator[tuple[Array, Array]]:
    """Yield (x_batch, y_batch) until each row was used once, in random order unless told otherwise.

    Parameters
    ----------
    X : array-like
        Inputs, one row per sample.
    y : array-like
        Labels, of the same length n.
    batch_size : int or None
        Rows per batch. None takes all rows at once, in their order, and copies nothing. The last
        batch may be smaller; a last batch of one joins the one before it, since batch
        normalization has no use for a single sample.
    seed : int, Generator or None
        Drives the order.
    shuffle : bool
        False takes the rows in their order.

    Raises
    ------
    ValueError
        If `batch_size` is below 1, or X and y do not have the same length.

    Examples
    --------
    >>> X, y = np.arange(10).reshape(5, 2), np.arange(5)
    >>> [len(y_batch) for x_batch, y_batch in batches(X, y, batch_size=2)]
    [2, 3]
    """
    check_batch_size(batch_size)
    X, y = as_array(X), as_array(y, "y")
    check_lengths(X, y)
    for rows in row_batches(len(X), batch_size, seed, shuffle):
        yield take_rows(X, rows), take_rows(y, rows)


def row_batches(n: int, batch_size: int | None, seed: Any, shuffle: bool) -> Iterator[Array | None]:
    """Yield the numbers of the rows of each batch; None where one batch has all n, in order."""
    if batch_size is None or batch_size >= n:
        yield None
        return
    order = np.arange(n, dtype=np.int32)  # half the memory of int64
    if shuffle:
        np.random.default_rng(seed).shuffle(order)
    starts = batch_starts(n, batch_size)
    for start, stop in zip(starts, [*starts[1:], n], strict=True):
        yield order[start:stop]


def take_rows(X: Array, rows: Array | None) -> Array:
    """Return these rows, X itself for None.

    `take` is quicker, but copies all of X unless it is stored row by row.
    """
    if rows is None:
        return X
    return X.take(rows, axis=0) if X.flags.c_contiguous else X[rows]


def batch_starts(n: int, batch_size: int | None) -> range:
    """Return where each batch begins; none begins at the last row, unless all have one row."""
    if batch_size is None or batch_size >= n:
        return range(1)
    return range(0, n - (batch_size > 1), batch_size)


def train_val_split(
    X: Any, y: Any, fraction: float = 0.1, seed: Any = 0
) -> tuple[Array, Array, Array, Array]:
    """Split the samples at random; return X_train, X_val, y_train, y_val.

    `fraction` is the share of samples for validation, between 0 and 1, rounded to whole samples.

    Raises
    ------
    ValueError
        If `fraction` leaves one of the two parts empty, or X and y do not fit together.

    Examples
    --------
    >>> X, y = np.eye(10), np.arange(10)
    >>> X_train, X_val, y_train, y_val = train_val_split(X, y, fraction=0.2)
    >>> len(X_train), len(X_val)
    (8, 2)
    """
    X, y = checked_pair(X, y)
    n = len(X)
    n_val = round(n * fraction) if is_number(fraction) and 0 < fraction < 1 else 0
    if not 0 < n_val < n:
        raise ValueError(
            f"fraction must leave samples in both parts, got fraction={fraction!r} of {n} samples"
        )
    order = np.random.default_rng(seed).permutation(n)
    val, train = order[:n_val], order[n_val:]
    return X[train], X[val], y[train], y[val]


def check_batch_size(batch_size: int | None) -> None:
    """Raise `ValueError` unless `batch_size` is None or a whole number of at least 1."""
    if batch_size is not None:
        whole_number("batch_size", batch_size, 1, ", or None for all samples at once")
