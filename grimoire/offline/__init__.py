"""The course without a network: kept in the reader's browser, or in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grimoire.pages.resolved import Resolved


def make(resolved: Resolved, out: Path) -> None:
    """Let the site in `out` be kept: see `grimoire.offline.build`."""
    from grimoire.offline.build import make_offline  # loads what a glance at the files need not

    make_offline(resolved, out)
