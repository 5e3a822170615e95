"""A book in preview: its process, and a reader who hears what a browser is told."""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LONG = 120.0
"""Seconds after which something that was to happen does not, on the busiest machine."""

READY = re.compile(r"The book is at http://127\.0\.0\.1:(\d+)")


@contextmanager
def previewed(book: Path) -> Iterator[int]:
    """The port at which the book is shown; its process is ended as by Ctrl-C."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "IPYTHONDIR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "grimoire", "serve", "--port", "0"],
        cwd=book,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    found = READY.search(process.stdout.readline())
    assert found, "the preview did not say where it is"
    threading.Thread(target=process.stdout.read, daemon=True).start()
    try:
        yield int(found[1])
    finally:
        process.terminate()
        process.wait(LONG)


class Reader:
    """Who looks at one page."""

    def __init__(self, port: int, docname: str) -> None:
        self.port = port
        self.events: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", f"/-preview/events?page={docname}")
        self._answer = connection.getresponse()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        name = ""
        for line in self._answer:
            key, _, value = line.decode().rstrip("\n").partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                self.events.put((name, json.loads(value)))

    def wait(self, name: str, fits: Callable[[Any], object]) -> Any:
        """The first event of this name that fits."""
        while True:
            kind, data = self.events.get(timeout=LONG)
            if kind == name and fits(data):
                return data

    def page_with(self, words: str) -> str:
        """The page as soon as it says this."""
        html: str = self.wait("page", lambda data: words in data["html"])["html"]
        return html

    def problem(self, words: str) -> dict[str, Any]:
        """The problem whose message has these words, as soon as it is told."""

        def the_one(state: Any) -> list[dict[str, Any]]:
            return [problem for problem in state["problems"] if words in problem["message"]]

        return the_one(self.wait("state", the_one))[0]

    def no_problem(self) -> None:
        """Return as soon as the book has none."""
        self.wait("state", lambda state: state["ready"] and not state["problems"])


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """What the preview answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()
