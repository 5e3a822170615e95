"""The club's addresses are as their file says they should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from grimoire.course import Course
from grimoire.directives.addresses import read_club
from grimoire.problem import CourseError, Problem


def check_club(course: Course) -> Iterable[Problem]:
    try:
        read_club(course.root)
    except CourseError as error:
        return [replace(problem, rule="club") for problem in error.problems]
    return []
