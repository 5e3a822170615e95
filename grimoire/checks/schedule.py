"""The term's file can be read, and its links lead to pages of the course."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from posixpath import normpath

from grimoire.checks.markdown import blocks
from grimoire.checks.vocabulary import similar
from grimoire.course import Course
from grimoire.directives.term import SCHEDULE, read_term
from grimoire.problem import CourseError, Problem

LINK = re.compile(r"\]\(([^():#\s]+\.md)(?:#[^()\s]*)?\)")


def check_schedule(course: Course) -> Iterator[Problem]:
    if not any(blocks(page, "schedule") for page in course.pages):
        return
    try:
        read_term(course.root)
    except CourseError as error:
        yield from (replace(problem, rule="schedule") for problem in error.problems)
        return
    known = {f"{page.docname}.md" for page in course.pages}
    text = (course.root / SCHEDULE).read_text(encoding="utf-8-sig")
    for line, words in enumerate(text.split("\n"), 1):
        for link in LINK.finditer(re.sub(r"(^| )#.*", "", words)):
            if normpath(link[1]) not in known:
                message = f"the course has no page {link[1]!r}.{similar(link[1], known)}"
                yield Problem(SCHEDULE, line, message, "schedule", link.start(1) + 1)
