"""Number figures, tables, formulas and questions by unit: the third figure of unit 2 is 2.3.

Sphinx counts through the whole book, so that a new page in the first unit would change every number
after it. Here each unit counts for itself, and a page outside all units counts 1, 2, 3.
"""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from grimoire.course import Course

Numbers: TypeAlias = dict[str, dict[str, dict[str, tuple[int, ...]]]]
"""Page > kind, such as "figure" > label > number."""


def setup(app: Sphinx) -> None:
    app.connect("env-get-updated", number_by_unit, priority=999)


def number_by_unit(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Replace Sphinx's count by ours."""
    env.toc_fignumbers = by_unit(env.toc_fignumbers, app.course)  # type: ignore[attr-defined]
    return []


def by_unit(counts: Numbers, course: Course) -> Numbers:
    """The same figures with the numbers (unit, count in the unit), in the order of the book."""
    last: Counter[tuple[str | int, str]] = Counter()
    numbers: Numbers = {}
    for page in course.pages:
        unit = course.unit_of(page.docname)
        place = unit.number if unit else page.docname
        for kind, labels in counts.get(page.docname, {}).items():
            for label in labels:
                last[place, kind] += 1
                number = (last[place, kind],)
                numbers.setdefault(page.docname, {}).setdefault(kind, {})[label] = (
                    (unit.number, *number) if unit else number
                )
    return numbers
