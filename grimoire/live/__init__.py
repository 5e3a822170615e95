"""The page that runs: Python in the reader's browser, from files that the site itself holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grimoire.pages.resolved import Resolved


def make(resolved: Resolved, out: Path) -> None:
    """Let the cells of the pages in `out` run: see `grimoire.live.build`."""
    from grimoire.live.build import make_live  # loads Sphinx, which a glance at the files need not

    make_live(resolved, out)
