"""The list of sources can be read, and each key stands once in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from grimoire.course import CONTENT, Course
from grimoire.problem import Problem

SOURCES = CONTENT / "references.bib"
ENTRY = re.compile(
    r"^[ \t]*@(?!comment|string|preamble)(\w+)\s*[{(]\s*([^\s,}]+)\s*(,?)", re.M | re.I
)


def check_sources(course: Course) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for key, line, comma in _entries(_text(course.root)):
        if not comma:
            message = f"a comma stands behind the key of a source: `{key},`."
            yield Problem(SOURCES, line, message, "citation")
        if key.lower() in first:
            message = f"the key {key!r} stands already in line {first[key.lower()]}. Keep one."
            yield Problem(SOURCES, line, message, "citation")
        first.setdefault(key.lower(), line)


def keys(root: Path) -> set[str]:
    """The keys of all sources of the course that stands in `root`."""
    return {key for key, _, _ in _entries(_text(root))}


def _text(root: Path) -> str:
    file = root / SOURCES
    return file.read_text(encoding="utf-8-sig", errors="replace") if file.is_file() else ""


@lru_cache(maxsize=4)
def _entries(text: str) -> tuple[tuple[str, int, bool], ...]:
    return tuple(
        (match[2], text.count("\n", 0, match.start(2)) + 1, bool(match[3]))
        for match in ENTRY.finditer(text)
    )
