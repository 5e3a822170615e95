"""Begin a session: join Python and the page, and give the page what runs a cell."""

from __future__ import annotations

import json
import sys
from typing import Any

from . import cell, glue, guards, packages


class Session:
    """What the worker holds of Python.

    Parameters
    ----------
    page : JavaScript object
        `say(text)` takes a message as JSON; `load(names)` and `fetch(address)` give promises;
        `fetchNow(address)` waits; `stopping()` says whether the reader wants to stop.
    known : str
        The packages that the page can load by the names one imports, as JSON.
    """

    def __init__(self, page: Any, known: str) -> None:
        self.page = page
        self.packages: dict[str, list[str]] = json.loads(known)
        self.kernel: Any = None
        guards.install()
        glue.install(self.say)
        sys.meta_path.append(packages.Finder(self.packages, self.bring))

    def say(self, message: dict[str, Any]) -> None:
        self.page.say(json.dumps(message))

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

        if folder is None:
            data.take_sample()
        else:
            data.supply(folder, self.fetch)
        if self.kernel is not None:
            adam_wasm.install(self.kernel)
        callbacks.watchers.append(training.Follower(self.tell, self.asked_to_stop))

    async def run(self, code: str, name: str) -> str:
        """Run a cell; the outcome is that of `cell.run`."""
        return await cell.run(code, name, self.say)

    def tell(self, state: dict[str, Any]) -> None:
        self.say({"kind": "training", **state})

    def asked_to_stop(self) -> bool:
        """Let the page's messages in, where the browser can wait inside Python, and ask."""
        if can_wait():
            import asyncio

            from pyodide.ffi import run_sync  # type: ignore[import-not-found,unused-ignore]

            run_sync(asyncio.sleep(0))
        return bool(self.page.stopping())

    def bring(self, names: list[str]) -> bool:
        if not can_wait():
            return False
        self.wait_for(self.page.load(json.dumps(names)))
        return True

    def fetch(self, address: str) -> bytes:
        answer = (
            self.wait_for(self.page.fetch(address)) if can_wait() else self.page.fetchNow(address)
        )
        if answer is None:
            raise OSError(f"{address.rpartition('/')[2]} did not arrive: is the network there?")
        data: bytes = answer.to_bytes()
        return data

    @staticmethod
    def wait_for(promise: Any) -> Any:
        from pyodide.ffi import run_sync

        return run_sync(promise)


def can_wait() -> bool:
    """Whether this browser lets Python wait for a promise."""
    from pyodide.ffi import can_run_sync  # type: ignore[import-not-found,unused-ignore]

    return bool(can_run_sync())
