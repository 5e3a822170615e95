"""Figures, formulas and questions are numbered by unit."""

from __future__ import annotations

from pathlib import Path

from grimoire.course import Course, Page, Unit
from grimoire.site.numbers import by_unit


def page(docname):
    return Page(docname, Path(f"content/{docname}.md"), {}, "", 1)


PAGES = home, index, neurons, notation = [
    page(docname) for docname in ("index", "deep/index", "deep/neurons", "notation")
]
COURSE = Course(Path(), tuple(PAGES), (Unit(2, "Deep learning", (index, neurons)),))


def test_a_unit_counts_through_its_pages():
    counts = {
        "deep/index": {"figure": ["fig-a", "fig-b"]},
        "deep/neurons": {"figure": ["fig-c"], "question": ["q-a"]},
    }
    assert by_unit(counts, COURSE) == {
        "deep/index": {"figure": {"fig-a": (2, 1), "fig-b": (2, 2)}},
        "deep/neurons": {"figure": {"fig-c": (2, 3)}, "question": {"q-a": (2, 1)}},
    }


def test_a_page_outside_all_units_counts_for_itself():
    counts = {"index": {"figure": ["fig-a"]}, "notation": {"figure": ["fig-b"]}}
    assert by_unit(counts, COURSE) == {
        "index": {"figure": {"fig-a": (1,)}},
        "notation": {"figure": {"fig-b": (1,)}},
    }


def test_the_order_of_the_book_counts_not_that_of_reading_the_files():
    counts = {
        "deep/neurons": {"figure": ["fig-b"]},
        "deep/index": {"figure": ["fig-a"]},
    }
    numbers = by_unit(counts, COURSE)
    assert numbers["deep/index"]["figure"]["fig-a"] == (2, 1)
    assert numbers["deep/neurons"]["figure"]["fig-b"] == (2, 2)
