"""A page is short enough to be read and worked through in one sitting."""

from __future__ import annotations

from collections.abc import Iterator

from grimoire.checks.lecture import is_deck
from grimoire.course import Page
from grimoire.directives.wording_rules import with_first_words
from grimoire.problem import Problem

MOST = 4500
"""Words of a page with its code, questions and answers: about three quarters of an hour of work."""


def check_length(page: Page) -> Iterator[Problem]:
    words = len(with_first_words(page.body).split())
    if words > MOST and not is_deck(page):
        message = (
            f"the page has {words:,} words, more than {MOST:,}. Split it in two at a heading, or"
            " leave something out."
        )
        yield Problem(page.file, page.body_line, message, "length")
