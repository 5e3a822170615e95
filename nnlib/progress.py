"""While a network learns, say how far it is: one moving line in a terminal, few lines elsewhere."""

from __future__ import annotations

import sys
from typing import Any

from nnlib.run import Callback, Run

LINES = 10  # printed in all where no line can be updated, as in a notebook


class Progress(Callback):
    """The display of one run; with `show=False` it prints nothing."""

    def __init__(self, run: Run, show: bool) -> None:
        self.show = show
        self.bar = moving_line(run) if show else None

    def batch_end(self, run: Run) -> None:
        if self.bar is not None:
            self.bar.update()

    def epoch_end(self, run: Run) -> None:
        if self.bar is not None:
            self.bar.set_postfix_str(run.history.line())
            self.bar.set_description(f"epoch {run.epoch}/{run.epochs}")
        elif self.show and due(run):
            print(f"epoch {run.epoch}/{run.epochs}  {run.history.line()}", flush=True)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()


def due(run: Run) -> bool:
    """Print the first epoch, the last, and evenly between them, `LINES` or so in all."""
    every = -(-run.epochs // LINES)
    return run.epoch in (1, run.epochs) or run.stop or run.epoch % every == 0


def moving_line(run: Run) -> Any:
    """Return a tqdm bar where one works: in a terminal, with tqdm installed. Else None."""
    if not sys.stderr.isatty():
        return None
    try:
        from tqdm import tqdm  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return None
    total, done = run.epochs * run.batches, run.epoch * run.batches
    return tqdm(total=total, initial=done, unit="batch", dynamic_ncols=True)
