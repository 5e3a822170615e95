"""One run of training: what it works with, what it has reached, and who follows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import Any

import numpy as np

from nnlib import files
from nnlib.arrays import Array
from nnlib.batching import batch_starts
from nnlib.describe import described, settings
from nnlib.history import History
from nnlib.losses import Loss
from nnlib.model import FORMAT, Sequential
from nnlib.optimizers import Optimizer
from nnlib.stack import check_arrays

__all__ = ["Augment", "Callback", "History", "Run"]

Augment = Callable[[Array, "np.random.Generator"], Array]


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
        """Called once, before the first epoch: the time to raise if something is missing."""

    def batch_end(self, run: Run) -> None:
        """Called after each batch, when the optimizer has taken its step."""

    def epoch_end(self, run: Run) -> None:
        """Called after each epoch."""

    def end(self, run: Run) -> None:
        """Called once, when the run ends, also where it was stopped or interrupted."""

    def state(self) -> Mapping[str, Array]:
        """Return what a checkpoint must hold so that the callback can go on."""
        return {}

    def load_state(self, arrays: Mapping[str, Array]) -> None:
        """Take up such a state."""

    def __repr__(self) -> str:
        return described(self)


@dataclass(eq=False, repr=False)
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

    model: Sequential
    X: Array
    y: Array
    loss: Loss
    optimizer: Optimizer
    rng: np.random.Generator
    epochs: int
    batch_size: int | None = None
    augment: Augment | None = None
    shuffle: bool = True
    validation: tuple[Array, Array] | None = None
    callbacks: Sequence[Callback] = ()
    history: History = field(default_factory=History)
    after_batch: Sequence[Callable[[Run], None]] = ()
    batch: int = 0
    batch_loss: float = 0.0
    stop: bool = False
    interrupted: bool = False

    def __post_init__(self) -> None:
        self.first_lr = self.optimizer.lr

    @property
    def epoch(self) -> int:
        """How many epochs are finished."""
        return len(self.history)

    @property
    def batches(self) -> int:
        """How many batches an epoch has."""
        return len(batch_starts(len(self.X), self.batch_size))

    def interrupt(self) -> None:
        """End the run after the running batch; what is finished by then is kept. So does Ctrl-C."""
        self.interrupted = True

    def settings(self) -> dict[str, Any]:
        """Return what must be the same in a run that goes on from this one's checkpoint.

        The learning rate may be another one.
        """
        rules = settings(self.optimizer)
        for free in ("lr", "fused"):  # compiled, Adam takes the same steps
            rules.pop(free, None)
        return self.model.header() | {
            "loss": type(self.loss).__name__,
            "optimizer": type(self.optimizer).__name__,
            "optimizer settings": rules,
            "callbacks with a state": [[type(c).__name__, settings(c)] for c in self.stateful],
        }

    @property
    def stateful(self) -> list[Callback]:
        """The callbacks whose state a checkpoint holds."""
        return [c for c in self.callbacks if type(c).state is not Callback.state]

    def header(self) -> dict[str, Any]:
        """Return what a checkpoint holds besides arrays."""
        return self.settings() | {
            "t": self.optimizer.t,
            "lr": [self.first_lr, self.optimizer.lr],
            "rng": self.rng.bit_generator.state,
            "history": {name: getattr(self.history, name) for name in History.names},
            "stop": self.stop,
        }

    def save(self, path: str | PathLike[str]) -> None:
        """Write all that is needed to go on bit for bit."""
        arrays = self.model.state() | prefixed("optimizer", self.optimizer.state)
        for i, callback in enumerate(self.stateful):
            arrays |= prefixed(f"callbacks.{i}", callback.state())
        files.write(path, self.header(), arrays)

    def load(self, path: str | PathLike[str]) -> None:
        """Take up the run that `save` wrote; `ValueError` if it does not fit this one."""
        header, arrays = files.read(path, FORMAT)
        model, optimizer = self.model, self.optimizer
        check_arrays(model.layers, arrays, str(path))
        try:
            history = {name: [float(v) for v in header["history"][name]] for name in History.names}
            t, stop, (first_lr, lr) = int(header["t"]), header["stop"], map(float, header["lr"])
            rng = generator_in(header["rng"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(
                f"{path} is no checkpoint of a run ({error!r}): resume from a file that "
                f"Checkpoint wrote"
            ) from error
        moments = unprefixed("optimizer", arrays)
        found = header | {"moments": {name: [*array.shape] for name, array in moments.items()}}
        sizes = dict.fromkeys(optimizer.moments, model.theta.shape)
        check_same(found, files.plain(self.settings() | {"moments": sizes}), path)
        model.load_state(arrays)
        optimizer.start(model.theta)
        optimizer.t = t
        for name, array in moments.items():
            optimizer.state[name][...] = array
        if first_lr == self.first_lr:  # or else it is to go on with another one
            optimizer.lr = lr
        self.rng, self.stop = rng, stop
        model.use_generator(rng)
        self.history.__dict__.update(history)
        for i, callback in enumerate(self.stateful):
            callback.load_state(unprefixed(f"callbacks.{i}", arrays))


def check_same(found: Mapping[str, Any], expected: Mapping[str, Any], path: Any) -> None:
    """Raise `ValueError` at the first setting of a run that is another one in the file."""
    for name, here in expected.items():
        there = found.get(name)
        if name == "layers":
            pairs = enumerate(zip(there or [], here, strict=False))
            name, there, here = next(
                ((f"layer {i}", *pair) for i, pair in pairs if pair[0] != pair[1]),
                (name, there, here),
            )
        if there != here:
            raise ValueError(
                f"{path} was written by another run, which can go on only as it was: its {name} "
                f"was {there!r}, and here it is {here!r}"
            )


def generator_in(state: dict[str, Any]) -> np.random.Generator:
    """Return the generator with this state, as `bit_generator.state` gives it."""
    bits = getattr(np.random, state["bit_generator"])()
    bits.state = with_arrays(bits.state, state)
    return np.random.Generator(bits)


def with_arrays(pattern: Any, value: Any) -> Any:
    """Return `value` with arrays in place of lists where `pattern` has them."""
    if isinstance(pattern, dict):
        return {name: with_arrays(part, value[name]) for name, part in pattern.items()}
    return np.array(value, pattern.dtype) if isinstance(pattern, np.ndarray) else value


def prefixed(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return the arrays with `prefix.` before each name."""
    return {f"{prefix}.{name}": array for name, array in arrays.items()}


def unprefixed(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return the arrays whose names start with `prefix.`, without it."""
    start = f"{prefix}."
    return {
        name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)
    }
