"""While a network learns, say how far it is: one moving line in a terminal, few lines elsewhere."""

from __future__ import annotations

import sys
from typing import Any

from nnlib.run import Run

LINES = 10  # printed in all where no line can be updated, as in a notebook


class Progress:
    """The display of one run; with `show=False` it prints nothing."""

    def __init__(self, run: Run, n_batches: int, show: bool) -> None:
        self.run, self.show = run, show
        self.bar = moving_line(run, n_batches) if show else None

    def batch(self) -> None:
        """A batch is done."""
        if self.bar is not None:
            self.bar.update()

    def epoch(self) -> None:
        """An epoch is done."""
        run = self.run
        if self.bar is not None:
            self.bar.set_postfix_str(run.history.line())
            self.bar.set_description(f"epoch {run.epoch}/{run.epochs}")
        elif self.show and self.due():
            print(f"epoch {run.epoch}/{run.epochs}  {run.history.line()}", flush=True)

    def due(self) -> bool:
        """Print the first epoch, the last, and evenly between them, `LINES` or so in all."""
        run = self.run
        every = -(-run.epochs // LINES)
        return run.epoch in (1, run.epochs) or run.stop or run.epoch % every == 0

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()


def moving_line(run: Run, n_batches: int) -> Any:
    """Return a tqdm bar where one works: in a terminal, with tqdm installed. Else None."""
    if not sys.stderr.isatty():
        return None
    try:
        from tqdm import tqdm  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return None
    total = run.epochs * n_batches
    return tqdm(total=total, initial=run.epoch * n_batches, unit="batch", dynamic_ncols=True)
