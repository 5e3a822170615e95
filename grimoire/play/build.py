"""Put the scripts beside the pages, and name them in the head of each page that uses them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from grimoire import ROOT
from grimoire.digits import data_set
from grimoire.fingerprint import source_files, state_of
from grimoire.pages.resolved import Resolved
from grimoire.problem import BookError
from grimoire.sent import as_sent
from grimoire.store import Store, digest, write_whole

HERE = Path(__file__).parent
FOLDER = "play"
MARK = '<div class="play '
"""With this begins the HTML of each block that scripts fill."""

READS_DIGITS = f"{MARK}digit "

END = "</head>"


def make_play(resolved: Resolved, out: Path) -> None:
    """Write the folder `play` of the site in `out`, and add its lines to pages with such a block.

    The scripts stand in a folder whose name says what they hold, so that a browser may keep them.

    Raises
    ------
    BookError
        If such a page has no head of the form that the site gives it.
    """
    pages = {docname: html for docname in resolved.pages if MARK in (html := read(out, docname))}
    if not pages:
        return
    files = page_files()
    if any(READS_DIGITS in html for html in pages.values()):
        files |= reader_files(resolved.store)
    place = f"{FOLDER}/{name_of(files)}"
    for name, data in files.items():
        write_whole(out / place / name, data)
    for docname, html in pages.items():
        root = "../" * docname.count("/") + place
        (out / f"{docname}.html").write_text(
            with_head(docname, html, root), encoding="utf-8", newline="\n"
        )


def read(out: Path, docname: str) -> str:
    """The finished page, or nothing where the site is not made."""
    file = out / f"{docname}.html"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def with_head(docname: str, html: str, root: str) -> str:
    """The page with the lines that load our script and style sheet from the folder `root`."""
    if html.count(END) != 1:
        raise BookError(f"{docname}.html cannot load scripts: its head does not end once.")
    lines = (
        f'<link rel="stylesheet" href="{root}/play.css">\n'
        f'<script type="module" src="{root}/play.js"></script>\n'
    )
    return html.replace(END, lines + END)


def reader_files(store: Store) -> dict[str, bytes]:
    """The network that reads digits: trained when its source or the data set has changed."""
    from grimoire.play.digits.network import made_reader  # loads nnlib

    name = data_set()
    key = digest(state_of(ROOT, ["grimoire/play/digits", "nnlib"]), name)
    reader = store.make("digit-reader", key, lambda: made_reader(name))
    facts = json.dumps(reader.facts, separators=(",", ":")).encode()
    return {"digit/reader.json": facts, "digit/reader.bin": reader.data}


def page_files() -> dict[str, bytes]:
    """Scripts, style sheet and small pictures, by their place in the folder.

    Scripts go without what only their readers need: a seventh of their compressed length.
    """
    files = {
        file.relative_to(HERE / "page").as_posix(): file.read_bytes()
        for file in source_files(HERE, ["page"])
    }
    return {name: as_sent(name, data) for name, data in files.items()}


def name_of(files: dict[str, bytes]) -> str:
    """A name for what these files hold."""
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()[:12]
