"""Checks of the sources. Each is a function from a `Course` to a list of `Problem`s."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from grimoire.checks.alternatives import check_alternatives
from grimoire.checks.club import check_club
from grimoire.checks.glossary import check_glossary
from grimoire.checks.headings import check_headings
from grimoire.checks.jupytext import check_jupytext
from grimoire.checks.names import check_names
from grimoire.checks.questions import check_questions
from grimoire.checks.settings import check_settings
from grimoire.checks.symbols import check_symbols
from grimoire.course import Course
from grimoire.problem import Problem

Check = Callable[[Course], list[Problem]]

BEFORE_A_BUILD: tuple[Check, ...] = (
    check_headings,
    check_jupytext,
    check_settings,
    check_questions,
    check_alternatives,
    check_club,
    check_names,
)
ALL = (*BEFORE_A_BUILD, check_glossary, check_symbols)
"""A page whose words lack a link or a symbol may be built and looked at, but is not finished."""


def check(course: Course, checks: Iterable[Check] = ALL) -> list[Problem]:
    """Everything that is wrong with the course, in the order of files and lines."""
    return sorted(problem for check in checks for problem in check(course))
