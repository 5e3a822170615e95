"""Modules as bytecode, compiled by the very Python that will read it: Pyodide's, run by Node.

A browser would compile each module at every start: that is half of the time to a first output.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grimoire.live.archives import Entries, entries_of, packed
from grimoire.live.lock import Lock
from grimoire.node import NODE
from grimoire.problem import BookError

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Compiled:
    """What a run of Pyodide gave.

    Attributes
    ----------
    modules : dict
        For each archive the bytecode of its modules, by the names of their sources in it.
    loaded : set of str
        The modules that the imports loaded.
    fonts : bytes
        Matplotlib's list of its fonts, or nothing where it was not imported.
    """

    modules: dict[str, Entries]
    loaded: set[str]
    fonts: bytes


def standard_library(lock: Lock) -> str:
    """Where Pyodide puts `python_stdlib.zip`."""
    major, minor, _ = lock.python.split(".")
    return f"/lib/python{major}{minor}.zip"


def site_packages(lock: Lock) -> str:
    """Where Pyodide unpacks wheels."""
    major, minor, _ = lock.python.split(".")
    return f"/lib/python{major}.{minor}/site-packages"


def compiled(
    pyodide: Path,
    lock: bytes,
    archives: Mapping[str, tuple[Entries, str]],
    imports: Iterable[str] = (),
    packages: Iterable[str] = (),
) -> Compiled:
    """Compile the modules of archives.

    Parameters
    ----------
    pyodide, lock : Path and bytes
        A folder with the files of Pyodide, and the lock that it reads.
    archives : mapping
        What zip files hold, and the folder in which each will stand in Pyodide, by their names.
    imports, packages : iterable of str
        Modules to import after that, and the packages of the lock to load for it.
    """
    places = {name: place for name, (_, place) in archives.items()}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "pyodide-lock.json").write_bytes(lock)
        (work / "task.json").write_text(
            json.dumps({"archives": places, "imports": [*imports]}), encoding="utf-8", newline="\n"
        )
        for name, (entries, _) in archives.items():
            (work / name).write_bytes(packed(sources_in(entries)))
        run(pyodide, work, packages)
        modules = {name: entries_of((work / "bytecode" / name).read_bytes()) for name in archives}
        loaded = set(json.loads((work / "loaded.json").read_text(encoding="utf-8")))
        fonts = work / "fontlist.json"
        return Compiled(modules, loaded, fonts.read_bytes() if fonts.exists() else b"")


def sources_in(entries: Entries) -> Entries:
    return {name: data for name, data in entries.items() if name.endswith(".py")}


def run(pyodide: Path, work: Path, packages: Iterable[str]) -> None:
    program = HERE / "compile_in_pyodide.py"
    places = (HERE / "compile.mjs", pyodide.resolve(), work / "pyodide-lock.json", work, program)
    command = [NODE, *map(str, places), *packages]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise BookError(f"The modules for the pages could not be compiled:\n{done.stderr.strip()}")


def in_place_of_sources(entries: Entries, modules: Entries) -> Entries:
    """The archive with these modules as bytecode alone: as short as their sources were."""
    others = {name: data for name, data in entries.items() if name not in modules}
    return others | {f"{name}c": code for name, code in modules.items()}


def beside_sources(entries: Entries, modules: Entries, lock: Lock) -> Entries:
    """The archive with the bytecode where Python itself would keep it, so that both are there."""
    major, minor, _ = lock.python.split(".")
    added = {}
    for name, code in modules.items():
        path = PurePosixPath(name)
        added[str(path.parent / "__pycache__" / f"{path.stem}.cpython-{major}{minor}.pyc")] = code
    return entries | added
