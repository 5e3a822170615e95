"""Each page has one title, and no heading level is left out below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from grimoire.checks.markdown import spans
from grimoire.checks.pieces import Span
from grimoire.course import Page
from grimoire.problem import Problem

RULE = "heading"


def check_headings(page: Page) -> Iterator[Problem]:
    headings = spans(page, "section")
    titles = [heading for heading in headings if _level(heading) == 1]
    if not titles:
        message = "the page has no title. Begin it with a line `# Title`."
        yield Problem(page.file, page.body_line, message, RULE)
        return
    for title in titles[1:]:
        message = "a page has one title. Make this heading `##` or deeper."
        yield Problem(page.file, title.line, message, RULE)
    for above, heading in pairwise(headings):
        if _level(heading) > _level(above) + 1:
            right = "#" * (_level(above) + 1)
            message = (
                f"this heading jumps from level {_level(above)} to {_level(heading)}. Use {right}."
            )
            yield Problem(page.file, heading.line, message, RULE)


def _level(heading: Span) -> int:
    return int(heading.role[1:])
