"""Each figure has a text alternative: a sentence that says what the figure shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from grimoire.checks.markdown import Block, Span, read
from grimoire.course import Course
from grimoire.problem import Problem

SENTENCE = re.compile(r"[\"“(]?[A-Z0-9].*[.!?][\"”)]?", re.DOTALL)
FEWEST_WORDS = 4


def check_alternatives(course: Course) -> list[Problem]:
    return [
        Problem(page.file, line, message)
        for page in course.pages
        for line, alternative, caption, remedy in _figures(read(page.body, page.body_line))
        if (message := _fault(alternative, caption, remedy))
    ]


def _figures(pieces: Iterable[Span | Block]) -> Iterator[tuple[int, str, str, str]]:
    """Line, text alternative and caption of each figure, and where the alternative is written."""
    for piece in pieces:
        if isinstance(piece, Span):
            if piece.kind == "image":
                yield piece.line, piece.text, "", "Write it between the brackets of `![…](…)`."
        elif piece.name in ("figure", "image"):
            alternative = piece.options.get("alt", "")
            yield piece.line, alternative, piece.body, "Write it in a line `:alt: …`."
        elif _setting(piece, "figure") or _setting(piece, "image"):
            alternative = str(_setting(piece, "image", "alt"))
            caption = str(_setting(piece, "figure", "caption"))
            remedy = "Write it in the cell's settings, under `mystnb: image: alt:`."
            yield piece.line, alternative, caption, remedy


def _setting(cell: Block, *path: str) -> Any:
    """What stands under `mystnb:` and these keys; empty where nothing does."""
    setting: Any = cell.options
    for key in ("mystnb", *path):
        setting = setting.get(key) if isinstance(setting, dict) else None
    return setting or ""


def _fault(alternative: str, caption: str, remedy: str) -> str:
    wanted = "a sentence that says what the figure shows to who cannot see it"
    if not alternative:
        return f"this figure has no text alternative. Expected {wanted}. {remedy}"
    if alternative.strip() == caption.strip():
        return f"this text alternative repeats the caption. Expected {wanted}. {remedy}"
    if not SENTENCE.fullmatch(alternative.strip()) or len(alternative.split()) < FEWEST_WORDS:
        return f"the text alternative {alternative!r} is no sentence. Expected {wanted}. {remedy}"
    return ""
