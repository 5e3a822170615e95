"""The books print no words that only the site has a meaning for, such as "folded away"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import blocks, spans
from grimoire.checks.pieces import Span
from grimoire.course import Course, Page
from grimoire.directives.wording_rules import fault, printed
from grimoire.problem import Problem

SITES_WORDS = re.compile(
    r"\bfolded (?:away|below|behind|until|code)\b|\bshow the code\b|\bcode above\b"
    r"|\bthe menu\b|\bmenu (?:above|at)\b|\bthe button|\bpencil at the top\b"
    r"|\bclick|\bhover|\bslider|\btap (?:on )?(?:it|the)\b|\bsee my result\b"
    r"|\bboxe?s? (?:above|below|under)\b|\b(?:this|your) browser\b|(?<!\w)\[source\]",
    re.IGNORECASE,
)
"""What stands on a page of the site and in no book."""

PRESS = re.compile(r"\bpress(?:es)? $", re.IGNORECASE)
"""Before the name of a button, which is in italics and so a piece of its own."""

IN_BOOKS = re.compile(r"(?<!not )\b(?:pdf|latex|epub)\b|\bnot html\b")
"""What the rule of an `only` block has that stands in a book."""


def check_wording(course: Course, page: Page) -> Iterator[Problem]:
    """Look at what the books print of a page of a unit; the other pages tell about the site."""
    for span in spans(page, "role"):
        if span.role == "wording" and (message := fault(span.text)):
            yield Problem(page.file, span.line, message, "wording", span.column)
    if page.is_for_teachers or course.unit_of(page.docname) is None:
        return
    elsewhere = [block for block in blocks(page, "only") if not IN_BOOKS.search(block.argument)]
    for span in spans(page, "text", "heading", "link", "role"):
        if not any(block.line <= span.line <= block.last_line for block in elsewhere):
            yield from of_the_site(page, span)


def of_the_site(page: Page, span: Span) -> Iterator[Problem]:
    if span.kind != "role":
        texts = [span.text]
    else:
        texts = printed(span.text) if span.role == "wording" else []
    for text in texts:
        for found in (*SITES_WORDS.finditer(text), *PRESS.finditer(text)):
            column = span.column if span.kind == "role" else span.column + found.start()
            message = (
                f"{found[0].strip()!r} is said of the site, but the PDF and the e-book have it too."
                " Give them words of their own: {wording}`the site's words | books: theirs`."
            )
            yield Problem(page.file, span.line, message, "wording", column)
