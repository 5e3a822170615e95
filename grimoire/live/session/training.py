"""Follow a training that runs in the page: tell how far it is, and end it where one asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Any

from nnlib import Callback
from nnlib.guards import busy
from nnlib.optimizers import Optimizer
from nnlib.run import Run

PAUSE = 0.05
"""Seconds between two looks at what the page wants."""


class Follower(Callback):
    """Joined to every run of `nnlib.fit`.

    Parameters
    ----------
    tell : function
        Is given a dictionary with the epoch, the epochs and the newest line of the history.
    asked_to_stop : function
        Lets the page's messages in, and returns whether the reader wants to stop.
    """

    def __init__(
        self, tell: Callable[[dict[str, Any]], None], asked_to_stop: Callable[[], bool]
    ) -> None:
        self.tell, self.asked_to_stop = tell, asked_to_stop
        self.is_due = timer(PAUSE)

    def start(self, run: Run) -> None:
        """The first run that is stopped returns its history; the cell's next ones do not begin."""
        if self.asked_to_stop():
            raise KeyboardInterrupt

    def batch_end(self, run: Run) -> None:
        if self.is_due():
            line = run.history.line() if len(run.history) else ""
            self.tell({"epoch": run.epoch, "epochs": run.epochs, "line": line})
            if self.asked_to_stop():
                run.interrupt()


def follow_steps(asked_to_stop: Callable[[], bool]) -> None:
    """Let a loop that the reader has written around an optimizer end after a step.

    `nnlib.fit` has its own way to end, after the batch.
    """
    step, is_due = Optimizer.step, timer(PAUSE)

    @wraps(step)
    def step_and_look(optimizer: Optimizer, *args: Any, **options: Any) -> None:
        step(optimizer, *args, **options)
        if id(optimizer) not in busy and is_due() and asked_to_stop():
            raise KeyboardInterrupt

    Optimizer.step = step_and_look  # type: ignore[method-assign]


def timer(pause: float) -> Callable[[], bool]:
    """A function that is true when it was last true `pause` seconds ago or more."""
    last = 0.0

    def is_due() -> bool:
        nonlocal last
        now = perf_counter()
        if now - last < pause:
            return False
        last = now
        return True

    return is_due
