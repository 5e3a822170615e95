"""What readers play with on the pages: scripts that are loaded when they come near."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grimoire.pages.resolved import Resolved


def make(resolved: Resolved, out: Path) -> None:
    """Give the pages in `out` their scripts: see `grimoire.play.build`."""
    from grimoire.play.build import make_play  # loads Sphinx, which a glance at the files need not

    make_play(resolved, out)
