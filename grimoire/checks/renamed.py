"""The list of new names leads from names that nothing has any more to names that something has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grimoire.checks.definitions import defined, normal
from grimoire.checks.vocabulary import similar
from grimoire.course import Course
from grimoire.directives.renamed import RENAMED, read_renamed
from grimoire.problem import CourseError, Problem


def check_renamed(course: Course) -> Iterator[Problem]:
    try:
        renamed = read_renamed(course.root)
    except CourseError as error:
        yield from (replace(problem, rule="renamed") for problem in error.problems)
        return
    labels = defined(course)["label"]
    for old, (new, line) in renamed.items():
        known = normal(new.partition("/")[0])
        if known not in labels and new not in renamed:
            message = f"nothing in the course has the `:name:` {known!r}.{similar(known, labels)}"
            yield Problem(RENAMED, line, message, "renamed")
        if normal(old) in labels:
            message = f"{old!r} is in use, at {labels[normal(old)][0].place}. Only a name that"
            remedy = "nothing has any more leads to a new one: take the line out."
            yield Problem(RENAMED, line, f"{message} {remedy}", "renamed")
        if old in chain(new, renamed):
            message = f"{old!r} leads in a circle. Take the line out that is wrong."
            yield Problem(RENAMED, line, message, "renamed")


def chain(name: str, renamed: dict[str, tuple[str, int]]) -> list[str]:
    """The names to which a name leads, itself the first."""
    names = [name]
    while names[-1] in renamed and (new := renamed[names[-1]][0]) not in names:
        names.append(new)
    return names
