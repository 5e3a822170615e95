"""Checks of the sources. Each file holds one, and yields a `Problem` for each place it finds.

`check` reads each page once, whatever looks at it, and keeps what it found on a page until the page
changes: in a running program, only a changed page costs time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from grimoire.checks.addresses import check_addresses
from grimoire.checks.alternatives import check_alternatives
from grimoire.checks.cellfiles import check_cell_files
from grimoire.checks.cells import check_cells
from grimoire.checks.club import check_club
from grimoire.checks.config import check_config, check_sphinx_settings
from grimoire.checks.dollars import check_dollars
from grimoire.checks.duplicates import check_duplicates
from grimoire.checks.fences import check_fences
from grimoire.checks.glossary import check_glossary
from grimoire.checks.guides import check_guides
from grimoire.checks.headings import check_headings
from grimoire.checks.hints import check_hints
from grimoire.checks.jupytext import check_jupytext
from grimoire.checks.kept import kept_pages
from grimoire.checks.length import check_length
from grimoire.checks.links import check_links
from grimoire.checks.markdown import read
from grimoire.checks.minutes import check_minutes
from grimoire.checks.names import check_course_names, check_names
from grimoire.checks.numbers import check_numbers
from grimoire.checks.options import check_options
from grimoire.checks.outputs import check_outputs, printed
from grimoire.checks.questions import check_questions
from grimoire.checks.references import check_references
from grimoire.checks.renamed import check_renamed
from grimoire.checks.roles import check_roles
from grimoire.checks.rules import check_levels, judged, levels
from grimoire.checks.schedule import check_schedule
from grimoire.checks.settings import check_settings
from grimoire.checks.slides import check_slides
from grimoire.checks.sources import check_sources
from grimoire.checks.symbols import check_symbols
from grimoire.checks.tags import check_tags
from grimoire.checks.toc import check_toc
from grimoire.checks.units import check_units
from grimoire.checks.videos import check_videos
from grimoire.checks.wording import check_wording
from grimoire.course import Course, Page
from grimoire.problem import Problem

if TYPE_CHECKING:
    from nbformat import NotebookNode

OfCourse = Callable[[Course], Iterable[Problem]]
OfPage = Callable[[Page], Iterable[Problem]]
InCourse = Callable[[Course, Page], Iterable[Problem]]

OF_SETTINGS: tuple[OfCourse, ...] = (check_config, check_levels, check_toc, check_club)
"""What has to be right before Sphinx can be asked what it knows."""

OF_PAGE: tuple[OfPage, ...] = (
    check_headings,
    check_jupytext,
    check_settings,
    check_options,
    check_roles,
    check_cells,
    check_tags,
    check_addresses,
    check_dollars,
    check_questions,
    check_hints,
    check_alternatives,
    check_videos,
    check_names,
    check_length,
    check_slides,
)
"""What a page tells by itself."""

OF_COURSE: tuple[OfCourse, ...] = (
    check_sphinx_settings,
    check_course_names,
    check_units,
    check_schedule,
    check_sources,
    check_duplicates,
    check_guides,
    check_renamed,
)
"""What stands in no page, or in two."""

IN_COURSE: tuple[InCourse, ...] = (
    check_links,
    check_references,
    check_cell_files,
    check_minutes,
    check_glossary,
    check_symbols,
    check_wording,
)
"""What a page tells together with the others."""


def check(course: Course) -> list[Problem]:
    """Everything that is wrong with the course, in the order of files and lines."""
    with kept_pages(course, read):
        found = [problem for look in OF_SETTINGS for problem in look(course)]
        if not any(problem.level == "error" for problem in judged(course, found)):
            found += [problem for look in OF_COURSE for problem in look(course)]
            found += [problem for page in course.pages for problem in _of_page(course, page)]
    return judged(course, found)


def check_page(course: Course, page: Page) -> list[Problem]:
    """What is wrong with one page of the course, in the order of its lines."""
    again = (problem for problem in check_duplicates(course) if problem.file == page.file)
    return judged(course, [*_of_page(course, page), *again])


def check_run(course: Course, page: Page, notebook: NotebookNode) -> list[Problem]:
    """What is wrong with a page whose cells have run: with their outputs, and the text on them."""
    found = [*check_outputs(page, notebook), *check_numbers(page, printed(notebook))]
    return judged(course, found)


def _of_page(course: Course, page: Page) -> list[Problem]:
    """What is wrong with one page.

    Where a block is not closed, nothing else is told: what follows it is not what it seems.
    """
    fences, alone = _alone(page)
    if fences and levels(course)["fence"] != "off":
        return list(fences)
    return [*alone, *(problem for look in IN_COURSE for problem in look(course, page))]


@lru_cache(maxsize=4096)
def _alone(page: Page) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What is wrong with the blocks of a page, and with what else it tells by itself."""
    rest = (problem for look in OF_PAGE for problem in look(page))
    return tuple(check_fences(page)), tuple(rest)
