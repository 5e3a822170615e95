"""What a browser cannot do, said in a sentence where a cell tries it."""

from __future__ import annotations

import builtins
import socket
from typing import Any, NoReturn

from .tracebacks import ELSEWHERE


def install() -> None:
    """Replace `input`, and what opens a connection to another machine."""
    builtins.input = no_input
    socket.create_connection = no_connection
    socket.socket.connect = no_connection  # type: ignore[method-assign]


def no_input(prompt: object = "") -> NoReturn:
    raise RuntimeError(
        "input() cannot wait for you here: write the value into the cell, such as name = 'Ada'"
    )


def no_connection(*args: Any, **options: Any) -> NoReturn:
    raise PermissionError(ELSEWHERE)
