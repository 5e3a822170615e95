"""A loss is one number that says how wrong the outputs are, and the slope to follow to lower it."""

from __future__ import annotations

from threading import get_ident
from typing import Any

import numpy as np

from nnlib.activations import sigmoid
from nnlib.arrays import Array, floats
from nnlib.describe import described
from nnlib.fused import compiled, cross_entropy_pass
from nnlib.targets import check_classes, check_numbers, check_shares, flat_hint, like


class Loss:
    """What all losses share: call it for the loss of a batch, then ask for its slope.

    `loss(out, y)` returns a float; `loss.backward()` returns dL/d(out), of the shape of `out`.
    A loss never writes into `out` or `y`.
    """

    takes_logits = False  # whether it applies softmax or sigmoid itself
    fused: bool | None = False  # whether numba's loops are wanted; None: `fit` decides
    in_numba = False  # whether they are used

    @property
    def kept(self) -> Any:
        """What the last call kept for `backward`, None before. Each thread has its own."""
        return self.__dict__.get("kept", {}).get(get_ident())

    @kept.setter
    def kept(self, value: Any) -> None:
        self.__dict__.setdefault("kept", {})[get_ident()] = value

    def __call__(self, out: Array, y: Array) -> float:
        """Return the loss of the outputs `out` (n, n_out) against `y`."""
        raise NotImplementedError(f"{self!r} must define __call__(out, y)")

    def backward(self) -> Array:
        """Return dL/d(out) of the last call."""
        raise NotImplementedError(f"{self!r} must define backward()")

    def check(self, y: Array, n_out: int) -> None:
        """Raise `ValueError` unless `y` are targets for a model with `n_out` outputs."""

    def accuracy(self, out: Array, y: Array) -> float:
        """Return the share of right answers in the batch, NaN where that has no meaning."""
        return float("nan")

    def recall(self) -> Any:
        """Return what the last call kept for `backward`."""
        if self.kept is None:
            raise RuntimeError(f"{self!r}: backward was called before loss(out, y)")
        return self.kept

    def __repr__(self) -> str:
        return described(self)


class CrossEntropy(Loss):
    """Softmax and cross-entropy in one: L = -mean over samples of ln softmax(z)_y, in nats.

    `out` are logits z (n, K), straight from the last Dense layer. `y` are class indices (n,),
    whole numbers 0..K-1. The slope is (softmax(z) - one_hot(y))/n.

    With m = max(z), ln softmax(z)_y = (z_y - m) - ln sum exp(z - m): nothing overflows.

    numba compiles loss and slope into one loop, where it is installed, and all that is between the
    products of a plain network with it: the same up to rounding, sooner. With `fused=None` `fit`
    does so for long epochs, with True always (`ImportError` without numba), with False never.

    Examples
    --------
    >>> loss = CrossEntropy()
    >>> print(loss(np.zeros((1, 10)), np.array([3])))  # ln 10: ten equal chances
    2.302585092994046
    """

    takes_logits = True

    def __init__(self, fused: bool | None = None) -> None:
        self.fused = fused
        self.in_numba = bool(fused)
        if fused:
            compiled(cross_entropy_pass)  # raise here, not in the middle of training

    @np.errstate(under="ignore")
    def __call__(self, out: Array, y: Array) -> float:
        out, y = floats(out), np.asarray(y)
        n = len(out)
        if y.shape != (n,):
            raise ValueError(
                f"{self!r} expected class indices of shape ({n},), got {y.shape}{flat_hint(y)}"
            )
        if self.in_numba:
            self.kept = np.empty(out.shape, out.dtype)
            return float(compiled(cross_entropy_pass)(out, y, self.kept)[0])
        if n and y.min() < 0:  # NumPy would count it from the end
            raise ValueError(f"{self!r} expected class indices from 0, got {y.min()}")
        rows = np.arange(n)
        z = np.array(out.T, order="C")  # (K, n): NumPy is quicker along long rows than short ones
        z -= z.max(axis=0)
        z_y = z[y, rows]
        e = np.exp(z, out=z)
        total = e.sum(axis=0)
        self.kept = e, total, y, rows
        return float((np.log(total) - z_y).sum()) / n

    def backward(self) -> Array:
        if self.in_numba:
            slope: Array = self.recall()
            return slope
        e, total, y, rows = self.recall()
        d_out: Array = e / total
        d_out[y, rows] -= 1
        d_out /= len(y)
        return d_out.T

    def check(self, y: Array, n_out: int) -> None:
        check_classes(self, y, n_out)

    def accuracy(self, out: Array, y: Array) -> float:
        return int(np.count_nonzero(np.asarray(out).argmax(axis=1) == y)) / len(y)


class MSE(Loss):
    """Mean squared error: L = mean of (out - y)², over all elements (n · n_out).

    `y` has the shape of `out`, or (n,) for a model with one output. The slope is
    2 (out - y)/(n · n_out). Where all targets are 0 or 1 (one-hot rows for several outputs), the
    accuracy counts the samples whose nearest target is the right one; elsewhere it is NaN.

    Examples
    --------
    >>> MSE()(np.array([[0.25, 0.75]]), np.array([[0.0, 1.0]]))
    0.0625
    """

    def __call__(self, out: Array, y: Array) -> float:
        out = floats(out)
        error = out - like(out, y)
        self.kept = error
        return float(np.square(error).mean())

    def backward(self) -> Array:
        error = self.recall()
        d_out: Array = error * (2 / error.size)
        return d_out

    def check(self, y: Array, n_out: int) -> None:
        check_numbers(self, y, n_out)

    def accuracy(self, out: Array, y: Array) -> float:
        out = floats(out)
        y = like(out, y)
        if not ((y == 0) | (y == 1)).all():
            return float("nan")
        if out.shape[1] == 1:
            return float(((out > 0.5) == y).mean())
        if (y.sum(axis=1) != 1).any():
            return float("nan")
        return float((out.argmax(axis=1) == y.argmax(axis=1)).mean())


class BinaryCrossEntropy(Loss):
    """Sigmoid and cross-entropy in one: L = -mean of y ln p + (1 - y) ln(1 - p), in nats.

    p = sigmoid(z). `out` are logits z (n, n_out); `y` are numbers in 0..1 of the same shape, or
    (n,) for one output. The mean is over all elements; the slope is (p - y)/(n · n_out).

    The same as L = mean of max(z, 0) - z y + ln(1 + exp(-abs(z))): nothing overflows.

    Examples
    --------
    >>> loss = BinaryCrossEntropy()
    >>> print(loss(np.array([[0.0]]), np.array([1])))  # ln 2: undecided
    0.6931471805599453
    """

    takes_logits = True

    @np.errstate(under="ignore")
    def __call__(self, out: Array, y: Array) -> float:
        out = floats(out)
        y = like(out, y)
        check_shares(self, y)
        self.kept = out, y
        return float((np.maximum(out, 0) - out * y + np.log1p(np.exp(-np.abs(out)))).mean())

    def backward(self) -> Array:
        z, y = self.recall()
        d_out: Array = (sigmoid(z) - y) / z.size
        return d_out

    def check(self, y: Array, n_out: int) -> None:
        check_numbers(self, y, n_out)
        check_shares(self, y)

    def accuracy(self, out: Array, y: Array) -> float:
        out = floats(out)
        return float(((out > 0) == (like(out, y) > 0.5)).mean())
