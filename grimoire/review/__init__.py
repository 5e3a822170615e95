"""Review cards: the questions and words of the course come back before they are forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grimoire.pages.resolved import Resolved


def make(resolved: Resolved, out: Path) -> None:
    """Write the cards beside the pages in `out`: see `grimoire.review.build`."""
    from grimoire.review.build import make_review  # loads Sphinx, which a glance at files need not

    make_review(resolved, out)
