"""Scripts that stand in a folder beside the pages, and are loaded by the pages that use them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grimoire.fingerprint import source_files
from grimoire.pages.resolved import Resolved
from grimoire.problem import BookError
from grimoire.sent import as_sent
from grimoire.store import write_whole

END = "</head>"


@dataclass(frozen=True)
class Beside:
    """What a face puts into a folder beside the pages, and what a page loads of it.

    Attributes
    ----------
    folder : str
        Its place in the site; in it stands one folder, whose name says what it holds.
    mark : str
        With this begins the HTML of each block that its scripts fill.
    script : str
        The file that a page with such a block loads.
    styles : mapping of str to tuple of str
        From a style sheet to the beginnings of the blocks that need it.
    """

    folder: str
    mark: str
    script: str
    styles: Mapping[str, tuple[str, ...]]

    def place_in(self, site: Path) -> str | None:
        """Where a finished site has it, if it does."""
        found = next(site.glob(f"{self.folder}/*/{self.script}"), None)
        return f"{self.folder}/{found.parent.name}" if found else None

    def loaded_by(self, html: str, docname: str, place: str) -> str:
        """The page with what it loads from `place`.

        Raises
        ------
        BookError
            If the page has no head of the form that the site gives it.
        """
        root = "../" * docname.count("/") + place
        styles = [name for name, marks in self.styles.items() if any(one in html for one in marks)]
        lines = [f'<link rel="stylesheet" href="{root}/{style}">\n' for style in styles]
        lines.append(f'<script type="module" src="{root}/{self.script}"></script>\n')
        if html.count(END) != 1:
            raise BookError(f"{docname}.html cannot load scripts: its head does not end once.")
        return html.replace(END, "".join(lines) + END)

    def let_load(self, out: Path, pages: Mapping[str, str], place: str) -> None:
        """Let these finished pages in `out` load it."""
        for docname, html in pages.items():
            whole = self.loaded_by(html, docname, place)
            (out / f"{docname}.html").write_text(whole, encoding="utf-8", newline="\n")


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
