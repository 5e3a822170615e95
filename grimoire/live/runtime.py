"""The files of Pyodide as the pages load them: quicker to start, and without what nobody reads."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

from grimoire.fingerprint import state_of
from grimoire.live import kept, supply
from grimoire.live.archives import Entries, entries_of, lean, pack_of, packed
from grimoire.live.bytecode import (
    Compiled,
    compiled,
    in_place_of_sources,
    site_packages,
    standard_library,
)
from grimoire.live.folder import Folder, facts_of
from grimoire.live.licences import licences
from grimoire.live.lock import Lock, served_as, the_lock

KIND = "runtime"
LIBRARY = "python_stdlib.zip"
MADE_BY = (
    *("archives.py", "bytecode.py", "compile.mjs", "compile_in_pyodide.py"),
    *("licences.py", "lock.py", "runtime.json", "runtime.py"),
)
"""The files of this folder that the runtime hangs on."""

IMPORTS = (
    *("numpy", "matplotlib.pyplot"),
    *("sklearn.datasets", "sklearn.linear_model", "sklearn.model_selection", "sklearn.pipeline"),
)
"""What pages import. What of the standard library this loads is compiled; the rest is not, since
bytecode is longer than its source."""

FONTS = "matplotlib/fontlist.json"
"""Where Pyodide's Matplotlib looks for the list of its fonts, and else makes one at each start. The
list that it comes with is of another version of Matplotlib."""


def key() -> str:
    """A name for what the runtime is made from."""
    return state_of(Path(__file__).parent, MADE_BY)


def runtime() -> Folder | None:
    """The runtime, if it has been made.

    Raises
    ------
    BookError
        If the folder that GRIMOIRE_PYODIDE names is not whole.
    """
    supply.named_folder()
    return kept.kept(KIND, key())


def state() -> str:
    """A name for what the pages run on, from a glance; empty where they do not run."""
    return key() if runtime() else ""


def prepare() -> None:
    """Make the runtime where it is missing; where it cannot be had, say so in a line."""
    if runtime() is None and (pyodide := supply.supply()):
        print("Preparing Python for the pages …", file=sys.stderr)
        files = made(pyodide, the_lock())
        try:
            kept.keep(KIND, key(), files)
        except OSError as error:
            supply.say_no_run(f"its files could not be kept in {kept.shelf()}: {error}")


def made(pyodide: Path, lock: Lock) -> dict[str, bytes]:
    """The files of the runtime, from a folder with the files of the lock."""
    files = {file.name: supply.read(pyodide, file) for file in lock.files}
    wheels = {name: data for name, data in files.items() if name.endswith(".whl")}
    places = dict.fromkeys(wheels, site_packages(lock)) | {LIBRARY: standard_library(lock)}
    trimmed = {name: lean(entries_of(files[name])) for name in places}
    run = compiled(
        pyodide,
        lock.for_pyodide({file.name: file.sha256 for file in lock.files}),
        {name: (trimmed[name], place) for name, place in places.items()},
        IMPORTS,
        lock.packages,
    )
    done = {name: rebuilt(name, trimmed[name], run) for name in trimmed}
    shared = {name: data for name, data in files.items() if name not in trimmed}
    hashes = {name: facts_of(data)["sha256"] for name, data in shared.items()}
    return {
        **shared,
        LIBRARY: packed(done.pop(LIBRARY)),
        **{served_as(name): pack_of(entries) for name, entries in done.items()},
        "pyodide-lock.json": lock.for_pyodide(hashes),
        "LICENSES.txt": licences(lock, wheels),
    }


def rebuilt(name: str, entries: Entries, run: Compiled) -> Entries:
    """An archive of the release with its modules as bytecode."""
    modules = run.modules[name]
    if name == LIBRARY:
        modules = {name: code for name, code in modules.items() if module_of(name) in run.loaded}
    done = in_place_of_sources(entries, modules)
    return done | {FONTS: run.fonts} if FONTS in done else done


def module_of(name: str) -> str:
    """The name by which a file of the standard library is imported."""
    path = PurePosixPath(name).with_suffix("")
    return ".".join(path.parts[:-1] if path.name == "__init__" else path.parts)
