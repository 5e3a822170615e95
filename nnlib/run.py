"""One run of training: what it has reached so far, and how to save it and take it up again."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING

import numpy as np

from nnlib import files
from nnlib.arrays import Array
from nnlib.model import FORMAT, Sequential, check_arrays
from nnlib.optimizers import Optimizer

if TYPE_CHECKING:
    from nnlib.callbacks import Callback


class History:
    """What `fit` returns: one entry per epoch in each list.

    Attributes
    ----------
    loss : list of float
        Mean over the epoch's batches, while the parameters were changing.
    accuracy : list of float
        The same of the share of right answers.
    val_loss : list of float
        On the validation data after the epoch; empty if there are none.
    val_accuracy : list of float
        Likewise.
    seconds : list of float
        Wall time of the epoch.
    """

    names = ("loss", "accuracy", "val_loss", "val_accuracy", "seconds")

    def __init__(self) -> None:
        self.loss: list[float] = []
        self.accuracy: list[float] = []
        self.val_loss: list[float] = []
        self.val_accuracy: list[float] = []
        self.seconds: list[float] = []

    def __len__(self) -> int:
        return len(self.loss)

    def append(self, **values: float) -> None:
        """Add one epoch."""
        for name, value in values.items():
            getattr(self, name).append(value)

    def line(self) -> str:
        """Return the newest epoch as one line of text."""
        parts = [f"loss {self.loss[-1]:.3f}"]
        if self.accuracy[-1] == self.accuracy[-1]:  # not NaN
            parts.append(f"acc {self.accuracy[-1]:.1%}")
        if self.val_loss:
            parts.append(f"val loss {self.val_loss[-1]:.3f}")
            if self.val_accuracy[-1] == self.val_accuracy[-1]:
                parts.append(f"val acc {self.val_accuracy[-1]:.1%}")
        return "  ".join([*parts, f"{self.seconds[-1]:.1f} s"])

    def __repr__(self) -> str:
        if not self.loss:
            return "History(no epochs)"
        return f"History({len(self)} epochs; last: {self.line()})"


class Run:
    """One call of `fit`, as callbacks see it.

    Attributes
    ----------
    model : Sequential
        The model that is trained.
    optimizer : Optimizer
        What trains it.
    history : History
        What it has reached so far.
    epoch : int
        How many epochs are finished.
    epochs : int
        How many were asked for.
    batch : int
        How many batches of the running epoch are finished.
    batches : int
        How many an epoch has.
    batch_loss : float
        The loss of the newest batch.
    stop : bool
        Set it to True to end the run after this epoch.
    interrupted : bool
        Whether `interrupt` was called.
    """

    def __init__(
        self,
        model: Sequential,
        optimizer: Optimizer,
        rng: np.random.Generator,
        epochs: int,
        batches: int,
        callbacks: list[Callback],
    ) -> None:
        self.model, self.optimizer, self.rng = model, optimizer, rng
        self.epochs, self.batches, self.callbacks = epochs, batches, callbacks
        self.history = History()
        self.batch = 0
        self.batch_loss = 0.0
        self.stop = self.interrupted = False

    @property
    def epoch(self) -> int:
        """How many epochs are finished."""
        return len(self.history)

    def interrupt(self) -> None:
        """End the run after the running batch; what is finished by then is kept. So does Ctrl-C."""
        self.interrupted = True

    def save(self, path: str | PathLike[str]) -> None:
        """Write all that is needed to go on bit for bit."""
        header = self.model.header() | {
            "optimizer": type(self.optimizer).__name__,
            "t": self.optimizer.t,
            "rng": self.rng.bit_generator.state,
            "history": {name: getattr(self.history, name) for name in History.names},
        }
        arrays = self.model.state() | prefixed("optimizer", self.optimizer.state)
        for i, callback in enumerate(self.callbacks):
            arrays |= prefixed(f"callbacks.{i}", callback.state())
        files.write(path, header, arrays)

    def load(self, path: str | PathLike[str]) -> None:
        """Take up the run that `save` wrote; `ValueError` if it does not fit this one."""
        header, arrays = files.read(path, FORMAT)
        model, optimizer = self.model, self.optimizer
        check_arrays(model.layers, arrays, str(path))
        expected = (
            [name for name, _ in model.design()],
            dict.fromkeys(optimizer.moments, model.theta.shape),
        )
        moments = unprefixed("optimizer", arrays)
        try:
            found = (
                [name for name, _ in header["layers"]],
                {name: array.shape for name, array in moments.items()},
            )
            history = {name: [float(v) for v in header["history"][name]] for name in History.names}
            t, kind, rng_state = int(header["t"]), header["optimizer"], header["rng"]
            self.rng.bit_generator.state = rng_state
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(
                f"{path} is no checkpoint of a run ({error!r}): resume from a file that "
                f"Checkpoint wrote"
            ) from error
        if found != expected or kind != type(optimizer).__name__:
            raise ValueError(
                f"{path} was written by another run: expected layers and optimizer state "
                f"{expected} with {type(optimizer).__name__}, got {found} with {kind}"
            )
        model.load_state(arrays)
        optimizer.start(model.theta)
        optimizer.t = t
        for name, array in moments.items():
            optimizer.state[name][...] = array
        self.history.__dict__.update(history)
        for i, callback in enumerate(self.callbacks):
            callback.load_state(unprefixed(f"callbacks.{i}", arrays))


def prefixed(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return the arrays with `prefix.` before each name."""
    return {f"{prefix}.{name}": array for name, array in arrays.items()}


def unprefixed(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return the arrays whose names start with `prefix.`, without it."""
    start = f"{prefix}."
    return {
        name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)
    }
