"""What reading the pages gave, kept on the disk: a check reads only pages that have changed."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grimoire import ROOT
from grimoire.checks.pieces import Block, Pieces
from grimoire.course import Course, Page
from grimoire.store import digest, file_digest, write_whole

FILE = Path("_build/work/pieces.pickle")
READERS = ("markdown.py", "pieces.py", "places.py")

_kept: dict[str, Pieces] = {}


def kept_pieces(text: str, line: int) -> Pieces | None:
    """What this text gave when a course was last checked, if it is in hand."""
    return _kept.get(digest(text, line))


@contextmanager
def kept_pages(course: Course, read: Callable[[Page], Pieces]) -> Iterator[None]:
    """Have in hand what the pages of a course gave when it was last checked; keep it afterwards."""
    file, state = course.root / FILE, _state()
    _kept.update(_opened(file, state))
    known = set(_kept)
    try:
        yield
    finally:
        _kept.clear()
    pages = {digest(page.body, page.body_line): read(page) for page in course.pages}
    new = {name: pieces for name, pieces in pages.items() if not _is_faulty(pieces)}
    if known != set(new):
        write_whole(file, pickle.dumps((state, pickle.dumps(new))))


def _opened(file: Path, state: str) -> dict[str, Pieces]:
    if not file.is_file():
        return {}
    was, pages = pickle.loads(file.read_bytes())
    return pickle.loads(pages) if was == state else {}


def _is_faulty(pieces: Pieces) -> bool:
    """Whether an error of YAML is among them, which cannot be kept whole."""
    return any(isinstance(piece, Block) and piece.fault is not None for piece in pieces)


def _state() -> str:
    """A name for the code that reads pages, ours and others'."""
    ours = (Path(__file__).with_name(name) for name in READERS)
    return digest(sys.version, *map(file_digest, [*ours, ROOT / "requirements/book.lock"]))
