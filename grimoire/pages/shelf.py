"""Which pages make which book, in which order: the whole course, and a book for each unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from grimoire.course import Course, Unit
from grimoire.names import book_name


@dataclass(frozen=True)
class Part:
    """Pages that stand together.

    Attributes
    ----------
    caption : str
        What `_toc.yml` writes above them, or nothing.
    pages : tuple of str
        The pages, in reading order.
    level : int
        The level of their titles.
    unit : Unit, optional
        The unit that they belong to.
    """

    caption: str
    pages: tuple[str, ...]
    level: int
    unit: Unit | None = None


@dataclass(frozen=True)
class Book:
    """One book, whatever it is read on.

    Attributes
    ----------
    name : str
        The file's name without its ending.
    title, subtitle : str
        What stands on the cover.
    parts : tuple of Part
        Its pages, in reading order.
    unit : str
        What stands above the title of a unit's book, such as Unit 2.
    """

    name: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    unit: str = ""

    @property
    def pages(self) -> list[str]:
        return [page for part in self.parts for page in part.pages]

    @property
    def levels(self) -> dict[str, int]:
        """The level of each page's title."""
        return {page: part.level for part in self.parts for page in part.pages}


def books(course: Course, env: BuildEnvironment, title: str, author: str) -> list[Book]:
    """The whole book first, then the units."""
    home = course.pages[0].docname
    parts = [Part("", (home,), 1), *toc_parts(course, env, home)]
    whole = Book(book_name(title, course), title, author, tuple(parts))
    return [whole, *(unit_book(unit, title, whole.levels) for unit in course.units)]


def toc_parts(course: Course, env: BuildEnvironment, home: str) -> list[Part]:
    """The parts that `_toc.yml` lists, as Sphinx has read it, without the pages for teachers."""
    left_out = {page.docname for page in course.pages if page.is_for_teachers}
    parts = []
    for toctree in env.get_doctree(home).findall(addnodes.toctree):
        pages = tuple(
            page
            for chapter in toctree["includefiles"]
            for page in with_sections(env, chapter)
            if page not in left_out
        )
        if not pages:
            continue
        units = [unit for page in pages if (unit := course.unit_of(page))]
        caption = toctree["caption"] or ""
        level = 2 if caption else 1
        parts.append(Part(caption, pages, level, units[0] if units else None))
    return parts


def with_sections(env: BuildEnvironment, docname: str) -> list[str]:
    """A page and the pages below it."""
    below = env.toctree_includes.get(docname, [])
    return [docname, *(page for child in below for page in with_sections(env, child))]


def unit_book(unit: Unit, title: str, levels: Mapping[str, int]) -> Book:
    """A unit's book; its pages have the level that they have in the whole one."""
    pages = tuple(page.docname for page in unit.pages)
    part = Part("", pages, levels[pages[0]], unit)
    return Book(unit.folder, unit.title, title, (part,), f"Unit {unit.number}")
