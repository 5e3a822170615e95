"""Follow a training that runs in the page: tell how far it is, and end it where one asks."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from nnlib import Callback
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
        self.looked = 0.0

    def start(self, run: Run) -> None:
        """The first run that is stopped returns its history; the cell's next ones do not begin."""
        if self.asked_to_stop():
            raise KeyboardInterrupt

    def batch_end(self, run: Run) -> None:
        now = perf_counter()
        if now - self.looked < PAUSE:
            return
        self.looked = now
        line = run.history.line() if len(run.history) else ""
        self.tell({"epoch": run.epoch, "epochs": run.epochs, "line": line})
        if self.asked_to_stop():
            run.interrupt()
