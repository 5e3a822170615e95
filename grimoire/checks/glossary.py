"""Each term of the glossary is linked where a page of a unit first uses it.

Only prose counts: not headings, links, code and formulas. A term is met as a whole word, with or
without a plural s; "weight decay" is not a use of "weight", and "two-layer" none of "layer".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from grimoire.checks.definitions import terms
from grimoire.checks.links import target_of
from grimoire.checks.markdown import spans
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
    for span in spans(page, "text", "role"):
        if span.role == "term":
            linked.add(target_of(span).lower())
        for use in uses.finditer(span.text) if span.kind == "text" else ():
            key = use[1].lower()
            if key not in linked and key not in problems:
                plural = "" if use[0] == use[1] else f" <{known[key]}>"
                message = (
                    f"{use[0]!r} is used here first on this page and stands in"
                    f" {CONTENT / GLOSSARY}.md. Link it: {{term}}`{use[0]}{plural}`."
                )
                column = span.column + use.start()
                problems[key] = Problem(page.file, span.line, message, "term-link", column)
    return list(problems.values())
