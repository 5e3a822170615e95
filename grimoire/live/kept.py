"""What takes long to make and is the same for every book, kept in the user's cache."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grimoire.live.folder import Folder
from nnlib.datasets.mnist import cache_dir

LISTING = "files.json"
"""The facts of the files; it stands beside them."""

MOST = 3
"""So many folders of a kind are kept, those that were used last, and what another build may read
just now: all that were used within a day."""
DAY = 24 * 3600.0


def shelf() -> Path:
    """Where they stand in the user's cache, beside MNIST."""
    return cache_dir().with_name("live")


def place(kind: str, key: str) -> Path:
    """Where something is kept."""
    return shelf() / f"{kind}-{key}"


def kept(kind: str, key: str) -> Folder | None:
    """What was kept of this kind under the key, if it is whole by a glance at its lengths."""
    folder = place(kind, key)
    try:
        facts = json.loads((folder / LISTING).read_text(encoding="utf-8"))
        if any((folder / name).stat().st_size != facts[name]["bytes"] for name in facts):
            return None
    except (OSError, ValueError):
        return None
    with suppress(OSError):  # one may read here and not write
        os.utime(folder)
    return Folder(kind, {name: folder / name for name in facts}, facts)


def keep(kind: str, key: str, files: Mapping[str, bytes]) -> Folder:
    """Keep these files; another process sees all of them or none.

    Raises
    ------
    OSError
        If they cannot be written.
    """
    folder = Folder.of(kind, files)
    shelf().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".part-", dir=shelf()) as part:
        whole = Path(part, "whole")
        for name, data in files.items():
            file = whole / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        (whole / LISTING).write_text(
            json.dumps(folder.facts, sort_keys=True), encoding="utf-8", newline="\n"
        )
        if kept(kind, key) is None:  # else another process was quicker
            shutil.rmtree(place(kind, key), ignore_errors=True)
            whole.rename(place(kind, key))
    drop_old(kind)
    return folder


def drop_old(kind: str) -> None:
    """Remove what was not used for the longest time."""
    used = {folder: folder.stat().st_mtime for folder in shelf().glob(f"{kind}-*")}
    for folder in sorted(used, key=lambda folder: used[folder])[:-MOST]:
        if used[folder] < time.time() - DAY:
            shutil.rmtree(folder, ignore_errors=True)
