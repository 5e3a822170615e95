"""The wheel of nnlib, which the site itself offers to the notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

FOLDER = "wheels"
"""Where the wheel stands in the site."""


def make_wheel(root: Path, site: Path) -> Path:
    """Build the wheel of the nnlib in `root` into the folder `wheels` of the site.

    The same sources give the same bytes.
    """
    shelf = site / FOLDER
    shutil.rmtree(shelf, ignore_errors=True)
    shelf.mkdir(parents=True)
    [wheel] = WheelBuilder(str(root)).build(directory=str(shelf), versions=["standard"])
    return Path(wheel)
