"""Put the scripts beside the pages, and name them in the head of each page that uses them."""

from __future__ import annotations

import json
from pathlib import Path

from grimoire import ROOT
from grimoire.digits import data_set
from grimoire.fingerprint import state_of
from grimoire.pages.resolved import Resolved
from grimoire.scripts import Beside, pages_with, put_beside, sent_files
from grimoire.store import Store, digest

PAGE = Path(__file__).with_name("page")
MARK = '<div class="play '
READS_DIGITS = f"{MARK}digit "
STYLES = {
    "play.css": (f"{MARK}playground ", READS_DIGITS),
    "experiment/experiment.css": (f"{MARK}experiment ",),
}
PLAY = Beside("play", MARK, "play.js", STYLES)


def make_play(resolved: Resolved, out: Path) -> None:
    """Write the folder `play` of the site in `out`, and let pages with such a block load from it.

    Raises
    ------
    BookError
        If such a page has no head of the form that the site gives it.
    """
    pages = pages_with(resolved, out, MARK)
    if not pages:
        return
    files = sent_files(PAGE)
    if any(READS_DIGITS in html for html in pages.values()):
        files |= reader_files(resolved.store)
    PLAY.let_load(out, pages, put_beside(out, PLAY.folder, files))


def reader_files(store: Store) -> dict[str, bytes]:
    """The network that reads digits: trained when its source or the data set has changed."""
    from grimoire.play.digits.network import made_reader  # loads nnlib

    name = data_set()
    key = digest(state_of(ROOT, ["grimoire/play/digits", "nnlib"]), name)
    reader = store.make("digit-reader", key, lambda: made_reader(name))
    facts = json.dumps(reader.facts, separators=(",", ":")).encode()
    return {"digit/reader.json": facts, "digit/reader.bin": reader.data}
