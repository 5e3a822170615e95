"""The wheel of nnlib, which the site itself offers to the notebooks and to the pages that run."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from grimoire.fingerprint import state_of
from grimoire.store import Store

SOURCES = ("nnlib", "pyproject.toml", "grimoire/library_version.py")


@dataclass(frozen=True)
class Wheel:
    """The name of a wheel's file, and what it holds."""

    name: str
    data: bytes

    @property
    def version(self) -> str:
        """The version, which changes with the code."""
        return self.name.split("-")[1]


def kept_wheel(store: Store, root: Path) -> Wheel:
    """The wheel of the nnlib in `root`; it is built when its sources are new."""
    return store.make("wheel", state_of(root, SOURCES), lambda: make_wheel(root))


def make_wheel(root: Path) -> Wheel:
    """Build the wheel of the nnlib in `root`: the same sources give the same bytes."""
    from hatchling.builders.wheel import WheelBuilder

    with tempfile.TemporaryDirectory() as shelf:
        [wheel] = WheelBuilder(str(root)).build(directory=shelf, versions=["standard"])
        return Wheel(Path(wheel).name, Path(wheel).read_bytes())
