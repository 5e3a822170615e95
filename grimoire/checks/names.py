"""The course has its names, and a page that asks for one asks for one that there is."""

from __future__ import annotations

import re
from dataclasses import fields

from grimoire.checks.markdown import Span, read
from grimoire.course import SETTINGS, Course, Page
from grimoire.names import Names
from grimoire.problem import CourseError, Problem

KNOWN = tuple(field.name for field in fields(Names))
"""What a page may ask for."""

ASKED = re.compile(r"\{\{.*?\}\}")


def check_names(course: Course) -> list[Problem]:
    of_pages = [problem for page in course.pages for problem in _of_page(page)]
    return _of_settings(course) + of_pages


def _of_settings(course: Course) -> list[Problem]:
    if (course.root / SETTINGS).is_file():
        try:
            Names.of(course.root)
        except CourseError as error:
            return error.problems
    return []


def _of_page(page: Page) -> list[Problem]:
    known = [f"{{{{ {name} }}}}" for name in KNOWN]
    remedy = f"is no name of the course. Write one of {', '.join(known)}."
    return [
        Problem(page.file, span.line, f"{asked!r} {remedy}")
        for span in read(page.body, page.body_line)
        if isinstance(span, Span) and span.kind in ("text", "heading", "link")
        for asked in ASKED.findall(span.text)
        if asked not in known
    ]
