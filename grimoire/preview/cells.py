"""Run the cells of pages while their author waits: say how far they are, and stop when told to.

Every run has a kernel of its own that has run nothing before, so its results are those of a build.
The next kernel is started beforehand, in the folder where it will be wanted.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

from grimoire.pages.execution import Run
from grimoire.pages.kernel import FAILURES, Kernel

PATIENCE = 3.0
"""Seconds that an interrupted cell has to stop before its kernel is ended."""

STARTUP = 60.0
"""Seconds that a kernel has to start."""

Seat = tuple[str, Path]
"""What makes a kernel fit for a page: its name, and the folder it runs in."""


@dataclass
class Ready:
    """A kernel that has run nothing, and a connection to it."""

    seat: Seat
    manager: AsyncKernelManager
    client: AsyncKernelClient
    ending: asyncio.Task[None] | None = None

    async def end(self) -> None:
        """End it once, however many ask for that at the same time."""
        if self.ending is None:
            self.client.stop_channels()
            self.ending = asyncio.ensure_future(self.manager.shutdown_kernel(now=True))
        await asyncio.shield(self.ending)


@dataclass(frozen=True)
class Progress:
    """How far a page is: cell `cell` of `cells`, which stands at `line`, runs since `since`."""

    docname: str
    cell: int
    cells: int
    line: int
    since: float


@dataclass(frozen=True)
class Outcome:
    """What became of a run: `error`, where there is one, ended the cell at `index`."""

    run: Run
    seconds: float
    error: Exception | None
    index: int
    stopped: bool
    progress: Progress | None


@dataclass
class Running:
    """A page whose cells run now, or wait for a processor."""

    run: Run
    done: Callable[[Outcome], None]
    task: asyncio.Task[None] | None = None
    kernel: Ready | None = None
    progress: Progress | None = None
    stopped: bool = False


class Cells:
    """The kernels of the preview, on a thread of their own.

    Parameters
    ----------
    timeout : int
        Seconds that a cell may take.
    report : callable
        Called at each change of what runs, with the progress of every page.
    """

    def __init__(self, timeout: int, report: Callable[[list[Progress]], None]) -> None:
        self.timeout, self.report = timeout, report
        self._running: dict[str, Running] = {}
        self._spare: Ready | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._spare_lock = asyncio.Lock()
        self._closed = False
        self._turn = asyncio.Semaphore(os.cpu_count() or 1)
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, name="cells", daemon=True).start()

    def start(self, docname: str, run: Run, done: Callable[[Outcome], None]) -> None:
        """Run a page; an older run of it that is not finished ends without a word."""
        self._wait(self._begin(docname, Running(run, done)))

    def has_begun(self, docname: str, notebook: nbformat.NotebookNode) -> bool:
        """Whether these very cells of the page run now."""
        running = self._running.get(docname)
        return running is not None and sources(running.run.notebook) == sources(notebook)

    @property
    def busy(self) -> bool:
        """Whether the cells of any page run."""
        return bool(self._running)

    def stop(self, docname: str) -> None:
        """Interrupt the page's cell, as Ctrl-C does."""
        self._wait(self._interrupt(docname))

    def drop(self, docname: str) -> None:
        """End a run that is no longer wanted, without a word."""
        self._wait(self._end(docname))

    def prepare(self, seat: Seat) -> None:
        """Have a kernel ready for the next run, some time."""
        asyncio.run_coroutine_threadsafe(self._prepare(seat), self._loop)

    def close(self) -> None:
        """End every kernel at once."""
        self._wait(self._end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _begin(self, docname: str, running: Running) -> None:
        await self._end(docname)
        self._running[docname] = running
        running.task = asyncio.create_task(self._run(docname, running))

    async def _run(self, docname: str, running: Running) -> None:
        run, error, begun = running.run, None, time.perf_counter()
        client = Kernel(run.file, run.notebook, self.timeout)
        client.on_cell_start = self._note(docname, running)
        async with self._turn:
            starting = asyncio.create_task(self._kernel(seat_of(run)))
            try:
                running.kernel = await asyncio.shield(starting)
                client.km, client.kc = running.kernel.manager, running.kernel.client
                client.owns_km = False
                begun = time.perf_counter()
                if not running.stopped:
                    await client.async_execute()
            except FAILURES as failure:
                error = failure
            finally:
                client.timer.cancel()
                self._end_later(await starting)
        seconds = time.perf_counter() - begun
        del self._running[docname]
        self._tell()
        outcome = Outcome(run, seconds, error, client.index, running.stopped, running.progress)
        await asyncio.to_thread(running.done, outcome)
        if not self._running:
            await self._prepare(seat_of(run))

    def _note(self, docname: str, running: Running) -> Callable[..., None]:
        """What notes that a cell begins."""
        notebook = running.run.notebook
        code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]

        def note(cell: nbformat.NotebookNode, cell_index: int) -> None:
            if cell_index in code:
                line = notebook.metadata["source_map"][cell_index]
                place = (code.index(cell_index) + 1, len(code), line)
                running.progress = Progress(docname, *place, time.time())
                self._tell()

        return note

    async def _interrupt(self, docname: str) -> None:
        running = self._running.get(docname)
        if running is None or running.task is None:
            return
        running.stopped = True
        if running.kernel:
            await running.kernel.manager.interrupt_kernel()
            await asyncio.wait({running.task}, timeout=PATIENCE)
            if self._running.get(docname) is running:
                await running.kernel.end()

    async def _end(self, docname: str) -> None:
        if running := self._running.pop(docname, None):
            assert running.task
            running.task.cancel()
            await asyncio.wait({running.task})
            self._tell()

    def _end_later(self, kernel: Ready) -> None:
        ending = asyncio.create_task(kernel.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _end_all(self) -> None:
        for docname in list(self._running):
            await self._end(docname)
        async with self._spare_lock:
            self._closed = True
            if self._spare:
                self._end_later(self._spare)
        await asyncio.gather(*self._ending)

    async def _prepare(self, seat: Seat) -> None:
        async with self._spare_lock:
            if not (self._closed or (self._spare and self._spare.seat == seat)):
                self._spare = await self._fitting(seat)

    async def _kernel(self, seat: Seat) -> Ready:
        async with self._spare_lock:
            return await self._fitting(seat)

    async def _fitting(self, seat: Seat) -> Ready:
        """The kernel that is ready, where it fits and lives, or a new one."""
        spare, self._spare = self._spare, None
        if spare and spare.seat == seat and await spare.manager.is_alive():
            return spare
        if spare:
            self._end_later(spare)
        manager = AsyncKernelManager(kernel_name=seat[0])
        await manager.start_kernel(cwd=str(seat[1]))
        client = manager.client()
        client.allow_stdin = False
        client.start_channels()
        kernel = Ready(seat, manager, client)
        try:
            await client.wait_for_ready(timeout=STARTUP)
        except RuntimeError:
            self._end_later(kernel)
            raise
        return kernel

    def _tell(self) -> None:
        self.report([r.progress for r in self._running.values() if r.progress])


def seat_of(run: Run) -> Seat:
    kernel = run.notebook.metadata.get("kernelspec", {}).get("name", "python3")
    return kernel, run.file.parent


def sources(notebook: nbformat.NotebookNode) -> list[str]:
    """What the cells of a page are, without what came of them."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]
