"""The step of a plain network: what stands between its matrix products is done by loops that numba
compiles, in arrays that are made once.

Plain are Dense and ReLU layers, after a Scale or none. The steps are those of `PlainStep`, up to
rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np

from nnlib import fused
from nnlib.activations import ReLU
from nnlib.arrays import Array
from nnlib.batching import take_rows
from nnlib.blanks import EVERY, WIDE, weight_gradient, without_blanks
from nnlib.fused import compiled
from nnlib.layer import Layer
from nnlib.layers import Dense
from nnlib.losses import CrossEntropy
from nnlib.run import Run
from nnlib.scaling import Scale


def can_be_fused(run: Run) -> bool:
    """Whether the run takes minibatches of X through a plain network to cross-entropy."""
    return (
        type(run.loss) is CrossEntropy
        and run.augment is None
        and run.batches > 1
        and run.X.ndim == 2
        and run.X.flags.c_contiguous
        and are_plain(run.model.layers)
    )


def are_plain(layers: Sequence[Layer]) -> bool:
    """Whether these are Dense layers, with at most one ReLU after each but the last; or such after
    a Scale.
    """
    kinds = [type(layer) for layer in layers]
    kinds = kinds[kinds[0] is Scale :]
    return (
        set(kinds) <= {Dense, ReLU}
        and kinds[:1] == kinds[-1:] == [Dense]
        and (ReLU, ReLU) not in pairwise(kinds)
    )


class FusedStep:
    """`a[i]` is what leaves Dense layer i and its ReLU, `d[i]` the slope of the loss with it."""

    def __init__(self, run: Run) -> None:
        self.run = run
        layers = [*run.model.layers, None]
        self.factor = layers[0].factor if isinstance(layers[0], Scale) else 1.0
        self.dense = [layer for layer in layers if isinstance(layer, Dense)]
        self.bends = [type(b) is ReLU for a, b in pairwise(layers) if isinstance(a, Dense)]
        self.x = self.empty(self.dense[0].n_in)
        self.a = [self.empty(layer.n_out) for layer in self.dense]
        self.d = [self.empty(layer.n_out) for layer in self.dense]

    def empty(self, width: int) -> Array:
        """Return room for the largest batch: a last batch of one joins the one before it."""
        return np.empty(((self.run.batch_size or 0) + 1, width), self.run.model.dtype)

    def __call__(self, rows: Array | None) -> tuple[float, float]:
        """Take the step of `PlainStep`."""
        y = take_rows(self.run.y, rows)
        n = len(y)
        x, a, d = self.x[:n], [a[:n] for a in self.a], [d[:n] for d in self.d]
        compiled(fused.rows_pass)(self.run.X, rows, x.dtype.type(self.factor), x)
        x, used = without_blanks(x) if self.dense[0].n_out >= WIDE else (x, EVERY)
        self.forward(x, used, a)
        value, right = compiled(fused.cross_entropy_pass)(a[-1], y, d[-1])
        if isfinite(value):
            self.backward(x, used, a, d)
            model = self.run.model
            self.run.optimizer.step(model.theta, model.grad, model.weights)
        return value, right

    def forward(self, x: Array, used: Any, a: list[Array]) -> None:
        for layer, bends, out in zip(self.dense, self.bends, a, strict=True):
            np.matmul(x, layer.WT[used], out=out)
            compiled(fused.bias_relu_pass if bends else fused.bias_pass)(out, layer.b)
            x, used = out, EVERY

    def backward(self, x: Array, used: Any, a: list[Array], d: list[Array]) -> None:
        entered = [x, *a]
        for i, layer in reversed([*enumerate(self.dense)]):
            if self.bends[i]:
                compiled(fused.relu_slope_pass)(d[i], a[i], layer.db)
            else:
                compiled(fused.sums_pass)(d[i], layer.db)
            weight_gradient(entered[i], used if i == 0 else EVERY, d[i], out=layer.dWT)
            if i > 0:
                np.matmul(d[i], layer.W, out=d[i - 1])
