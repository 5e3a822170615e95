"""Two prices in a sentence make no formula, though dollar signs stand around what is between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import read
from grimoire.checks.pieces import Span
from grimoire.course import Page
from grimoire.problem import Problem

NO_WORDS = re.compile(r"\\[A-Za-z]+\*?(?:\s*\{[^{}]*\})?|\\.")
"""Commands with what they set in words, such as \\text{if}."""
WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}[,;]?\s+(?:[a-z]{1,2}\s+)?[A-Za-z]{3,}(?![A-Za-z])")
PRICE = re.compile(r"[0-9][0-9.,]*\s*(?:[-\u2013/]|[A-Za-z]{2,}|\s(?=$)).*", re.DOTALL)


def check_dollars(page: Page) -> Iterator[Problem]:
    pieces = read(page)
    for piece, after in zip(pieces, (*pieces[1:], None), strict=True):
        if isinstance(piece, Span) and piece.kind == "formula" and _is_prose(piece, after):
            shown = " ".join(piece.text.split())[:40]
            message = (
                f"the words between two dollar signs became a formula: {shown!r}. Write \\$ for a"
                r" dollar sign, or put the words of a formula in \text{…}."
            )
            yield Problem(page.file, piece.line, message, "dollars", piece.column)


def _is_prose(formula: Span, after: object) -> bool:
    words = NO_WORDS.sub(" \\\\ ", formula.text)
    if WORDS.search(words):
        return True
    goes_on = isinstance(after, Span) and after.kind == "text" and after.text[:1].isdigit()
    return bool(PRICE.fullmatch(words)) and (goes_on or formula.text.endswith(" "))
