"""Training repeats four steps: outputs, loss, gradients, a small change of the parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from os import PathLike
from time import perf_counter
from typing import Any

import numpy as np

from nnlib.activations import Sigmoid, Softmax
from nnlib.arrays import Array, all_finite, checked_pair
from nnlib.batching import batch_starts, batches, check_batch_size, train_val_split
from nnlib.callbacks import Callback, Checkpoint, EarlyStopping, batch_ends, watchers
from nnlib.guards import blas_limit, ctrl_c_interrupts
from nnlib.losses import CrossEntropy, Loss
from nnlib.model import ROWS, Sequential
from nnlib.optimizers import Adam, Optimizer
from nnlib.progress import Progress
from nnlib.run import History, Run

__all__ = [
    "Checkpoint",
    "EarlyStopping",
    "History",
    "batches",
    "evaluate",
    "fit",
    "train_val_split",
]

Augment = Callable[[Array, "np.random.Generator"], Array]


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
        A file of `Checkpoint`; the run goes on from there as if it had never stopped.
    augment : function, optional
        `augment(x_batch, rng)` returns a changed copy of each training batch.
    blas_threads : int, None or "auto"
        Threads for matrix products, where threadpoolctl is installed. "auto" takes one for small
        layers, where more are slower. None changes nothing.

    Returns
    -------
    History
        Losses, accuracies and seconds of each finished epoch. Ctrl-C stops after the running
        batch and returns the history so far.

    Raises
    ------
    ValueError
        If the data, the model and the loss do not fit together, or a parameter is out of range.
    FloatingPointError
        If the loss is no longer finite; the model is left as it was before the epoch.
    """
    loss = CrossEntropy() if loss is None else loss
    optimizer = Adam() if optimizer is None else optimizer
    if not isinstance(epochs, int | np.integer) or epochs < 0:
        raise ValueError(f"epochs must be a whole number of at least 0, got {epochs!r}")
    check_batch_size(batch_size)
    X, y = checked_data(model, X, y, loss)
    if validation is not None:
        validation = checked_data(model, *validation, loss, name="validation ")
    rng = np.random.default_rng(seed)
    callbacks = sorted(callbacks, key=lambda callback: isinstance(callback, Checkpoint))
    run = Run(model, optimizer, rng, epochs, len(batch_starts(len(X), batch_size)), callbacks)
    callbacks = [*callbacks, *watchers]
    model.use_generator(rng)
    optimizer.start(model.theta)
    for callback in callbacks:
        callback.start(run)
    if resume is not None:
        run.load(resume)
    display = Progress(run, progress)
    callbacks = [*callbacks, display]
    after_batch = batch_ends(callbacks)
    with (
        display,
        blas_limit(model, batch_size or len(X), blas_threads),
        np.errstate(over="ignore", invalid="ignore"),  # fit looks for infinity and NaN itself
        ctrl_c_interrupts(run),
    ):
        while run.epoch < epochs and not run.stop:
            begun = perf_counter()
            optimizer.start_epoch(run.epoch)
            result = train_epoch(run, X, y, loss, batch_size, augment, after_batch)
            if result is None:
                return run.history
            if validation is not None:
                result |= score(model, *validation, loss, "val_")
            run.history.append(**result, seconds=perf_counter() - begun)
            for callback in callbacks:
                callback.epoch_end(run)
        for callback in callbacks:
            callback.end(run)
    return run.history


def train_epoch(
    run: Run,
    X: Array,
    y: Array,
    loss: Loss,
    batch_size: int | None,
    augment: Augment | None,
    after_batch: Sequence[Callable[[Run], None]],
) -> dict[str, float] | None:
    """Use each row once; return the mean loss and accuracy, or None if the run is interrupted."""
    model, optimizer = run.model, run.optimizer
    before = {key: array.copy() for key, array in model.state().items()}
    total = right = value = 0.0
    run.batch = 0
    for batch, (x_batch, y_batch) in enumerate(batches(X, y, batch_size, run.rng), 1):
        if run.interrupted:
            return None
        if augment is not None:
            x_batch = augment(x_batch, run.rng)
        out = model.forward(x_batch, training=True)
        value = loss(out, y_batch)
        if not isfinite(value):
            break
        model.backward(loss.backward())
        optimizer.step(model.theta, model.grad, model.weights)
        total += value * len(y_batch)
        right += loss.accuracy(out, y_batch) * len(y_batch)
        run.batch, run.batch_loss = batch, value
        for batch_end in after_batch:
            batch_end(run)
    if not (isfinite(value) and all(map(all_finite, model.state().values()))):
        model.load_state(before)
        raise FloatingPointError(
            f"training diverged: the loss or the parameters became infinite or NaN in epoch "
            f"{run.epoch + 1}, batch {batch} (loss {value}, lr={optimizer.lr:g}): lower the "
            f"learning rate, and scale the inputs to about 0..1; "
            f"the model is as it was before the epoch"
        )
    return {"loss": total / len(y), "accuracy": right / len(y)}


def evaluate(model: Sequential, X: Any, y: Any, loss: Loss | None = None) -> dict[str, float]:
    """Return {"loss": ..., "accuracy": ...} of the model on these data, in inference mode.

    The loss is a mean over all rows, `CrossEntropy()` if left out; the accuracy is 0..1, or NaN for
    a regression.

    Raises
    ------
    ValueError
        If the data, the model and the loss do not fit together.
    """
    loss = CrossEntropy() if loss is None else loss
    return score(model, *checked_data(model, X, y, loss), loss)


def score(model: Sequential, X: Array, y: Array, loss: Loss, prefix: str = "") -> dict[str, float]:
    """Return the mean loss and accuracy, a part of the rows at a time."""
    total = right = 0.0
    for start in range(0, len(X), ROWS):
        rows = slice(start, start + ROWS)
        out, y_rows = model.forward(X[rows]), y[rows]
        total += loss(out, y_rows) * len(y_rows)
        right += loss.accuracy(out, y_rows) * len(y_rows)
    return {f"{prefix}loss": total / len(y), f"{prefix}accuracy": right / len(y)}


def checked_data(
    model: Sequential, X: Any, y: Any, loss: Loss, name: str = ""
) -> tuple[Array, Array]:
    """Return X and y as arrays; raise `ValueError` unless data, model and loss fit together."""
    last = model.layers[-1]
    if loss.takes_logits and isinstance(last, Softmax | Sigmoid):
        raise ValueError(
            f"{loss!r} expects logits and applies {type(last).__name__.lower()} itself, got a "
            f"model that ends with {last!r}, which would apply it twice and flatten the gradient: "
            f"leave the last layer out; predict_proba still gives probabilities"
        )
    X, y = checked_pair(X, y, name)
    loss.check(y, n_out=model.width_for(X))
    return X, y
