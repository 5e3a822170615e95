"""Each page has one title, and no heading level is left out below it."""

from __future__ import annotations

import re
from itertools import pairwise

from grimoire.course import Course, Page
from grimoire.problem import Problem

HEADING = re.compile(r"^(#{1,6}) +\S")


def check_headings(course: Course) -> list[Problem]:
    return [problem for page in course.pages for problem in _of_page(page)]


def _of_page(page: Page) -> list[Problem]:
    levels = [
        (line, len(match[1])) for line, text in page.prose_lines() if (match := HEADING.match(text))
    ]
    titles = [line for line, level in levels if level == 1]
    if not titles:
        message = "the page has no title. Begin it with a line `# Title`."
        return [Problem(page.file, page.body_line, message)]
    problems = [
        Problem(page.file, line, "a page has one title. Make this heading `##` or deeper.")
        for line in titles[1:]
    ]
    for (_, above), (line, level) in pairwise(levels):
        if level > above + 1:
            message = f"this heading jumps from level {above} to {level}. Use {'#' * (above + 1)}."
            problems.append(Problem(page.file, line, message))
    return problems
