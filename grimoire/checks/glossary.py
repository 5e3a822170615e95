"""Each term of the glossary is linked where a page of a unit first uses it.

Only prose counts: not headings, links, code and formulas. A term is met as a whole word, with or
without a plural s; "weight decay" is not a use of "weight", and "two-layer" none of "layer".
"""

from __future__ import annotations

import re

from grimoire.checks.markdown import Block, Span, read
from grimoire.course import CONTENT, Course, Page
from grimoire.problem import Problem

GLOSSARY = "glossary"
KEY = re.compile(r"<([^<>]+)>\s*$")


def check_glossary(course: Course) -> list[Problem]:
    terms = [term for page in course.pages if page.docname == GLOSSARY for term in _terms(page)]
    if not terms:
        return []
    uses = _pattern(terms)
    return [
        problem
        for unit in course.units
        for page in unit.pages
        for problem in _of_page(page, terms, uses)
    ]


def _terms(glossary: Page) -> list[str]:
    """The lines of the glossary that are not indented."""
    return [
        line.strip()
        for block in read(glossary.body, glossary.body_line)
        if isinstance(block, Block) and block.name == "glossary"
        for line in block.body.splitlines()
        if line.strip() and not line.startswith(" ")
    ]


def _pattern(terms: list[str]) -> re.Pattern[str]:
    """A use of any term, the longest first; a term with capitals is met only as it is written."""
    longest_first = sorted(terms, key=len, reverse=True)
    words = [
        re.escape(term) if term != term.lower() else f"(?i:{re.escape(term)})"
        for term in longest_first
    ]
    return re.compile(rf"(?<![\w-])({'|'.join(words)})(?:e?s)?(?![\w-])")


def _of_page(page: Page, terms: list[str], uses: re.Pattern[str]) -> list[Problem]:
    known = {term.lower(): term for term in terms}
    linked: set[str] = set()
    problems: dict[str, Problem] = {}
    for span in read(page.body, page.body_line):
        if not isinstance(span, Span):
            continue
        if span.role == "term":
            key = KEY.search(span.text)
            linked.add((key[1] if key else span.text).strip().lower())
        for use in uses.finditer(span.text) if span.kind == "text" else ():
            key = use[1].lower()
            if key not in linked and key not in problems:
                plural = "" if use[0] == use[1] else f" <{known[key]}>"
                message = (
                    f"{use[0]!r} is used here first on this page and stands in"
                    f" {CONTENT / GLOSSARY}.md. Link it: {{term}}`{use[0]}{plural}`."
                )
                problems[key] = Problem(page.file, span.line, message)
    return list(problems.values())
