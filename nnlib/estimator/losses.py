"""Four pairs of output and loss whose slope is the same: what came out minus what should have."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib.activations import sigmoid
from nnlib.arrays import Array, floats
from nnlib.losses import Loss


class Canonical(Loss):
    """L = (sum of w_i l(z_i, y_i))/(sum of w_i) for outputs z; its slope is w (a(z) - y)/sum of w.

    `y` is (n, K); where samples have weights it is (n, K + 1), and they stand in its last column.

    | `output` | a(z) | l(z, y), summed over the K outputs |
    | --- | --- | --- |
    | softmax | softmax(z) | -y ln a |
    | logistic | sigmoid(z) | -y ln a - (1 - y) ln(1 - a) |
    | identity | z | (z - y)²/2 |
    | exp | exp(z) | y ln(y/a) - y + a, half the Poisson deviance |
    """

    takes_logits = True

    def __init__(self, output: str, weighted: bool = False) -> None:
        self.output, self.weighted = output, weighted

    @np.errstate(under="ignore")
    def __call__(self, out: Array, y: Array) -> float:
        z, weights = floats(out), np.ones(len(out))
        if self.weighted:
            y, weights = y[:, :-1], y[:, -1]
        y = y.astype(z.dtype, copy=False)
        a, costs = COSTS[self.output](z, y)
        share = weights / (weights.sum() or 1)  # a batch may hold only samples of weight 0
        self.kept = (a - y) * share.astype(z.dtype)[:, None]
        return float(share @ costs.sum(axis=1))

    def backward(self) -> Array:
        slope: Array = self.recall()
        return slope

    def accuracy(self, out: Array, y: Array) -> float:
        """Return the share of right answers, by weight; NaN for a regression."""
        weights = np.ones(len(out))
        if self.weighted:
            y, weights = y[:, :-1], y[:, -1]
        if self.output == "softmax":
            right = out.argmax(axis=1) == y.argmax(axis=1)
        elif self.output == "logistic":
            right = ((out > 0) == (y > 0.5)).all(axis=1)
        else:
            return float("nan")
        return float(right @ weights / (weights.sum() or 1))


def softmax_cost(z: Array, y: Array) -> tuple[Array, Array]:
    z = z - z.max(axis=1, keepdims=True)
    log_a = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return np.exp(log_a), -y * log_a


def logistic_cost(z: Array, y: Array) -> tuple[Array, Array]:
    return sigmoid(z), np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))


def identity_cost(z: Array, y: Array) -> tuple[Array, Array]:
    return z, np.square(z - y) / 2


def exp_cost(z: Array, y: Array) -> tuple[Array, Array]:
    a = np.exp(z)
    log_y = np.log(np.where(y > 0, y, 1))  # y ln y is 0 at 0
    return a, y * (log_y - z) - y + a


COSTS: dict[str, Any] = {
    "softmax": softmax_cost,
    "logistic": logistic_cost,
    "identity": identity_cost,
    "exp": exp_cost,
}


def outputs_of(output: str, z: Array) -> Array:
    """Return a(z)."""
    a: Array = COSTS[output](z, np.zeros_like(z))[0]
    return a
