"""Which state of the sources something was made from, as short names to compare."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from grimoire import ROOT
from grimoire.course import CONTENT, SETTINGS, TOC, Course
from grimoire.edition import Edition
from grimoire.store import digest, file_digest

HOUSE = ("grimoire", "nnlib", "pyproject.toml", "requirements/book.lock")


def fingerprint(root: Path, faces: Iterable[str]) -> str:
    """A name for everything that these faces of the course in the folder `root` are made from."""
    from grimoire.digits import data_set  # loads NumPy
    from grimoire.live.runtime import state

    faces = list(faces)
    course, house = state_of(root, (SETTINGS, TOC, CONTENT)), state_of(ROOT, HOUSE)
    python = state() if "live" in faces else ""
    return digest(course, house, *faces, data_set(), python, Edition.of(root), *surroundings())


def shared_state(course: Course) -> str:
    """A name for what the reading of every page hangs on, beside the page itself.

    The names of all files of `content/` are part of it: a link to a page is read otherwise where
    there is no such page.
    """
    from grimoire.digits import data_set  # loads NumPy

    root = course.root
    names = [file.relative_to(root).as_posix() for file in source_files(root, [CONTENT])]
    settings, house = state_of(root, (SETTINGS, TOC)), state_of(ROOT, HOUSE)
    return digest(settings, house, names, data_set(), *surroundings())


def surroundings() -> tuple[str | None, ...]:
    """What of the machine goes into a build."""
    return os.environ.get("GITHUB_REPOSITORY"), sys.version


def state_of(root: Path, sources: Iterable[str | Path]) -> str:
    """A name for what these files and folders in the folder `root` hold."""
    return digest(
        *((f.relative_to(root).as_posix(), file_digest(f)) for f in source_files(root, sources))
    )


def source_files(root: Path, sources: Iterable[str | Path]) -> Iterator[Path]:
    """Every file below the sources, in a fixed order."""
    for source in (root / name for name in sources):
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        yield from (file for file in files if file.is_file() and "__pycache__" not in file.parts)


def listing(folder: Path) -> str:
    """A name for which files a folder holds, how large they are and when they were written."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    stats = ((file, file.stat()) for file in files)
    return digest(*((f.relative_to(folder).as_posix(), s.st_size, s.st_mtime_ns) for f, s in stats))
