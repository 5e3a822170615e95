"""What a browser cannot do: said in a sentence where a cell tries it, or done in another way."""

from __future__ import annotations

import builtins
import io
import os
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

from .hints import ELSEWHERE


def install(wait: Callable[[float], bool]) -> None:
    """Replace what reads from a keyboard or a network, and clocks that stand still.

    A browser tells no processor time. The worker does nothing but run the cell, so the time that
    passes is nearly the same.

    Parameters
    ----------
    wait : function
        Lets seconds pass so that the reader can stop; False where the browser has no such way.
    """
    builtins.input = no_input
    sys.stdin = NoKeyboard()
    socket.create_connection = no_connection
    socket.socket.connect = no_connection  # type: ignore[method-assign]
    os.fork = no_process
    time.process_time, time.process_time_ns = time.perf_counter, time.perf_counter_ns
    time.sleep = sleeping_by(wait, time.sleep)


def no_input(prompt: object = "") -> NoReturn:
    raise RuntimeError(
        "input() cannot wait for you here: write the value into the cell, such as name = 'Ada'"
    )


class NoKeyboard(io.TextIOBase):
    """Stands for `sys.stdin`."""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> NoReturn:
        no_input()

    def readline(self, size: int = -1) -> NoReturn:  # type: ignore[override]
        no_input()


def no_connection(*args: Any, **options: Any) -> NoReturn:
    raise PermissionError(ELSEWHERE)


def no_process() -> NoReturn:
    raise OSError("a browser does not support processes")


def sleeping_by(
    wait: Callable[[float], bool], sleep: Callable[[float], None]
) -> Callable[[float], None]:
    """A function like `time.sleep` that asks `wait` first."""

    def sleeping(seconds: float, /) -> None:
        if seconds <= 0 or not wait(seconds):
            sleep(seconds)

    return sleeping
