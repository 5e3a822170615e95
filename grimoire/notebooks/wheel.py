"""The wheel of nnlib, which the site itself offers to the notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from grimoire.fingerprint import state_of
from grimoire.store import Store

SOURCES = ("nnlib", "pyproject.toml")

FOLDER = "wheels"
"""Where the wheel stands in the site."""


def kept_wheel(store: Store, root: Path, site: Path) -> Path:
    """Put the wheel into the folder `wheels` of the site; it is built when its sources are new."""
    key = state_of(root, SOURCES)
    kept: tuple[str, bytes] | None = store.get("wheels", key)
    if kept is None:
        wheel = make_wheel(root, site)
        store.put("wheels", key, (wheel.name, wheel.read_bytes()))
        return wheel
    name, data = kept
    wheel = site / FOLDER / name
    wheel.parent.mkdir(parents=True, exist_ok=True)
    wheel.write_bytes(data)
    return wheel


def make_wheel(root: Path, site: Path) -> Path:
    """Build the wheel of the nnlib in `root` into the folder `wheels` of the site.

    The same sources give the same bytes.
    """
    from hatchling.builders.wheel import WheelBuilder

    shelf = site / FOLDER
    shutil.rmtree(shelf, ignore_errors=True)
    shelf.mkdir(parents=True)
    [wheel] = WheelBuilder(str(root)).build(directory=str(shelf), versions=["standard"])
    return Path(wheel)
