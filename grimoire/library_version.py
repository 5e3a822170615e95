"""The version of nnlib as it is installed: it changes with the code, so a stale one is replaced.

Hatchling runs this file alone, in a clone and with nothing else installed: see `pyproject.toml`.
"""

import hashlib
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def version(root: Path = ROOT) -> str:
    """The number that `nnlib.__version__` says, and a mark of the code and of what it needs."""
    library, state = root / "nnlib", hashlib.sha256()
    for file in sorted(library.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            data = file.read_bytes()
            state.update(f"{file.relative_to(library).as_posix()} {len(data)}\n".encode() + data)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    state.update(repr(project).encode())
    source = (library / "__init__.py").read_text(encoding="utf-8")
    [number] = re.findall(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    return f"{number}+code{state.hexdigest()[:8]}"
