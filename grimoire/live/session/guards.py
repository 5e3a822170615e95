"""What a browser cannot do: said in a sentence where a cell tries it, or done in another way."""

from __future__ import annotations

import builtins
import socket
import time
from typing import Any, NoReturn

from .tracebacks import ELSEWHERE


def install() -> None:
    """Replace `input`, what opens a connection to another machine, and a clock that stands still.

    A browser tells no processor time. The worker does nothing but run the cell, so the time that
    passes is nearly the same.
    """
    builtins.input = no_input
    socket.create_connection = no_connection
    socket.socket.connect = no_connection  # type: ignore[method-assign]
    time.process_time, time.process_time_ns = time.perf_counter, time.perf_counter_ns


def no_input(prompt: object = "") -> NoReturn:
    raise RuntimeError(
        "input() cannot wait for you here: write the value into the cell, such as name = 'Ada'"
    )


def no_connection(*args: Any, **options: Any) -> NoReturn:
    raise PermissionError(ELSEWHERE)
