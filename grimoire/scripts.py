"""Scripts that stand in a folder beside the pages, and are loaded by the pages that use them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from grimoire.fingerprint import source_files
from grimoire.pages.resolved import Resolved
from grimoire.problem import BookError
from grimoire.sent import as_sent
from grimoire.store import write_whole

END = "</head>"


def pages_with(resolved: Resolved, out: Path, mark: str) -> dict[str, str]:
    """The finished pages in `out` whose HTML holds `mark`; none where the site is not made."""
    files = {docname: out / f"{docname}.html" for docname in resolved.pages}
    pages = {
        name: file.read_text(encoding="utf-8") for name, file in files.items() if file.is_file()
    }
    return {docname: html for docname, html in pages.items() if mark in html}


def sent_files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its place in it, as a browser is sent it.

    Scripts go without what only their readers need: a seventh of their compressed length.
    """
    names = {file.relative_to(folder).as_posix(): file for file in source_files(folder, ["."])}
    return {name: as_sent(name, file.read_bytes()) for name, file in names.items()}


def put_beside(out: Path, folder: str, files: dict[str, bytes]) -> str:
    """Write files below a folder of the site; their place there says what they hold.

    So a browser may keep them.
    """
    place = f"{folder}/{name_of(files)}"
    for name, data in files.items():
        write_whole(out / place / name, data)
    return place


def name_of(files: dict[str, bytes]) -> str:
    """A name for what these files hold."""
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()[:12]


def load(out: Path, docname: str, html: str, place: str, script: str, *styles: str) -> None:
    """Let a page load a script and style sheets that stand in `place`.

    Raises
    ------
    BookError
        If the page has no head of the form that the site gives it.
    """
    root = "../" * docname.count("/") + place
    lines = [f'<link rel="stylesheet" href="{root}/{style}">\n' for style in styles]
    lines.append(f'<script type="module" src="{root}/{script}"></script>\n')
    if html.count(END) != 1:
        raise BookError(f"{docname}.html cannot load scripts: its head does not end once.")
    whole = html.replace(END, "".join(lines) + END)
    (out / f"{docname}.html").write_text(whole, encoding="utf-8", newline="\n")
