"""A number in the text is the one that the page's cells print, not one of an earlier run.

A typed number is doubted only where a cell prints another number of the same kind for the same
thing: close to it, but not equal at the precision of the text, beside a word that stands beside the
typed number too. A number that stands in any cell, output or formula of the page is never doubted,
nor one behind "more than", in a quotation or a question, or beside a citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grimoire.checks.markdown import blocks, spans
from grimoire.checks.pieces import Span
from grimoire.checks.questions import parts_of
from grimoire.course import Page
from grimoire.problem import Problem

NUMBER = re.compile(
    r"(?<![\w.,\-\u2013/^])(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?P<ten>e[+-]?\d+)?"
    r"(?P<percent>\s?%)?(?![\w]|[.,/-]\d)"
)
WORD = re.compile(r"[^\W\d_]{4,}")
BOUND = re.compile(
    r"(?:more than|less than|fewer than|at least|at most|up to|above|below|over|under|within|beyond"
    r"|between|from|to|and|or|about|around|nearly|almost|roughly|some|say)\s*$",
    re.IGNORECASE,
)
CLOSE = 0.05
"""How far a number of an earlier run is from that of this one, at most, as a share of it."""
FEWEST_DIGITS = 2
NO_NAMES = frozenset(
    {"with", "that", "this", "from", "have", "each", "than", "then", "they", "only"}
)


@dataclass(frozen=True)
class Number:
    """A number as it is written, with the words beside it."""

    text: str
    value: float
    step: float
    percent: bool
    words: frozenset[str]

    def agrees(self, other: float) -> bool:
        """Whether the other value, or its hundredfold for a share, is this one when rounded."""
        half = self.step * 0.5000001
        return abs(self.value - other) <= half or (
            self.percent and abs(self.value - 100 * other) <= half
        )

    def is_later_run_of(self, typed: Number) -> bool:
        """Whether the typed number may be this one as it was before something changed."""
        gap = abs(self.value - typed.value)
        same_thing = self.percent == typed.percent and bool(self.words & typed.words)
        return same_thing and 0 < gap <= CLOSE * abs(self.value)


def check_numbers(page: Page, outputs: Iterable[str]) -> list[Problem]:
    """The typed numbers of a page that disagree with what its cells printed, as text."""
    texts = list(outputs)
    printed = [number for text in texts for line in text.split("\n") for number in _of(line)]
    code = [number for cell in blocks(page, "code-cell") for number in _of(cell.body)]
    tex = [n for span in spans(page, "formula", "code") for n in _of(_plain(span.text))]
    known = [number.value for number in (*printed, *code, *tex)]
    return list(_doubted(page, printed, known))


def _doubted(page: Page, printed: list[Number], known: list[float]) -> Iterator[Problem]:
    cited = {span.line for span in spans(page, "role") if "cite" in span.role}
    for span in _prose(page):
        if cited & {span.line - 1, span.line, span.line + 1}:
            continue
        for match in NUMBER.finditer(span.text):
            typed = _number(match, span.text)
            if not _is_claim(match, span.text) or any(typed.agrees(value) for value in known):
                continue
            if other := next((n for n in printed if n.is_later_run_of(typed)), None):
                word = min(other.words & typed.words)
                message = (
                    f"the text says {typed.text}, but a cell prints {other.text} beside {word!r}."
                    " Take the number from the cell: glue it."
                )
                column = span.column + match.start()
                yield Problem(page.file, span.line, message, "number", column)


def _is_claim(match: re.Match[str], text: str) -> bool:
    """Whether the number is stated as it stands: not as a bound, a rough value or a quotation."""
    before = text[: match.start()]
    digits = (match["whole"] + (match["part"] or "")).replace(",", "").replace(".", "")
    is_quoted = before.count('"') % 2 == 1 or before.rfind("\u201c") > before.rfind("\u201d")
    return len(digits.strip("0")) >= FEWEST_DIGITS and not is_quoted and not BOUND.search(before)


def _prose(page: Page) -> Iterator[Span]:
    """The text of a page, without that of questions, which may suppose what they like."""
    asked: set[int] = set()
    for question in blocks(page, "question"):
        first = min((part.line for part in parts_of(question)), default=question.last_line)
        asked |= set(range(question.line, first))
    return (span for span in spans(page, "text") if span.line not in asked)


def _of(line: str) -> Iterator[Number]:
    return (_number(match, line) for match in NUMBER.finditer(line))


def _number(match: re.Match[str], text: str) -> Number:
    whole, part = match["whole"].replace(",", ""), match["part"] or ""
    value = float(whole + part + (match["ten"] or ""))
    power = int((match["ten"] or "e0")[1:])
    zeros = 0 if part else len(whole) - len(whole.rstrip("0"))
    step = 10.0 ** (power + (zeros if not part else 1 - len(part)))
    around = text[max(0, match.start() - 60) : match.start()] + " " + text[match.end() :][:40]
    words = {word.casefold().removesuffix("s") for word in WORD.findall(around)} - NO_NAMES
    return Number(match[0].strip(), value, step, bool(match["percent"]), frozenset(words))


def _plain(tex: str) -> str:
    return tex.replace("{,}", ",").replace("\\,", "").replace("\\%", "%")
