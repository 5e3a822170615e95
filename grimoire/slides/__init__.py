"""Slides for a lecture: the pages with `slides: true` as reveal.js shows them, and as a handout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grimoire.pages.resolved import Resolved


def make(resolved: Resolved, out: Path) -> None:
    """Make the slides of each page that has some: see `grimoire.slides.build`."""
    from grimoire.slides.build import make_slides  # loads Sphinx, which the vendored files need not

    make_slides(resolved, out)
