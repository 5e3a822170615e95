"""Training repeats four steps: outputs, loss, gradients, a small change of the parameters."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from os import PathLike
from time import perf_counter
from typing import Any

import numpy as np

from nnlib.arguments import whole_number
from nnlib.arrays import Array, all_finite
from nnlib.batching import batches, check_batch_size, row_batches, train_val_split
from nnlib.callbacks import Callback, Checkpoint, EarlyStopping, batch_ends, watchers
from nnlib.ctrl_c import ctrl_c_interrupts
from nnlib.guards import alone, blas_limit
from nnlib.losses import Loss
from nnlib.model import ROWS, Sequential
from nnlib.optimizers import Optimizer
from nnlib.preparing import (
    checked_callbacks,
    checked_data,
    checked_loss,
    checked_model,
    checked_optimizer,
    checked_validation,
)
from nnlib.progress import Progress
from nnlib.run import Augment, History, Run
from nnlib.step import Step, number, step_for

__all__ = [
    "Checkpoint",
    "EarlyStopping",
    "History",
    "batches",
    "evaluate",
    "fit",
    "train_val_split",
]


def fit(
    model: Sequential,
    X: Any,
    y: Any,
    loss: Loss | None = None,
    optimizer: Optimizer | None = None,
    epochs: int = 10,
    batch_size: int | None = 128,
    validation: tuple[Any, Any] | None = None,
    callbacks: Sequence[Callback] = (),
    seed: Any = 0,
    progress: bool = True,
    resume: str | PathLike[str] | None = None,
    augment: Augment | None = None,
    blas_threads: int | str | None = "auto",
    shuffle: bool = True,
) -> History:
    """Train `model` on the rows of `X` and their labels `y`; return the history.

    Parameters
    ----------
    model : Sequential
        Is changed in place.
    X : array-like
        Inputs (n, n_in); not copied, not changed.
    y : array-like
        What the loss compares the outputs with: class indices (n,) for `CrossEntropy`. Not changed.
    loss : Loss, optional
        `CrossEntropy()` if left out.
    optimizer : Optimizer, optional
        `Adam()` if left out. It starts anew.
    epochs : int
        How often each row is used, counted from the start of the run also when resumed.
    batch_size : int or None
        Rows per step; None takes all rows in one step (full-batch gradient descent).
    validation : (X_val, y_val), optional
        Evaluated after each epoch; never trained on.
    callbacks : sequence of Callback
        Called as the run goes, checkpoints last.
    seed : int, Generator or None
        Drives shuffling, dropout and augmentation. The same seed gives the same result.
    progress : bool
        Whether to print how far it is.
    resume : path, optional
        A file of `Checkpoint`; the run goes on from there as if it had never stopped. A run that
        was at its end, because a callback had stopped it, does not go on. Model, loss, optimizer
        and callbacks must be as they were; the learning rate may be another one.
    augment : function, optional
        `augment(x_batch, rng)` returns a changed copy of each training batch.
    blas_threads : int, None or "auto"
        Threads for matrix products, where threadpoolctl is installed. "auto" takes one for small
        layers, where more are slower. None changes nothing.
    shuffle : bool
        Whether each epoch takes the rows in a new random order.

    Returns
    -------
    History
        Losses, accuracies and seconds of each finished epoch. Ctrl-C stops after the running
        batch and returns the history so far; pressed a second time, also in the next run of the
        same script or cell, it raises `KeyboardInterrupt` at once.

    Raises
    ------
    ValueError
        If the data, the model and the loss do not fit together, or a parameter is out of range.
    TypeError
        If a part is no part: a class in place of an object of it, or a name.
    RuntimeError
        If the model or the optimizer trains in another run that has not ended.
    FloatingPointError
        If the loss is no longer finite; the model is left as it was before the epoch.
    """
    model, loss = checked_model(model), checked_loss(loss)
    optimizer = checked_optimizer(optimizer)
    callbacks = checked_callbacks(callbacks)
    callbacks.sort(key=lambda callback: isinstance(callback, Checkpoint))  # they come last
    epochs = whole_number("epochs", epochs, 0)
    check_batch_size(batch_size)
    X, y = checked_data(model, X, y, loss)
    validation = checked_validation(model, validation, loss)
    rng = np.random.default_rng(seed)
    run = Run(model, X, y, loss, optimizer, rng, epochs, batch_size, augment, shuffle)
    run.validation, run.callbacks = validation, callbacks
    followers = [*callbacks, *watchers]
    with alone(run):
        model.use_generator(rng)
        optimizer.start(model.theta)
        for callback in followers:
            callback.start(run)
        if resume is not None:
            run.load(resume)
        display = Progress(run, progress)
        followers.append(display)
        run.after_batch = batch_ends(followers)
        with (
            display,
            blas_limit(model, batch_size or len(X), blas_threads),
            np.errstate(over="ignore", invalid="ignore", under="ignore"),  # fit looks for infinity
            ctrl_c_interrupts(run),
        ):
            try:
                train(run, followers)
            except KeyboardInterrupt:
                end(run, followers)
                raise
            end(run, followers)
    return run.history


def train(run: Run, followers: Sequence[Callback]) -> None:
    """Go through the epochs, until all are done or the run is ended before."""
    step = step_for(run)
    while run.epoch < run.epochs and not (run.stop or run.interrupted):
        begun = perf_counter()
        run.optimizer.start_epoch(run.epoch)
        result = train_epoch(run, step)
        if result is None:
            return
        if run.validation is not None:
            result |= score(run.model, *run.validation, run.loss, "val_")
        run.history.append(**result, seconds=perf_counter() - begun)
        for callback in followers:
            callback.epoch_end(run)


def end(run: Run, followers: Sequence[Callback]) -> None:
    """Let everyone who follows the run know that it is over."""
    for callback in followers:
        callback.end(run)


def train_epoch(run: Run, step: Step) -> dict[str, float] | None:
    """Use each row once; return the mean loss and accuracy, or None if the run is interrupted."""
    before = {key: array.copy() for key, array in run.model.state().items()}
    n = len(run.X)
    total = right = value = 0.0
    run.batch = 0
    for rows in row_batches(n, run.batch_size, run.rng, run.shuffle):
        if run.interrupted:
            return None
        value, right_here = step(rows)
        if not isfinite(value):
            break
        in_batch = n if rows is None else len(rows)
        total += value * in_batch
        right += right_here
        run.batch, run.batch_loss = run.batch + 1, value
        for batch_end in run.after_batch:
            batch_end(run)
    if not (isfinite(value) and all(map(all_finite, run.model.state().values()))):
        run.model.load_state(before)
        raise FloatingPointError(
            f"training diverged: the loss or the parameters became infinite or NaN in epoch "
            f"{run.epoch + 1}, batch {run.batch + (not isfinite(value))} (loss {value}, "
            f"lr={run.optimizer.lr:g}): lower the learning rate, and scale the inputs to about "
            f"0..1; the model is as it was before the epoch"
        )
    return {"loss": total / n, "accuracy": right / n}


def evaluate(model: Sequential, X: Any, y: Any, loss: Loss | None = None) -> dict[str, float]:
    """Return {"loss": ..., "accuracy": ...} of the model on these data, in inference mode.

    The loss is a mean over all rows, `CrossEntropy()` if left out; the accuracy is 0..1, or NaN for
    a regression.

    Raises
    ------
    ValueError
        If the data, the model and the loss do not fit together.
    """
    model, loss = checked_model(model), checked_loss(loss)
    return score(model, *checked_data(model, X, y, loss), loss)


def score(model: Sequential, X: Array, y: Array, loss: Loss, prefix: str = "") -> dict[str, float]:
    """Return the mean loss and accuracy, a part of the rows at a time."""
    total = right = 0.0
    for start in range(0, len(X), ROWS):
        rows = slice(start, start + ROWS)
        out, y_rows = model.forward(X[rows]), y[rows]
        total += number(loss, out, y_rows) * len(y_rows)
        right += loss.accuracy(out, y_rows) * len(y_rows)
    return {f"{prefix}loss": total / len(y), f"{prefix}accuracy": right / len(y)}
