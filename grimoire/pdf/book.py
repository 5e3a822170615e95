"""The books as manuscripts: the whole course in its volumes, and a book for each unit.

A manuscript takes in one file for each page. The books share these files, and with them what
Typst has set: a unit's book costs little after the whole one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grimoire import paper
from grimoire.pages.shelf import Book, Part
from grimoire.paper.chapter import Chapter
from grimoire.paper.markup import call, literal, quoted, words

PAPER = Path(paper.__file__).parent
STYLE = (PAPER / "book.typ", PAPER / "cover.svg")
"""The book's style and the drawing on its cover, which go beside the manuscripts."""

SHEET = "#pagebreak(weak: true)\n#v(0pt, weak: true)\n"
"""A new sheet that begins with something of this file.

Typst names the places of a run of sheets after the first thing that stands on them. With the
same name in each book, what is set for one of them is taken over by the next.
"""

LEAF = "#leaf()\n"

VOLUME = 150
"""Pages of the course that are bound together, unless a single part has more: about 400 sheets."""


def volumes(whole: Book) -> list[Book]:
    """The whole book in as many volumes as it needs; the first has the book's own name."""
    shelf: list[list[Part]] = [[]]
    for part in whole.parts:
        if shelf[-1] and sum(len(each.pages) for each in [*shelf[-1], part]) > VOLUME:
            shelf.append([])
        shelf[-1].append(part)
    if len(shelf) == 1:
        return [whole]
    return [
        replace(
            whole,
            name=f"{whole.name}-{number}" if number > 1 else whole.name,
            subtitle=f"Volume {number} of {len(shelf)}. {whole.subtitle}",
            parts=tuple(parts),
        )
        for number, parts in enumerate(shelf, 1)
    ]


@dataclass(frozen=True)
class Manuscripts:
    """The books as Typst documents, in files that are written only when they say something new.

    Attributes
    ----------
    root : Path
        The folder that Typst takes for `/`.
    folder : Path
        Where the files stand.
    chapters : mapping of str to Chapter
        All pages.
    facts : dict
        What every book says of itself: author, version, day, year, site, language.
    leaves : set of str
        The pages that begin a leaf, so that one can take them out.
    """

    root: Path
    folder: Path
    chapters: Mapping[str, Chapter]
    facts: dict[str, str | None]
    leaves: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for file in STYLE:
            write_new(self.folder / file.name, file.read_text(encoding="utf-8"))

    def write(self, book: Book) -> Path:
        """Write the book, its pages and its appendices."""
        facts = {"title": book.title, "subtitle": book.subtitle, "unit": book.unit, **self.facts}
        arguments = ", ".join(f"{name}: {literal(value)}" for name, value in facts.items())
        parts = "".join(map(self.part, book.parts))
        text = f"#show: book.with({arguments})\n{parts}#index()\n"
        return self.save(f"{book.name}.typ", text)

    def part(self, part: Part) -> str:
        """A part: its own page where it has a caption, its chapters, its hints and answers."""
        head = ""
        if part.caption:
            subtitle = part.unit.title if part.unit else ""
            head = f"#part({quoted(part.caption)}, {quoted(subtitle)});\n"
        pages = "".join(
            self.included(
                f"pages/{page}.typ", LEAF * (page in self.leaves) + self.chapters[page].text
            )
            for page in part.pages
        )
        label = f"{part.unit.folder if part.unit else part.pages[0]}-help"
        help_ = appendix(label, part.level, [self.chapters[page] for page in part.pages])
        return head + pages + (self.included(f"help/{label}.typ", help_) if help_ else "")

    def included(self, name: str, text: str) -> str:
        file = self.save(name, SHEET + text)
        return f"#include {quoted(self.place(file))}\n"

    def place(self, file: Path) -> str:
        """What Typst calls a file."""
        return f"/{file.relative_to(self.root).as_posix()}"

    def save(self, name: str, text: str) -> Path:
        style = quoted(self.place(self.folder / STYLE[0].name))
        return write_new(self.folder / name, f"#import {style}: *\n{text}")


def write_new(file: Path, text: str) -> Path:
    """Write a file unless it says this already."""
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return file


def appendix(label: str, level: int, chapters: list[Chapter]) -> str:
    """The chapter with the hints and then the answers to the questions of `chapters`."""
    if not any(chapter.answers for chapter in chapters):
        return ""
    note = "#appendix-note[Read a hint before the answer.]\n"
    hints = "".join(entries(chapter.title, level, chapter.hints) for chapter in chapters)
    answers = "".join(entries(chapter.title, level, chapter.answers) for chapter in chapters)
    head = call("chapter", words("Hints and answers"), level=level)
    return (
        f"{head}#label({quoted(label)})\n"
        + (call("section", words("Hints"), level=level + 1) + note + hints if hints else "")
        + call("section", words("Answers"), level=level + 1)
        + answers
    )


def entries(title: str, level: int, helps: str) -> str:
    """What the appendix says on the questions of one chapter."""
    return f"{call('subsection', title, level=level + 2)}\n{helps}\n" if helps else ""
