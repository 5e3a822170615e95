"""The pictures of an e-book: their files as a reader takes them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

DRAWINGS_HEAD = re.compile(rb"<!DOCTYPE[^>]*>\s*|<metadata>.*?</metadata>\s*", re.DOTALL)
"""What Matplotlib writes into a drawing that EPUB does not allow, or that nobody sees."""

NO_OUTLINE = re.compile(rb"<path(?![^>]* d=)")
"""How Matplotlib 3.11 draws a space. EPUBCheck 4.2 wants an outline of every path, 5.3 does not."""


def packed(file: Path) -> tuple[str, bytes]:
    """The name of a picture in the book, which follows from what it shows, and its bytes."""
    data = file.read_bytes()
    if file.suffix.lower() == ".svg":
        data = NO_OUTLINE.sub(b'<path d="M0 0"', DRAWINGS_HEAD.sub(b"", data))
    return f"images/{hashlib.sha256(data).hexdigest()[:16]}{file.suffix.lower()}", data
