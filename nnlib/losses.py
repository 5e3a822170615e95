"""A loss is one number that says how wrong the outputs are, and the slope to follow to lower it."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib.activations import sigmoid
from nnlib.arrays import Array
from nnlib.fused import compiled, cross_entropy_pass


class Loss:
    """What all losses share: call it for the loss of a batch, then ask for its slope.

    `loss(out, y)` returns a float; `loss.backward()` returns dL/d(out), of the shape of `out`.
    A loss never writes into `out` or `y`.
    """

    takes_logits = False  # whether it applies softmax or sigmoid itself
    kept: Any = None

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
        return f"{type(self).__name__}()"


class CrossEntropy(Loss):
    """Softmax and cross-entropy in one: L = -mean over samples of ln softmax(z)_y, in nats.

    `out` are logits z (n, K), straight from the last Dense layer. `y` are class indices (n,),
    whole numbers 0..K-1. The slope is (softmax(z) - one_hot(y))/n.

    With m = max(z), ln softmax(z)_y = (z_y - m) - ln sum exp(z - m): nothing overflows.

    With `fused=True` numba compiles loss and slope into one loop: the same up to rounding, sooner,
    after a second or so of compiling at the first use (`ImportError` where numba is not installed).

    Examples
    --------
    >>> loss = CrossEntropy()
    >>> print(loss(np.zeros((1, 10)), np.array([3])))  # ln 10: ten equal chances
    2.302585092994046
    """

    takes_logits = True

    def __init__(self, fused: bool = False) -> None:
        self.fused = fused
        if fused:
            compiled(cross_entropy_pass)  # raise here, not in the middle of training

    def __call__(self, out: Array, y: Array) -> float:
        out, y = np.asarray(out), np.asarray(y)
        n = len(out)
        if y.shape != (n,):
            raise ValueError(f"{self!r} expected class indices of shape ({n},), got {y.shape}")
        if self.fused:
            self.kept = np.empty(out.shape, np.result_type(out, np.float32))
            return float(compiled(cross_entropy_pass)(out, y, self.kept))
        z = np.ascontiguousarray(out.T)  # (K, n): NumPy is quicker along long rows than short ones
        z = z - z.max(axis=0)
        e = np.exp(z)
        total = e.sum(axis=0)
        self.kept = e, total, y
        return float((np.log(total) - z[y, np.arange(n)]).sum()) / n

    def backward(self) -> Array:
        if self.fused:
            slope: Array = self.recall()
            return slope
        e, total, y = self.recall()
        n = len(y)
        d_out: Array = e / total
        d_out[y, np.arange(n)] -= 1
        d_out /= n
        return d_out.T

    def check(self, y: Array, n_out: int) -> None:
        wanted = f"class indices, whole numbers 0..{n_out - 1} of shape (n,)"
        if n_out < 2:
            raise ValueError(
                f"{self!r} needs a model with one output per class, got {n_out} output: "
                f"use BinaryCrossEntropy, or two outputs"
            )
        if y.ndim != 1:
            raise ValueError(
                f"{self!r} expected {wanted}, got shape {y.shape}: "
                f"for one-hot labels pass y.argmax(axis=1)"
            )
        if y.dtype.kind not in "iu":
            raise ValueError(f"{self!r} expected {wanted}, got dtype {y.dtype}: use y.astype(int)")
        if y.min() < 0 or y.max() >= n_out:
            raise ValueError(
                f"{self!r} expected {wanted}, got labels {y.min()}..{y.max()}: "
                f"number the classes from 0, or give the last layer more outputs"
            )

    def accuracy(self, out: Array, y: Array) -> float:
        return int(np.count_nonzero(out.argmax(axis=1) == y)) / len(y)


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
        out = np.asarray(out)
        error = out - like(out, y)
        self.kept = error
        return float(np.square(error).mean())

    def backward(self) -> Array:
        error = self.recall()
        d_out: Array = error * (2 / error.size)
        return d_out

    def check(self, y: Array, n_out: int) -> None:
        check_targets(self, y, n_out)

    def accuracy(self, out: Array, y: Array) -> float:
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

    def __call__(self, out: Array, y: Array) -> float:
        out = np.asarray(out)
        y = like(out, y)
        self.kept = out, y
        return float((np.maximum(out, 0) - out * y + np.log1p(np.exp(-np.abs(out)))).mean())

    def backward(self) -> Array:
        z, y = self.recall()
        d_out: Array = (sigmoid(z) - y) / z.size
        return d_out

    def check(self, y: Array, n_out: int) -> None:
        check_targets(self, y, n_out)
        if y.min() < 0 or y.max() > 1:
            raise ValueError(
                f"{self!r} expected labels 0 and 1 (or numbers between), got {y.min()}..{y.max()}: "
                f"for several classes use CrossEntropy"
            )

    def accuracy(self, out: Array, y: Array) -> float:
        return float(((out > 0) == (like(out, y) > 0.5)).mean())


def like(out: Array, y: Array) -> Array:
    """Return `y` in the shape and dtype of `out`; one column may come as a flat vector."""
    y = np.asarray(y)
    flat = out.shape[1:] == (1,) and y.shape == out.shape[:1]
    if y.shape != out.shape and not flat:
        raise ValueError(f"expected targets of shape {out.shape}, got {y.shape}")
    return y.reshape(out.shape).astype(out.dtype, copy=False)


def check_targets(loss: Loss, y: Array, n_out: int) -> None:
    """Raise `ValueError` unless `y` holds `n_out` finite numbers per sample."""
    if y.shape[1:] != (n_out,) and not (n_out == 1 and y.ndim == 1):
        hint = "pass one_hot = np.eye(K)[y] for class indices" if y.ndim == 1 else "check the model"
        raise ValueError(
            f"{loss!r} expected y of shape (n, {n_out}), as the model's output, "
            f"got {y.shape}: {hint}"
        )
    if y.dtype.kind not in "fiub" or not np.isfinite([y.min(), y.max()]).all():
        raise ValueError(f"{loss!r} expected y to hold finite numbers, got dtype {y.dtype}")
