"""Put the scripts beside the pages, and name them in the head of each page that uses them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from grimoire.fingerprint import source_files
from grimoire.pages.resolved import Resolved
from grimoire.problem import BookError
from grimoire.store import write_whole

HERE = Path(__file__).parent
FOLDER = "play"
MARK = '<div class="play '
"""With this begins the HTML of each block that scripts fill."""

END = "</head>"
FOR_PEOPLE = re.compile(rb"^[ ]*(?:(?://|/\*\*|\*[ /]).*\n|(?=\S))", re.MULTILINE)
"""Comments on lines of their own, and indentation; no string of ours has a second line."""


def make_play(resolved: Resolved, out: Path) -> None:
    """Write the folder `play` of the site in `out`, and add its lines to pages with such a block.

    The scripts stand in a folder whose name says what they hold, so that a browser may keep them.

    Raises
    ------
    BookError
        If such a page has no head of the form that the site gives it.
    """
    files = page_files()
    place = f"{FOLDER}/{name_of(files)}"
    users = [docname for docname in resolved.pages if add_head(out, docname, place)]
    if users:
        for name, data in files.items():
            write_whole(out / place / name, data)


def page_files() -> dict[str, bytes]:
    """Scripts, style sheet and small pictures, by their place in the folder.

    Scripts go without what only their readers need: a seventh of their compressed length.
    """
    files = {
        file.relative_to(HERE / "page").as_posix(): file.read_bytes()
        for file in source_files(HERE, ["page"])
    }
    return {
        name: FOR_PEOPLE.sub(b"", data) if name.endswith(".js") else data
        for name, data in files.items()
    }


def name_of(files: dict[str, bytes]) -> str:
    """A name for what these files hold."""
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()[:12]


def add_head(out: Path, docname: str, place: str) -> bool:
    """Let a finished page load our script and style sheet; return whether it has a use for them."""
    file = out / f"{docname}.html"
    html = file.read_text(encoding="utf-8") if file.is_file() else ""
    if MARK not in html:
        return False
    if html.count(END) != 1:
        raise BookError(f"{docname}.html cannot load scripts: its head does not end once.")
    root = "../" * docname.count("/") + place
    lines = (
        f'<link rel="stylesheet" href="{root}/play.css">\n'
        f'<script type="module" src="{root}/play.js"></script>\n'
    )
    file.write_text(html.replace(END, lines + END), encoding="utf-8")
    return True
