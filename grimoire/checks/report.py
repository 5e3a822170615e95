"""How problems are told: to a person, or to GitHub, which shows them beside the changed lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from grimoire.problem import CourseError, Problem

FORMATS = ("text", "github")


def form() -> str:
    """The format that suits where the program runs."""
    return "github" if os.environ.get("GITHUB_ACTIONS") else "text"


def lines(problems: Iterable[Problem], form: str) -> list[str]:
    """A line for each problem, in one of the `FORMATS`."""
    return [_annotation(problem) if form == "github" else str(problem) for problem in problems]


def _annotation(problem: Problem) -> str:
    place = f"file={_escaped(str(problem.file), ',:')},line={problem.line},col={problem.column}"
    title = f",title={_escaped(problem.rule, ',:')}" if problem.rule else ""
    return f"::{problem.level} {place}{title}::{_escaped(problem.message)}"


def _escaped(text: str, more: str = "") -> str:
    """The text with what ends a line or a field written as GitHub wants it."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def tell(problems: list[Problem]) -> None:
    """Print the warnings among the problems.

    Raises
    ------
    CourseError
        If there are errors among them.
    """
    if errors := [problem for problem in problems if problem.level == "error"]:
        raise CourseError(errors)
    for line in lines(problems, form()):
        print(line, file=sys.stderr)


def summary(pages: int, problems: list[Problem]) -> str:
    """The last line: how many pages, where they could be read, and problems of each level."""
    counts = [
        f"{count} {level}{'s' * (count != 1)}"
        for level in ("error", "warning")
        if (count := sum(problem.level == level for problem in problems))
    ]
    read = [f"{pages} page{'s' * (pages != 1)}"] * (pages > 0)
    return f"{', '.join([*read, ' and '.join(counts) or 'no problems'])}."
