"""Each term of the glossary is linked where a page of a unit first uses it.

Only prose counts: not headings, links, code and formulas. A term is met as a whole word, with or
without a plural s; "weight decay" is not a use of "weight", and "two-layer" none of "layer".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from grimoire.checks.definitions import terms
from grimoire.checks.links import target_of
from grimoire.checks.markdown import read
from grimoire.checks.pieces import Span
from grimoire.course import CONTENT, Course, Page
from grimoire.problem import Problem

GLOSSARY = "glossary"


def check_glossary(course: Course, page: Page) -> Iterable[Problem]:
    glossary = course.page(GLOSSARY)
    known = terms(glossary) if glossary and course.unit_of(page.docname) else []
    return _of_page(page, tuple(known)) if known else ()


@lru_cache(maxsize=4)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """A use of any term, the longest first; a term with capitals is met only as it is written."""
    longest_first = sorted(terms, key=len, reverse=True)
    words = [
        re.escape(term) if term != term.lower() else f"(?i:{re.escape(term)})"
        for term in longest_first
    ]
    return re.compile(rf"(?<![\w-])({'|'.join(words)})(?:e?s)?(?![\w-])")


@lru_cache(maxsize=4096)
def _of_page(page: Page, terms: tuple[str, ...]) -> list[Problem]:
    known, uses = {term.lower(): term for term in terms}, _pattern(terms)
    linked: set[str] = set()
    problems: dict[str, Problem] = {}
    for run in _runs(page):
        if run[0].role == "term":
            linked.add(target_of(run[0]).lower())
        text = " ".join(span.text for span in run if span.kind == "text")
        for use in uses.finditer(text):
            key = use[1].lower()
            if key not in linked and key not in problems:
                plural = "" if use[0] == use[1] else f" <{known[key]}>"
                message = (
                    f"{use[0]!r} is used here first on this page and stands in"
                    f" {CONTENT / GLOSSARY}.md. Link it: {{term}}`{use[0]}{plural}`."
                )
                line, column = _place(run, use.start())
                problems[key] = Problem(page.file, line, message, "term-link", column)
    return list(problems.values())


def _runs(page: Page) -> Iterator[list[Span]]:
    """The texts that go on from line to line, since a term may; and each role by itself."""
    run: list[Span] = []
    for piece in read(page):
        words = piece if isinstance(piece, Span) and piece.kind in ("text", "role") else None
        if run and not (words and _goes_on(run[-1], words)):
            yield run
            run = []
        if words:
            run.append(words)
    if run:
        yield run


def _goes_on(above: Span, below: Span) -> bool:
    return above.kind == below.kind == "text" and below.line == above.line + 1


def _place(run: list[Span], start: int) -> tuple[int, int]:
    """The line and the column of a place in the text of a run."""
    for span in run:
        if start <= len(span.text):
            return span.line, span.column + start
        start -= len(span.text) + 1
    raise ValueError("the place lies behind the text")
