"""The wheel of nnlib, which the site itself offers to the notebooks and to the pages that run."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from grimoire.fingerprint import source_files, state_of
from grimoire.names import Names
from grimoire.readme import with_names
from grimoire.store import Store, digest

SOURCES = ("nnlib", "pyproject.toml", "grimoire/library_version.py", "LICENSE")
SPEAKING = ("nnlib/README.md", "pyproject.toml")
"""The sources that name the course."""


@dataclass(frozen=True)
class Wheel:
    """The name of a wheel's file, and what it holds."""

    name: str
    data: bytes

    @property
    def version(self) -> str:
        """The version, which changes with the code."""
        return self.name.split("-")[1]


def kept_wheel(store: Store, root: Path, names: Names) -> Wheel:
    """The wheel of the nnlib in `root`; it is built when its sources or the names are new."""
    key = digest(state_of(root, SOURCES), names)
    return store.make("wheel", key, lambda: make_wheel(root, names))


def make_wheel(root: Path, names: Names) -> Wheel:
    """Build the wheel of the nnlib in `root`: the same sources give the same bytes.

    What it says of its home are these names, whatever stands in the files.
    """
    from hatchling.builders.wheel import WheelBuilder

    with tempfile.TemporaryDirectory() as folder:
        sources, shelf = Path(folder, "sources"), Path(folder, "shelf")
        for file in source_files(root, SOURCES):
            copy = sources / file.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        for name in SPEAKING:
            text = with_names(name, (root / name).read_text(encoding="utf-8"), names)
            (sources / name).write_text(text, encoding="utf-8", newline="\n")
        [wheel] = WheelBuilder(str(sources)).build(directory=str(shelf), versions=["standard"])
        return Wheel(Path(wheel).name, Path(wheel).read_bytes())
