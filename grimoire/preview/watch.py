"""Which sources have changed, however an editor saves them.

A save may write in place, in pieces, through a second file that takes the name of the first, or
after the old file was removed. So an event only says that it is time to look; what has changed is
what holds another text than before.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Event, Lock, Thread

from watchfiles import watch

from grimoire.course import CONTENT, SETTINGS, TOC

HOUSE = (Path("grimoire"), Path("nnlib"))
FOLDERS = (CONTENT, *HOUSE)
FILES = (TOC, SETTINGS)
STEP = 20
"""Milliseconds between two looks at what the system reports."""

SETTLE = 0.1
"""Seconds in which a file that is gone or empty may come back, as the middle of a save."""

Stamp = tuple[int, int, int]


class Sources:
    """The files a book is made from, as they were when last looked at.

    Parameters
    ----------
    root : Path
        The repository.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._stamps: dict[Path, Stamp] = {}
        self._texts: dict[Path, bytes] = {}
        self._lock = Lock()
        self.changed()

    def changed(self) -> set[Path]:
        """The files that hold something else than at the last call, or are new or gone."""
        with self._lock:
            touched = self._touched()
            if any(self._is_unfinished(file) for file in touched):
                time.sleep(SETTLE)
                touched = self._touched()
            return {file for file in touched if self._take(file)}

    def _touched(self) -> set[Path]:
        now = dict(self._stamped())
        files = {file for file, stamp in now.items() if stamp != self._stamps.get(file)}
        return files | (self._stamps.keys() - now.keys())

    def _is_unfinished(self, file: Path) -> bool:
        return file in self._stamps and not (file.is_file() and file.stat().st_size)

    def _take(self, file: Path) -> bool:
        """Remember the file as it is now; say whether it holds something else than before."""
        before = self._texts.pop(file, None)
        self._stamps.pop(file, None)
        try:
            self._stamps[file] = stamp(file)
            self._texts[file] = sha256(file.read_bytes()).digest()
        except FileNotFoundError:
            self._stamps.pop(file, None)
        return self._texts.get(file) != before

    def _stamped(self) -> Iterator[tuple[Path, Stamp]]:
        for file in self._files():
            with suppress(FileNotFoundError):
                yield file, stamp(file)

    def _files(self) -> Iterator[Path]:
        yield from (self.root / name for name in FILES)
        for folder in FOLDERS:
            for place, folders, names in os.walk(self.root / folder):
                folders[:] = filter(is_source, folders)
                yield from (Path(place, name) for name in names if is_source(name))

    def follow(self, act: Callable[[set[Path]], None], stop: Event) -> None:
        """Call `act` with the changed files at each change, until `stop` is set."""
        folders = [self.root / folder for folder in FOLDERS]
        for paths, recursive in (folders, True), ([self.root], False):
            see = partial(self._see, act, stop, paths, recursive)
            Thread(target=see, name="watch", daemon=True).start()

    def _see(
        self, act: Callable[[set[Path]], None], stop: Event, paths: list[Path], recursive: bool
    ) -> None:
        for _ in watch(
            *paths,
            watch_filter=None,
            debounce=STEP,
            step=STEP,
            stop_event=stop,
            recursive=recursive,
            raise_interrupt=False,
        ):
            if files := self.changed():
                act(files)


def stamp(file: Path) -> Stamp:
    status = file.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def is_source(name: str) -> bool:
    """Whether a file or folder is the book's, and not put beside it by an editor or by Python."""
    return not (name.startswith((".", "__pycache__")) or name.endswith(("~", ".tmp", ".bak")))
