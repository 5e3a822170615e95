"""The books as the tests read them: their text page by page, their outline, their tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from grimoire import ROOT
from grimoire.course import Course
from grimoire.names import Names, book_name

HYPHEN = re.compile(r"(?<=\w)[\ufffe\x02\u00ad]\s*|(?<=[a-z])-\r?\n(?=[a-z])")


@dataclass(frozen=True)
class Entry:
    """A line of the outline: its depth, its title, its page counted from 1."""

    depth: int
    title: str
    page: int


@dataclass(frozen=True)
class PrintedBook:
    file: Path
    cache: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def pdf(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(self.file)

    @cached_property
    def root(self) -> Any:
        return self.pdf.trailer["/Root"]

    @cached_property
    def printed(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.file)

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, words that a line's end divides joined again."""
        texts = (page.get_textpage().get_text_range() for page in self.printed)
        return [HYPHEN.sub("", text).replace("\r\n", "\n") for text in texts]

    @cached_property
    def outline(self) -> list[Entry]:
        return list(self._entries(self.pdf.outline, 1))

    def _entries(self, items: list[Any], depth: int) -> Iterator[Entry]:
        for item in items:
            if isinstance(item, list):
                yield from self._entries(item, depth + 1)
            else:
                page = self.pdf.get_destination_page_number(item)
                yield Entry(depth, item.title, page + 1)

    def chapter(self, title: str) -> str:
        """The text from this entry of the outline to the next that is as high."""
        [place] = [i for i, e in enumerate(self.outline) if e.title == title and e.depth <= 2][:1]
        entry = self.outline[place]
        after = [e.page for e in self.outline[place + 1 :] if e.depth <= entry.depth]
        return "\n".join(self.pages[entry.page - 1 : after[0] - 1 if after else None])

    @cached_property
    def tags(self) -> list[dict[str, Any]]:
        """Every element of the tree that screen readers follow."""
        found = []
        waiting = [self.root["/StructTreeRoot"]["/K"]]
        while waiting:
            item = waiting.pop().get_object()
            if isinstance(item, list):
                waiting += reversed(item)
            elif isinstance(item, dict):
                found.append(item)
                if "/K" in item:
                    waiting.append(item["/K"])
        return found

    def writing_lines(self, page: int) -> int:
        """The number of lines on a page, counted from 0, that are as wide as a question's box."""
        paths = self.printed[page].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH])
        boxes = (path.get_bounds() for path in paths)
        return sum(top - low < 2 and 350 < right - left < 400 for left, low, right, top in boxes)

    def inner_links(self) -> Iterator[tuple[str, int]]:
        """The text of each link within the book, and the page it leads to, counted from 0."""
        for number, page in enumerate(self.pdf.pages):
            text = self.printed[number].get_textpage()
            for item in page.get("/Annots") or []:
                link = item.get_object()
                if "/Dest" in link:
                    words = text.get_text_bounded(*map(float, link["/Rect"]))
                    yield " ".join(words.split()), self.page_of(link["/Dest"])

    def page_of(self, destination: Any) -> int:
        """The page of a destination, counted from 0."""
        if isinstance(destination, str):
            page = self.pdf.named_destinations[destination].page
        else:
            page = destination[0]
        return self.pdf.get_page_number(page.get_object())

    def links(self) -> Iterator[Any]:
        for page in self.pdf.pages:
            for item in page.get("/Annots") or []:
                annotation = item.get_object()
                if annotation["/Subtype"] == "/Link":
                    yield annotation


@pytest.fixture(scope="session")
def course() -> Course:
    return Course.load(ROOT)


@pytest.fixture(scope="session")
def whole(site_dir: Path, course: Course) -> PrintedBook:
    return PrintedBook(site_dir / f"grimoire/{book_name(Names.of(ROOT).title, course)}.pdf")


@pytest.fixture(scope="session")
def unit_books(site_dir: Path, course: Course) -> dict[str, PrintedBook]:
    """Each unit's book by the name of its folder."""
    return {
        unit.folder: PrintedBook(site_dir / f"grimoire/{unit.folder}.pdf") for unit in course.units
    }


@pytest.fixture(scope="session")
def printed(whole: PrintedBook, unit_books: dict[str, PrintedBook]) -> list[PrintedBook]:
    return [whole, *unit_books.values()]
