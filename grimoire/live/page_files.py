"""What we wrote ourselves for the pages that run: scripts, the kernel for products, nnlib."""

from __future__ import annotations

from pathlib import Path

from grimoire.fingerprint import source_files
from grimoire.live import kept
from grimoire.live.archives import Entries, entries_of, pack_of
from grimoire.live.bytecode import beside_sources, compiled, site_packages
from grimoire.live.folder import Folder
from grimoire.live.lock import the_lock
from grimoire.live.runtime import KIND, key
from grimoire.store import digest
from grimoire.wheel import Wheel

HERE = Path(__file__).parent
LIBRARY, SESSION = "nnlib.pack", "session.pack"
"""nnlib, and the Python side of a page, a package `session`."""


def page_folder(wheel: Wheel) -> Folder:
    """The folder of the scripts, the kernel, the editor's licences, nnlib and the session."""
    scripts = {
        file.relative_to(HERE / "page").as_posix(): file.read_bytes()
        for file in source_files(HERE, ["page"])
    }
    others = [HERE / "kernel" / "products.wasm", HERE / "editor" / "LICENSES.txt"]
    beside = {file.name: file.read_bytes() for file in others if file.is_file()}
    return Folder.of("page", scripts | beside | python_files(wheel))


def python_files(wheel: Wheel) -> dict[str, bytes]:
    """nnlib and the session, each module with its bytecode beside it."""
    session = {
        file.relative_to(HERE).as_posix(): file.read_bytes()
        for file in source_files(HERE, ["session"])
    }
    archives = {LIBRARY: entries_of(wheel.data), SESSION: session}
    name = digest(key(), wheel.data, session)
    library = kept.kept("library", name) or kept.keep("library", name, with_bytecode(archives))
    return library.contents()


def with_bytecode(archives: dict[str, Entries]) -> dict[str, bytes]:
    """Packs of these contents and the bytecode of their modules."""
    lock, python = the_lock(), kept.place(KIND, key())
    places = {name: (entries, site_packages(lock)) for name, entries in archives.items()}
    run = compiled(python, (python / "pyodide-lock.json").read_bytes(), places)
    return {
        name: pack_of(beside_sources(entries, run.modules[name], lock))
        for name, entries in archives.items()
    }
