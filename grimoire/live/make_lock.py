"""Write `runtime.json`, the lock of the files that pages run on.

Run by hand when Pyodide moves or pages import another package; the result is committed::

    python -m grimoire.live.make_lock FOLDER

The folder holds a release of Pyodide as it is published. Its own lock knows the packages, and each
is compared with it. Of the four files of the core it says nothing: take them from the release only.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grimoire.live.lock import FILE

CORE = ("pyodide.asm.js", "pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip")
ROOTS = ("numpy", "matplotlib", "scikit-learn", "fonttools")
"""What pages import, and what Matplotlib needs to save a PDF: that one is loaded on its own."""

NEEDLESS = {"matplotlib": {"fonttools", "matplotlib-pyodide", "pytz"}}
"""What a package says it needs and never imports while it draws SVG: 900 files to unpack."""


def lock_of(folder: Path) -> dict[str, Any]:
    """The lock of the release in a folder; ValueError where a package is not what it says.

    Each package has one name (the release writes pillow and Pillow), so that what Pyodide says it
    has loaded can be compared with what was asked for.
    """
    release = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    found = release["packages"]
    packages: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(needed for root in ROOTS for needed in in_order(found, root)):
        facts = dict(found[name], name=name, depends=depends(found, name))
        file, expected = facts["file_name"], facts.pop("sha256")
        if sha256(folder / file) != expected:
            raise ValueError(f"{folder / file} is not what pyodide-lock.json says")
        packages[name] = facts
    names = [*CORE, *(facts["file_name"] for facts in packages.values())]
    files = {
        name: {"size": (folder / name).stat().st_size, "sha256": sha256(folder / name)}
        for name in sorted(names)
    }
    return {"info": release["info"], "files": files, "packages": packages}


def depends(packages: dict[str, Any], name: str) -> list[str]:
    needless = NEEDLESS.get(name, set())
    return [needed for needed in packages[name]["depends"] if needed not in needless]


def in_order(packages: dict[str, Any], name: str) -> Iterator[str]:
    for needed in depends(packages, name):
        yield from in_order(packages, needed)
    yield name


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    FILE.write_text(
        json.dumps(lock_of(Path(sys.argv[1])), indent=1, sort_keys=True) + "\n",
        encoding="utf-8",
        newline="\n",
    )
