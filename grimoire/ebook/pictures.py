"""The pictures of an e-book: their files as a reader takes them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from docutils import nodes

from grimoire.kinds import place
from grimoire.problem import BookError

TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
DRAWINGS_HEAD = re.compile(rb"<!DOCTYPE[^>]*>\s*|<metadata>.*?</metadata>\s*", re.DOTALL)
"""What Matplotlib writes into a drawing that EPUB does not allow, or that nobody sees."""

NO_OUTLINE = re.compile(rb"<path(?![^>]* d=)")
"""How Matplotlib 3.11 draws a space. EPUBCheck 4.2 wants an outline of every path, 5.3 does not."""


def picture_of(node: nodes.image, folder: Path) -> Path:
    """The file of an image on a page of the sources in `folder`.

    Raises
    ------
    BookError
        If it is on another host, not there, or of a kind that e-books do not show, or if the image
        has no text alternative; with file and line.
    """
    if "://" in node["uri"]:
        raise BookError(
            f"{place(node)}: an e-book needs a copy of the picture {node['uri']}. Save it into"
            " `content/`, and write its path here."
        )
    file = (folder / node["uri"].lstrip("/")).resolve()
    if not file.is_file():
        raise BookError(f"{place(node)}: there is no image {node['uri']}.")
    if file.suffix.lower() not in TYPES:
        raise BookError(
            f"{place(node)}: {file.name} cannot stand in an e-book. Save the picture as one of"
            f" {', '.join(sorted(TYPES))}."
        )
    if not node.get("alt"):
        raise BookError(
            f"{place(node)}: the image {file.name} has no text alternative. Say in a sentence"
            " what it shows: `:alt:`, or `mystnb: image: alt:` in the cell that draws it."
        )
    return file


def packed(file: Path) -> tuple[str, bytes]:
    """The name of a picture in the book, which follows from what it shows, and its bytes."""
    data = file.read_bytes()
    if file.suffix.lower() == ".svg":
        data = NO_OUTLINE.sub(b'<path d="M0 0"', DRAWINGS_HEAD.sub(b"", data))
    return f"images/{hashlib.sha256(data).hexdigest()[:16]}{file.suffix.lower()}", data
