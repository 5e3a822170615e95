"""Samples for an estimator: inputs, targets and weights, and a part of them kept back."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import NamedTuple

import numpy as np

from nnlib.arrays import Array


class Data(NamedTuple):
    """Inputs (n, n_features), targets (n, K), and the weight of each sample, None where all are 1.

    Targets are numbers, or true and false: for several classes one column per class.
    """

    X: Array
    y: Array
    weights: Array | None = None


def split(
    data: Data, fraction: float, stratify: Callable[[Array, int], bool], seed: int
) -> tuple[Data, Data]:
    """Return the samples for training, and those for validation, at least two.

    Whole weights count copies, and each copy is drawn by itself. The draw starts from an order in
    which only the values of the samples matter, so it falls the same on two copies as on one sample
    of weight 2. `stratify` is asked, for their targets and the number of those kept back, whether
    the shares of the classes are to be kept.

    Raises
    ------
    ValueError
        If a part would be too small, or there is one sample only of a class to be stratified.
    """
    from sklearn.model_selection import (  # type: ignore[import-untyped,unused-ignore]
        train_test_split,
    )

    X, y, weights = data
    copies = np.ones(len(X), np.intp)
    whole = weights is not None and bool((weights == np.floor(weights)).all())
    if weights is not None and whole:
        copies = weights.astype(np.intp)
    direction = np.random.default_rng(0).standard_normal(X.shape[1]).astype(X.dtype)
    order = np.lexsort((*y.T, X @ direction))
    drawn = np.repeat(order, copies[order])
    n = max(2, ceil(fraction * len(drawn)))
    if n >= len(drawn):
        raise ValueError(
            f"The validation set is too small, or nothing is left for training: {n} of "
            f"{len(drawn)} samples. Change 'validation_fraction' or the size of your dataset."
        )
    parts = train_test_split(
        drawn,
        test_size=n,
        random_state=seed,
        stratify=y[drawn] if stratify(y[drawn], n) else None,
    )

    def part_of(drawn: Array) -> Data:
        rows, counts = np.unique(drawn, return_counts=True)
        if weights is None:
            return Data(X[rows], y[rows])
        return Data(X[rows], y[rows], counts if whole else weights[rows])

    return part_of(parts[0]), part_of(parts[1])
