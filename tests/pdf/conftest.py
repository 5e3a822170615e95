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
    def pages(self) -> list[str]:
        """The text of each page, words that a line's end divides joined again."""
        document = pypdfium2.PdfDocument(self.file)
        texts = (page.get_textpage().get_text_range() for page in document)
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
def whole(site_dir: Path) -> PrintedBook:
    return PrintedBook(site_dir / "grimoire/i2-grimoire.pdf")


@pytest.fixture(scope="session")
def unit_books(site_dir: Path, course: Course) -> dict[str, PrintedBook]:
    """Each unit's book by the name of its folder."""
    return {
        unit.folder: PrintedBook(site_dir / f"grimoire/{unit.folder}.pdf") for unit in course.units
    }


@pytest.fixture(scope="session")
def printed(whole: PrintedBook, unit_books: dict[str, PrintedBook]) -> list[PrintedBook]:
    return [whole, *unit_books.values()]
