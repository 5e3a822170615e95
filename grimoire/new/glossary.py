"""Put a term into the glossary, where the alphabet has it."""

from __future__ import annotations

import re
from pathlib import Path

from grimoire.problem import BookError, CourseError, Problem

TERM = re.compile(r"\w[\w '.,()/&+-]*")
OPENS = re.compile(r"^(`{3,}|:{3,})\{glossary\}\s*$")
MEANING = "  Say in one or two sentences what it means."


def with_term(text: str, file: Path, term: str) -> tuple[str, int]:
    """The text of the glossary with the term, and the term's line.

    Raises
    ------
    BookError
        If it is no term, is there already, or `file` has no glossary.
    """
    term = " ".join(term.split())
    if not TERM.fullmatch(term):
        raise BookError(f"A term is a word or a few, without marks of Markdown; got {term!r}.")
    lines = text.splitlines()
    first, end = _block(lines, file)
    starts = [place for place in range(first, end) if lines[place][:1].strip(" :")]
    for place in starts:
        if lines[place].strip().casefold() == term.casefold():
            raise CourseError([Problem(file, place + 1, f"the term {term!r} stands here already.")])
    entries = [place for place in starts if place - 1 not in starts]  # one entry, several terms
    later = [place for place in entries if lines[place].casefold() > term.casefold()]
    if later:
        place, new = later[0], [term, MEANING, ""]
    else:
        blank = [""] * bool(starts and lines[end - 1].strip())
        place, new = end, [*blank, term, MEANING]
    return "\n".join([*lines[:place], *new, *lines[place:]]) + "\n", place + new.index(term) + 1


def _block(lines: list[str], file: Path) -> tuple[int, int]:
    """The lines of the glossary, from 0, without its fences."""
    for first, line in enumerate(lines, 1):
        if opened := OPENS.match(line):
            for end in range(first, len(lines)):
                if lines[end].strip() == opened[1]:
                    return first, end
            raise CourseError([Problem(file, first, f"this block is never closed by {opened[1]}.")])
    raise BookError(f"{file} has no block ```{{glossary}} for the term to stand in.")
