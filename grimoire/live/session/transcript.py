"""All that a cell gives, in order: what it prints goes to the page in pieces, with an end."""

from __future__ import annotations

from collections.abc import Callable
from io import TextIOBase
from time import perf_counter
from typing import Any

MOST = 100_000
"""Characters of one cell that the page shows."""

AT_ONCE, PAUSE = 50, 0.05
"""Pieces that a cell may send at once, and seconds until it may send one more."""

Say = Callable[[dict[str, Any]], None]
"""Takes one message for the page."""


class Transcript:
    """What the cells say to the page.

    Parameters
    ----------
    send : function
        Is given each message: a dictionary with "kind" and what that kind needs.
    """

    def __init__(self, send: Say) -> None:
        self.send = send
        self.streams = Stream("stdout", self), Stream("stderr", self)
        self.begin()

    def begin(self) -> None:
        """A cell begins."""
        self.kind = "stdout"
        self.waiting: list[str] = []
        self.wrote, self.allowance = perf_counter(), float(AT_ONCE)
        self.shown = self.line = self.hidden = 0

    def say(self, message: dict[str, Any]) -> None:
        """Send a message, after what was printed before it."""
        self.flush()
        self.send(message)

    def write(self, kind: str, text: str) -> None:
        if kind != self.kind:
            self.flush()
            self.kind, self.line = kind, 0
        self.waiting.append(text)
        now = perf_counter()
        self.allowance = min(self.allowance + (now - self.wrote) / PAUSE, AT_ONCE)
        self.wrote = now
        if self.allowance >= 1:
            self.allowance -= 1
            self.flush()

    def flush(self) -> None:
        """Send what waits. A line that is written over counts once, however often it is."""
        text = "".join(self.waiting).replace("\r\n", "\n")
        self.waiting = ["\r"] if text.endswith("\r") else []
        first, *others = [line.rstrip("\r") for line in text.split("\n")]
        _, written_over, first = first.rpartition("\r")
        if written_over:
            self.shown -= self.line
            self.line = 0
        others = [line.rpartition("\r")[2] for line in others]
        text = "\n".join([written_over + first, *others])
        piece = text[: max(0, MOST - self.shown)]
        self.shown += len(piece)
        self.hidden += len(text) - len(piece)
        if piece:
            _, newline, last = piece.rpartition("\n")
            self.line = len(last) if newline else self.line + len(last)
            self.send({"kind": self.kind, "text": piece})

    def end(self) -> None:
        """The cell has ended."""
        self.flush()
        if self.hidden:
            text = f"\n… and {self.hidden:,} characters more, not shown.\n"
            self.send({"kind": "stderr", "text": text})


class Stream(TextIOBase):
    """Stands for `sys.stdout` or `sys.stderr` as long as Python runs: some keep what they print to.

    `logging` does, for one.
    """

    encoding = "utf-8"

    def __init__(self, kind: str, transcript: Transcript) -> None:
        self.kind, self.transcript = kind, transcript

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.transcript.write(self.kind, text)
        return len(text)

    def flush(self) -> None:
        self.transcript.flush()

    def close(self) -> None:
        """A cell cannot close it for the others."""
        self.flush()
