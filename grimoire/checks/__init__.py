"""Checks of the sources. Each is a function from a `Course` to a list of `Problem`s."""

from __future__ import annotations

from grimoire.checks.headings import check_headings
from grimoire.checks.jupytext import check_jupytext
from grimoire.course import Course
from grimoire.problem import Problem

CHECKS = (check_headings, check_jupytext)


def check(course: Course) -> list[Problem]:
    """Everything that is wrong with the course, in the order of files and lines."""
    return sorted(problem for check in CHECKS for problem in check(course))
