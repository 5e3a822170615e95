"""What builds have made, kept by content: the same name always holds the same bytes.

A name is a digest of all that went into the making, so nothing here can be stale, and a build that
was killed leaves nothing that is half true.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

Made = TypeVar("Made")


def digest(*parts: object) -> str:
    """A name for these values; each must have a `repr` that says all of it."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def file_digest(file: Path) -> str:
    """A name for what a file holds, or "" where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()[:32]
    except (FileNotFoundError, IsADirectoryError):
        return ""


class Store:
    """A folder of made things.

    Parameters
    ----------
    folder : Path
        Where they stand; made when the first is put in.
    good : callable
        Whether all is well. Where it is not, nothing more is kept: what was made after a warning
        would be taken by the next build without the warning.
    """

    def __init__(self, folder: Path, good: Callable[[], bool] = lambda: True) -> None:
        self.folder = folder
        self.good = good
        self.used: set[Path] = set()

    def get(self, kind: str, key: str) -> Any | None:
        """What was kept as `key` of this kind, or None."""
        file = self.file(kind, key)
        try:
            return pickle.loads(file.read_bytes())
        except FileNotFoundError:
            return None

    def put(self, kind: str, key: str, made: object) -> None:
        """Keep something; a reader sees all of it or nothing."""
        self.put_bytes(kind, key, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))

    def put_bytes(self, kind: str, key: str, made: bytes) -> None:
        """Keep bytes as they are."""
        if self.good():
            write_whole(self.file(kind, key), made)

    def has(self, kind: str, key: str) -> bool:
        """Whether something is kept as `key`; to ask marks it as used."""
        return self.file(kind, key).is_file()

    def make(self, kind: str, key: str, maker: Callable[[], Made]) -> Made:
        """What was kept as `key`, or what `maker` makes now."""
        made: Made | None = self.get(kind, key)
        if made is None:
            made = maker()
            self.put(kind, key, made)
        return made

    def file(self, kind: str, key: str) -> Path:
        """Where it is kept; to ask for it marks it as used."""
        file = self.folder / kind / key
        self.used.add(file)
        return file

    def sweep(self) -> None:
        """Remove what nobody has asked for since this store was opened."""
        for file in self.folder.glob("*/*"):
            if file not in self.used:
                file.unlink(missing_ok=True)


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".part-{uuid4().hex}")
    try:
        part.write_bytes(data)
        os.replace(part, file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
