"""The cover of an e-book, as a picture."""

from __future__ import annotations

from pathlib import Path

from grimoire import ROOT
from grimoire.pages.shelf import Book
from grimoire.store import Store, digest, file_digest

COVER = Path(__file__).with_name("cover.typ")
DRAWING = ROOT / "grimoire" / "paper" / "cover.svg"
FONTS = ROOT / "nnlib" / "fonts"


def made_cover(book: Book, author: str, store: Store) -> bytes:
    """The cover as a PNG; it is drawn when what stands on it is new."""
    said = {"title": book.title, "unit": book.unit, "subtitle": book.subtitle, "author": author}
    key = digest(sorted(said.items()), file_digest(COVER), file_digest(DRAWING))
    return store.make("cover", key, lambda: draw(said))


def draw(said: dict[str, str]) -> bytes:
    """The cover in the size that libraries of e-books ask for: 1600 by 2400."""
    import typst

    return typst.compile(
        COVER, root=COVER.parents[1], format="png", ppi=144, font_paths=[FONTS], sys_inputs=said
    )
