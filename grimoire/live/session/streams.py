"""What a cell prints, sent to the page in pieces, and cut off where it is too much to show."""

from __future__ import annotations

from collections.abc import Callable
from io import TextIOBase
from time import perf_counter
from typing import Any

MOST = 100_000
"""Characters of one cell that the page shows."""

PAUSE = 0.05
"""Seconds for which short pieces are gathered."""


class Stream(TextIOBase):
    """Stands for `sys.stdout` or `sys.stderr` while a cell runs."""

    def __init__(self, kind: str, say: Callable[[dict[str, Any]], None]) -> None:
        self.kind, self.say = kind, say
        self.waiting: list[str] = []
        self.written = 0
        self.sent = perf_counter()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if shown := text[: max(0, MOST - self.written)]:
            self.waiting.append(shown)
        self.written += len(text)
        if perf_counter() - self.sent > PAUSE:
            self.flush()
        return len(text)

    def flush(self) -> None:
        self.sent = perf_counter()
        if self.waiting:
            self.say({"kind": self.kind, "text": "".join(self.waiting)})
            self.waiting.clear()

    def close(self) -> None:
        if self.written > MOST:
            self.waiting.append(f"\n… and {self.written - MOST:,} characters more, not shown.\n")
        self.flush()
