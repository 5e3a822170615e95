"""Whether anything that goes into the book has changed since it was built."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from grimoire.edition import Edition
from grimoire.site.execution import data_set

HOUSE = ("grimoire", "requirements/book.lock")
SOURCES = ("_config.yml", "_toc.yml", "content", "nnlib", "pyproject.toml", *HOUSE)


def fingerprint(root: Path, faces: Iterable[str]) -> str:
    """A name for the state of all sources in the folder `root`, the data and the settings."""
    settings = (
        state_of(root, SOURCES),
        *faces,
        data_set(),
        Edition.of(root),
        os.environ.get("GITHUB_REPOSITORY"),
        sys.version,
    )
    return hashlib.sha256(repr(settings).encode()).hexdigest()


def state_of(root: Path, sources: Iterable[str]) -> str:
    """A name for the state of these files and folders in the folder `root`."""
    digest = hashlib.sha256()
    for file in source_files(root, sources):
        digest.update(f"{file.relative_to(root).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def source_files(root: Path, sources: Iterable[str]) -> Iterator[Path]:
    """Every file below the sources, in a fixed order."""
    for source in (root / name for name in sources):
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        yield from (file for file in files if file.is_file() and "__pycache__" not in file.parts)
