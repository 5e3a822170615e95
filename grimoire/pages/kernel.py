"""Run a page's cells: name the one that is slow, and stop one that never ends or says too much."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

SLOW = 20.0
"""Seconds after which a cell that still runs is named."""

LARGEST = 10_000_000
"""Characters that the cells of a page may print and draw in all."""


class OutputError(Exception):
    """The cells have printed or drawn more than a page can hold."""


FAILURES = (CellExecutionError, CellTimeoutError, DeadKernelError, OutputError)


@dataclass(frozen=True)
class Ran:
    """What became of a page's cells: the seconds, and the error with the place of its cell."""

    seconds: float
    error: Exception | None = None
    index: int = 0


class Kernel(NotebookClient):
    """A kernel of its own for one page, which has run nothing before."""

    def __init__(self, file: Path, notebook: NotebookNode, timeout: int) -> None:
        super().__init__(
            notebook,
            timeout=timeout,
            record_timing=False,  # times in a cell's metadata would make it another cell
            resources={"metadata": {"path": str(file.parent)}},
            coalesce_streams=True,  # what a cell prints is one text, whenever the kernel sent it
            on_cell_execute=self.begin,
            on_cell_executed=self.end,
        )
        self.file = file
        self.index = 0
        self.size = 0
        self.timer = Timer(0, lambda: None)

    def run(self) -> Ran:
        """Run all cells; they hold their outputs afterwards."""
        started, error = time.monotonic(), None
        try:
            self.execute()
        except FAILURES as failure:
            error = failure
        finally:
            self.timer.cancel()
        return Ran(time.monotonic() - started, error, self.index)

    def begin(self, cell: NotebookNode, cell_index: int) -> None:
        self.index = cell_index
        self.timer = Timer(SLOW, self.tell)
        self.timer.daemon = True
        self.timer.start()

    def end(self, cell: NotebookNode, cell_index: int, execute_reply: Any) -> None:
        self.timer.cancel()

    def tell(self) -> None:
        line = self.nb.metadata["source_map"][self.index]
        print(
            f"{self.file}:{line}: this cell has run for {SLOW:.0f} s. It is stopped after"
            f" {self.timeout} s; `execute: timeout:` in _config.yml raises the limit.",
            file=sys.stderr,
        )

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take what the kernel says, up to a limit."""
        content = msg["content"]
        self.size += len(str(content.get("text", ""))) + len(str(content.get("data", "")))
        if self.size > LARGEST:
            raise OutputError
        return super().process_message(msg, cell, cell_index)
