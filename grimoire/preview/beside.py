"""What readers play with, and their cards, come into the preview from the last whole build."""

from __future__ import annotations

from pathlib import Path

from grimoire.play.build import PLAY
from grimoire.review.build import REVIEW


def with_beside(html: str, docname: str, site: Path) -> str:
    """The page with what it loads of the finished site; where there is none, its pictures stay."""
    for beside in (PLAY, REVIEW):
        place = beside.place_in(site)
        if place and beside.mark in html:
            html = beside.loaded_by(html, docname, place)
    return html
