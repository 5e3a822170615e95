"""Which pages make which book: the whole course, and one book for each unit."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from grimoire.course import Course, Unit
from grimoire.names import book_name


@dataclass(frozen=True)
class Part:
    """Pages that stand together: under a caption of `_toc.yml`, or under none."""

    caption: str
    pages: tuple[str, ...]
    unit: Unit | None = None


@dataclass(frozen=True)
class Book:
    """One PDF.

    Attributes
    ----------
    name : str
        The file's name without `.pdf`.
    title, subtitle : str
        What stands on the cover.
    parts : tuple of Part
        Its pages, in reading order.
    """

    name: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]

    @property
    def pages(self) -> list[str]:
        return [page for part in self.parts for page in part.pages]


def books(course: Course, env: BuildEnvironment, title: str, author: str) -> list[Book]:
    """The whole book first, then the units."""
    home = course.pages[0].docname
    parts = [Part("", (home,)), *toc_parts(course, env, home)]
    whole = Book(book_name(title, course), title, author, tuple(parts))
    return [whole, *(unit_book(unit, title) for unit in course.units)]


def toc_parts(course: Course, env: BuildEnvironment, home: str) -> list[Part]:
    """The parts that `_toc.yml` lists, as Sphinx has read it."""
    parts = []
    for toctree in env.get_doctree(home).findall(addnodes.toctree):
        pages = tuple(
            page for chapter in toctree["includefiles"] for page in with_sections(env, chapter)
        )
        units = [unit for page in pages if (unit := course.unit_of(page))]
        parts.append(Part(toctree["caption"] or "", pages, units[0] if units else None))
    return parts


def with_sections(env: BuildEnvironment, docname: str) -> list[str]:
    """A page and the pages below it."""
    below = env.toctree_includes.get(docname, [])
    return [docname, *(page for child in below for page in with_sections(env, child))]


def unit_book(unit: Unit, title: str) -> Book:
    pages = tuple(page.docname for page in unit.pages)
    return Book(unit.folder, unit.title, title, (Part("", pages, unit),))
