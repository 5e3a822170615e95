"""The index page of each folder names the number and the title of its unit."""

from __future__ import annotations

from collections.abc import Iterator

from grimoire.course import Course
from grimoire.problem import Problem


def check_units(course: Course) -> Iterator[Problem]:
    for page in course.pages:
        folder, _, name = page.docname.rpartition("/")
        if (
            name == "index"
            and folder
            and "/" not in folder
            and course.unit_of(page.docname) is None
        ):
            message = (
                "the front matter of this index page names no unit, so its pages have no number and"
                " no PDF of their own. Add `unit:` with the lines `number:` and `title:`."
            )
            yield Problem(page.file, 1, message, "unit")
