"""Callbacks look at the run as it goes: they stop it early, save it, or watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike

import numpy as np

from nnlib.arrays import Array
from nnlib.run import Run


class Callback:
    """What all callbacks share. To write your own, define `epoch_end(run)` or `batch_end(run)`.

    `run` has `model`, `optimizer`, `history`, `epoch` (how many are finished), `epochs` (how many
    were asked for), and the same within an epoch, `batch` and `batches`, with the newest batch's
    `batch_loss`. `run.stop = True` ends the run after this epoch, `run.interrupt()` after this
    batch, as Ctrl-C does.

    Examples
    --------
    >>> class Watch(Callback):
    ...     def epoch_end(self, run):
    ...         print(f"largest parameter: {run.model.theta.max():.2f}")
    """

    def start(self, run: Run) -> None:
        """Called once, before the first epoch."""

    def batch_end(self, run: Run) -> None:
        """Called after each batch, when the optimizer has taken its step."""

    def epoch_end(self, run: Run) -> None:
        """Called after each epoch."""

    def end(self, run: Run) -> None:
        """Called once, after the last epoch."""

    def state(self) -> Mapping[str, Array]:
        """Return what a checkpoint must hold so that the callback can go on."""
        return {}

    def load_state(self, arrays: Mapping[str, Array]) -> None:
        """Take up such a state."""


watchers: list[Callback] = []
"""What is in this list joins every run, after its own callbacks. No checkpoint holds its state."""


def batch_ends(callbacks: Sequence[Callback]) -> list[Callable[[Run], None]]:
    """Return the `batch_end` of those that define one, so that the others cost a batch nothing."""
    return [
        callback.batch_end
        for callback in callbacks
        if getattr(callback.batch_end, "__func__", None) is not Callback.batch_end
    ]


class EarlyStopping(Callback):
    """Stop when `monitor` has not improved for `patience` epochs, and go back to the best epoch.

    The best parameters are put back at the end of the run, also if it was not stopped.

    Parameters
    ----------
    patience : int or inf
        Epochs without a new best value, at least 1. With infinity every epoch is run.
    monitor : {"val_loss", "val_accuracy", "loss", "accuracy"}
        Which list of the history to watch. Losses should fall, accuracies rise.

    References
    ----------
    Prechelt (1998), Early stopping - but when?
    """

    def __init__(self, patience: float = 3, monitor: str = "val_loss") -> None:
        if patience < 1:
            raise ValueError(f"patience must be at least 1 epoch, got {patience}")
        if monitor not in ("val_loss", "val_accuracy", "loss", "accuracy"):
            raise ValueError(
                f"monitor must be 'val_loss', 'val_accuracy', 'loss' or 'accuracy', got {monitor!r}"
            )
        self.patience, self.monitor = patience, monitor
        self.best: dict[str, Array] = {}

    def start(self, run: Run) -> None:
        self.best = {}

    def epoch_end(self, run: Run) -> None:
        values: list[float] = getattr(run.history, self.monitor)
        if not values:
            raise ValueError(
                f"EarlyStopping watches {self.monitor}, got no validation data: "
                f"pass fit(..., validation=(X_val, y_val)), or monitor='loss'"
            )
        best = np.argmax(values) if self.monitor.endswith("accuracy") else np.argmin(values)
        if best == len(values) - 1:
            self.best = {key: array.copy() for key, array in run.model.state().items()}
        if len(values) - 1 - best >= self.patience:
            run.stop = True

    def end(self, run: Run) -> None:
        if self.best:
            run.model.load_state(self.best)

    def state(self) -> Mapping[str, Array]:
        return self.best

    def load_state(self, arrays: Mapping[str, Array]) -> None:
        self.best = dict(arrays)


class Checkpoint(Callback):
    """Save the run after every epoch, so that `fit(..., resume=path)` goes on bit for bit.

    The file is replaced in one step: a killed process leaves the checkpoint before it whole.
    `nnlib.load(path)` reads the model out of it.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = path

    def epoch_end(self, run: Run) -> None:
        run.save(self.path)
