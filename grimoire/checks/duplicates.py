"""A label, an equation, a question or a term has its name for itself in the whole course."""

from __future__ import annotations

from collections.abc import Iterator

from grimoire.checks.definitions import defined
from grimoire.course import Course
from grimoire.problem import Problem


def check_duplicates(course: Course) -> Iterator[Problem]:
    for kind, names in defined(course).items():
        for name, places in names.items() if kind != "object" else ():
            for again in places[1:]:
                message = f"the {kind} {name!r} stands already at {places[0].place}."
                remedy = "Keep one of the two." if kind == "term" else "Choose another name."
                yield Problem(again.page.file, again.line, f"{message} {remedy}", "duplicate")
