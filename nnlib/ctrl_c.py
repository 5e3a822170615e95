"""Ctrl-C ends a run of training and keeps what it has reached; pressed again, it ends the program.

Training often stands in a loop, and a batch is soon done, so the second press may meet the next
run. It counts as the second where both runs belong to the same script, cell or test.
"""

from __future__ import annotations

import signal
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from nnlib.run import Run

PYTHON = str(Path(sysconfig.get_path("stdlib")).resolve())
ended_in: list[FrameType] = []  # the program whose last run was ended by Ctrl-C, if one was


@contextmanager
def ctrl_c_interrupts(run: Run) -> Iterator[None]:
    """Let Ctrl-C end the run, but cut no step in half; a second one interrupts at once."""

    def note(number: int, frame: Any) -> None:
        here = program()
        if run.interrupted or here in ended_in:
            ended_in.clear()
            raise KeyboardInterrupt
        run.interrupt()
        ended_in[:] = [] if here is None else [here]

    ours = (
        threading.current_thread() is threading.main_thread()  # only there can it be caught
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if ours:
        signal.signal(signal.SIGINT, note)
    try:
        yield
        if ours and not run.interrupted:
            ended_in.clear()
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def program() -> FrameType | None:
    """Return the outermost call that is the user's: of a script, a notebook's cell, a test."""
    frame: FrameType | None = sys._getframe()
    outermost = None
    while frame is not None:
        if is_users(frame.f_code.co_filename):
            outermost = frame
        frame = frame.f_back
    return outermost


def is_users(file: str) -> bool:
    """Whether code is neither Python's own, nor an installed package's, nor a launcher's."""
    if file.startswith("<frozen") or {"site-packages", "dist-packages"} & {*Path(file).parts}:
        return False
    launcher = Path(file).parent.name in ("bin", "Scripts")
    return not launcher and not str(Path(file).resolve()).startswith(PYTHON)
