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
    app.connect("env-get-updated", restore_counts, priority=1)
    app.connect("env-get-updated", number_by_unit, priority=999)


def restore_counts(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give Sphinx its own count back, to which it compares the new one."""
    env.toc_fignumbers = getattr(env, "counts_of_book", env.toc_fignumbers)
    return []


def number_by_unit(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Replace Sphinx's count by ours; return the pages whose numbers changed."""
    before: Numbers = getattr(env, "numbers_of_units", {})
    env.counts_of_book = env.toc_fignumbers  # type: ignore[attr-defined]
    numbers = by_unit(env.toc_fignumbers, app.course)  # type: ignore[attr-defined]
    env.toc_fignumbers = env.numbers_of_units = numbers  # type: ignore[attr-defined]
    return [docname for docname in numbers if numbers[docname] != before.get(docname)]


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
