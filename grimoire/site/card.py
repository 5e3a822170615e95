"""The card of the course: the picture that stands beside a link to it elsewhere."""

from __future__ import annotations

from pathlib import Path

from sphinx.config import Config

from grimoire import ROOT
from grimoire.store import Store, digest, file_digest

PLACE = "_static/social-card.png"
SHOWS = "An open book whose pages are a small neural network, and the names of course and author."
DRAWING = Path(__file__).with_suffix(".typ")
LOGO = DRAWING.parent / "static" / "logo-light.svg"
FONTS = ROOT / "nnlib" / "fonts"


def made_card(config: Config, store: Store) -> bytes:
    """The card with the course's title and author; it is drawn when one of them is new."""
    key = digest(config.project, config.author, file_digest(DRAWING), file_digest(LOGO))
    return store.make("card", key, lambda: draw(config.project, config.author))


def draw(title: str, author: str) -> bytes:
    """The card as a PNG, in the size that its readers expect: 1200 by 630."""
    import typst

    return typst.compile(
        DRAWING,
        format="png",
        ppi=72,
        font_paths=[FONTS],
        sys_inputs={"title": title, "author": author},
    )
