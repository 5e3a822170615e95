"""Make `products.wasm` from its source: each file is compiled for float and for double.

    python -m grimoire.live.kernel.make

Only who changes the source needs this, with clang and its linker wasm-ld. The module carries the
digest of its source, so that a test can tell when it has not been made anew.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grimoire.live.kernel import FLAGS, FUNCTIONS, LETTERS, SOURCES, WASM, source_digest
from grimoire.live.kernel.sections import GLOBAL, HEAD, section, sections, with_custom
from grimoire.store import write_whole


def make() -> bytes:
    """The module.

    Raises
    ------
    FileNotFoundError
        If clang or wasm-ld is missing.
    subprocess.CalledProcessError
        If the source is wrong; the compiler has said how.
    """
    for tool in ("clang", "wasm-ld"):
        if not shutil.which(tool):
            raise FileNotFoundError(
                f"{tool} is missing: install it (Debian and Ubuntu: apt-get install clang lld)"
            )
    with tempfile.TemporaryDirectory() as folder:
        objects = [
            compiled(source, letter, Path(folder)) for source in SOURCES for letter in LETTERS
        ]
        linked = Path(folder) / WASM.name
        exports = [f"--export={letter}{name}" for letter in LETTERS for name in FUNCTIONS]
        options = ["--no-entry", "--import-memory", "--strip-all", *exports]
        subprocess.run(["wasm-ld", *options, *objects, "-o", linked], check=True)
        return with_custom(without_globals(linked.read_bytes()), "source", source_digest().encode())


def compiled(source: Path, letter: str, folder: Path) -> Path:
    """The source for one type of numbers; its functions get the letter before their names."""
    made = folder / f"{letter}{source.stem}.o"
    names = [f"-D{name}={letter}{name}" for name in FUNCTIONS]
    options = [*FLAGS, f"-Dnumber={LETTERS[letter]}", *names]
    subprocess.run(["clang", *options, "-c", source, "-o", made], check=True)
    return made


def without_globals(module: bytes) -> bytes:
    """Leave out the stack pointer, which the linker declares whether it is used or not.

    A stack would lie in Python's memory, over what is there. Engines refuse a module that uses a
    global and declares none, so what they take has no stack.
    """
    kept = [section(kind, content) for kind, content in sections(module) if kind != GLOBAL]
    return module[:HEAD] + b"".join(kept)


if __name__ == "__main__":
    try:
        write_whole(WASM, make())
    except FileNotFoundError as error:
        sys.exit(f"{WASM.name} is not made: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"{WASM.name} is not made: {error.cmd[0]} refused the source, as it says above")
