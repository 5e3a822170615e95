"""Each role is one that the book knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import spans
from grimoire.checks.vocabulary import similar, vocabulary
from grimoire.course import Page
from grimoire.problem import Problem

WITHOUT_A_NAME = re.compile(r"\{([a-z][\w:-]*)\}$")


def check_roles(page: Page) -> Iterator[Problem]:
    for span in spans(page, "role"):
        if span.role not in vocabulary().roles:
            message = f"there is no role {span.role!r}.{similar(span.role, vocabulary().roles)}"
            yield Problem(page.file, span.line, message, "role", span.column)
