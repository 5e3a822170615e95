"""The course has its names, and a page that asks for one asks for one that there is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace

from grimoire.checks.markdown import spans
from grimoire.course import SETTINGS, Course, Page
from grimoire.names import Names
from grimoire.problem import CourseError, Problem

KNOWN = tuple(field.name for field in fields(Names))
"""What a page may ask for."""

ASKED = re.compile(r"\{\{.*?\}\}")


def check_course_names(course: Course) -> Iterable[Problem]:
    if (course.root / SETTINGS).is_file():
        try:
            Names.of(course.root)
        except CourseError as error:
            return [replace(problem, rule="name") for problem in error.problems]
    return []


def check_names(page: Page) -> Iterable[Problem]:
    known = [f"{{{{ {name} }}}}" for name in KNOWN]
    remedy = f"is no name of the course. Write one of {', '.join(known)}."
    for span in spans(page, "text", "heading", "link"):
        for asked in ASKED.finditer(span.text):
            if asked[0] not in known:
                column = span.column + asked.start()
                yield Problem(page.file, span.line, f"{asked[0]!r} {remedy}", "name", column)
