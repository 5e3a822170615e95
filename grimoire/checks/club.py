"""The club's addresses are as their file says they should be."""

from __future__ import annotations

from grimoire.course import Course
from grimoire.directives.club import read_club
from grimoire.problem import CourseError, Problem


def check_club(course: Course) -> list[Problem]:
    try:
        read_club(course.root)
    except CourseError as error:
        return error.problems
    return []
