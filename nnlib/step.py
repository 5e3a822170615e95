"""One step of training: outputs, loss, slope, gradients, a small change of the parameters."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import TypeAlias

import numpy as np

from nnlib.arguments import brief
from nnlib.arrays import Array
from nnlib.batching import take_rows
from nnlib.fused import is_worth
from nnlib.fused_step import FusedStep, can_be_fused
from nnlib.losses import Loss
from nnlib.run import Run

Step: TypeAlias = "Callable[[Array | None], tuple[float, float]]"
"""Takes the numbers of a batch's rows (None: all); gives its mean loss and how many are right."""


def step_for(run: Run) -> Step:
    """Return the quickest step for this run."""
    worth = is_worth(6 * run.model.theta.size * len(run.X))
    for part in (run.loss, run.optimizer):
        if part.fused is None:
            part.in_numba = worth
    return FusedStep(run) if run.loss.in_numba and can_be_fused(run) else PlainStep(run)


class PlainStep:
    """The step for every model, loss and optimizer. A loss that is not finite changes nothing."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __call__(self, rows: Array | None) -> tuple[float, float]:
        model, loss, optimizer = self.run.model, self.run.loss, self.run.optimizer
        x, y = take_rows(self.run.X, rows), take_rows(self.run.y, rows)
        if self.run.augment is not None:
            x = augmented(self.run, x)
        out = model.forward(x, training=True)
        value = number(loss, out, y)
        if isfinite(value):
            model.backward(loss.backward())
            optimizer.step(model.theta, model.grad, model.weights)
        return value, loss.accuracy(out, y) * len(y)


def augmented(run: Run, x_batch: Array) -> Array:
    """Return what `augment` makes of a batch; X is never given away to be written into."""
    if x_batch is run.X:
        x_batch = x_batch.copy()
    changed = run.augment(x_batch, run.rng) if run.augment else x_batch
    if not isinstance(changed, np.ndarray) or len(changed) != len(x_batch):
        raise TypeError(
            f"augment must return an array with the {len(x_batch)} rows of its batch, "
            f"got {brief(changed)}: does it end with `return`?"
        )
    return changed


def number(loss: Loss, out: Array, y: Array) -> float:
    """Return the loss as a number of Python, or raise `TypeError`."""
    value = loss(out, y)
    try:
        return float(value)
    except TypeError as error:
        raise TypeError(f"{loss!r} must return a number, got {brief(value)}") from error
