"""Begin a session: join Python and the page, and give the page what runs a cell."""

from __future__ import annotations

import asyncio
import json
import sys
from importlib import import_module
from typing import Any

from . import cell, figures, glue, guards, packages
from .transcript import Transcript


class Session:
    """What the worker holds of Python.

    Parameters
    ----------
    page : JavaScript object
        `say(text)` takes a message as JSON; `load(names)`, `fetch(address)` and `sleep(seconds)`
        give promises; `fetchNow(address)` waits; `stopping()` says whether the reader wants to
        stop, which is known then to be heard.
    known : str
        The packages that the page can load by the names one imports, as JSON.
    """

    def __init__(self, page: Any, known: str) -> None:
        self.page = page
        self.packages: dict[str, list[str]] = json.loads(known)
        self.transcript = Transcript(lambda message: page.say(json.dumps(message)))
        self.kernel: Any = None
        self.task: asyncio.Task[Any] | None = None
        guards.install(self.sleep)
        glue.install(self.transcript.say)
        figures.say = self.transcript.say
        sys.meta_path.append(packages.Finder(self.packages, self.bring))

    def use_kernel(self, kernel: Any) -> None:
        """Join NumPy to the page's kernel, once it is loaded."""
        from . import products_wasm

        if products_wasm.install(kernel):
            self.kernel = kernel

    def use_nnlib(self, folder: str | None) -> None:
        """Join nnlib to the page, once it is loaded: its data, its training.

        `folder` is the address of MNIST's files, or None where the sample is to be used.
        """
        from nnlib import callbacks

        from . import adam_wasm, data, training

        data.Supply(folder, self.fetch)
        if self.kernel is not None:
            adam_wasm.install(self.kernel)
        callbacks.watchers.append(training.Follower(self.tell, self.asked_to_stop))
        training.follow_steps(self.asked_to_stop)

    def look_again(self) -> None:
        packages.look_again()

    def warm(self, names: str) -> None:
        """Import modules before a cell does; `names` is a list as JSON."""
        for name in json.loads(names):
            if name in self.packages:
                import_module("matplotlib.pyplot" if name == "matplotlib" else name)

    async def run(self, code: str, name: str) -> str:
        """Run a cell; the outcome is that of `cell.run`."""
        self.task = asyncio.current_task()
        return await cell.run(code, name, self.transcript)

    def cancel(self) -> None:
        """End the cell where it awaits something."""
        if self.task is not None and getattr(self.task, "_fut_waiter", None) is not None:
            self.task.cancel()

    def tell(self, state: dict[str, Any]) -> None:
        self.transcript.say({"kind": "training", **state})

    def asked_to_stop(self) -> bool:
        """Let the page's messages in, where the browser can wait inside Python, and ask."""
        self.transcript.flush()
        if can_wait():
            wait_for(asyncio.sleep(0))
        return bool(self.page.stopping())

    def sleep(self, seconds: float) -> bool:
        """Let seconds pass; the reader can stop meanwhile."""
        self.transcript.flush()
        if not can_wait():
            return False
        self.wait_or_stop(self.page.sleep(seconds))
        return True

    def bring(self, names: list[str]) -> bool:
        if not can_wait():
            return False
        reason = self.wait_or_stop(self.page.load(json.dumps(names)))
        if reason:
            raise ImportError(reason)
        return True

    def fetch(self, address: str) -> bytes:
        page = self.page
        answer = self.wait_or_stop(page.fetch(address)) if can_wait() else page.fetchNow(address)
        if isinstance(answer, str):
            raise OSError(answer)
        data: bytes = answer.to_bytes()
        return data

    def wait_or_stop(self, promise: Any) -> Any:
        """Wait for a promise, which the page keeps at once when the reader wants to stop."""
        value = wait_for(promise)
        if self.page.stopping():
            raise KeyboardInterrupt
        return value


def wait_for(promise: Any) -> Any:
    from pyodide.ffi import run_sync  # type: ignore[import-not-found,unused-ignore]

    return run_sync(promise)


def can_wait() -> bool:
    """Whether this browser lets Python wait for a promise."""
    from pyodide.ffi import can_run_sync  # type: ignore[import-not-found,unused-ignore]

    return bool(can_run_sync())
