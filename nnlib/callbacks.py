"""Callbacks look at the run as it goes: they stop it early, save it, or watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf, isnan
from os import PathLike

from nnlib import files
from nnlib.arguments import brief, is_number
from nnlib.arrays import Array
from nnlib.run import Callback, Run

__all__ = ["Callback", "Checkpoint", "EarlyStopping", "batch_ends", "watchers"]

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

    Raises
    ------
    ValueError
        If a parameter is out of range, the run has no validation data to watch, or there is no
        accuracy because it is a regression.

    References
    ----------
    Prechelt (1998), Early stopping - but when?
    """

    def __init__(self, patience: float = 3, monitor: str = "val_loss") -> None:
        if not (is_number(patience) and patience >= 1):
            raise ValueError(f"patience must be at least 1 epoch, got {brief(patience)}")
        if monitor not in ("val_loss", "val_accuracy", "loss", "accuracy"):
            raise ValueError(
                f"monitor must be 'val_loss', 'val_accuracy', 'loss' or 'accuracy', got {monitor!r}"
            )
        self.patience, self.monitor = patience, monitor
        self.best: dict[str, Array] = {}

    def start(self, run: Run) -> None:
        if self.monitor.startswith("val_") and run.validation is None:
            raise ValueError(
                f"EarlyStopping watches {self.monitor}, got no validation data: "
                f"pass fit(..., validation=(X_val, y_val)), or monitor='loss'"
            )
        self.best = {}

    def epoch_end(self, run: Run) -> None:
        values: list[float] = getattr(run.history, self.monitor)
        rises = self.monitor.endswith("accuracy")
        if rises and isnan(values[-1]):
            raise ValueError(
                f"EarlyStopping watches {self.monitor}, which this loss does not have for these "
                f"targets: use monitor={self.monitor.replace('accuracy', 'loss')!r}"
            )
        costs = [inf if isnan(value) else -value if rises else value for value in values]
        best = costs.index(min(costs))
        if best == len(costs) - 1 and costs[best] < inf:
            self.best = {key: array.copy() for key, array in run.model.state().items()}
        if len(costs) - 1 - best >= self.patience:
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
    `nnlib.load(path)` reads the model out of it. That the file can be written is checked before the
    first epoch.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = path

    def start(self, run: Run) -> None:
        files.check_place(self.path)
        files.text(run.header())

    def epoch_end(self, run: Run) -> None:
        run.save(self.path)
