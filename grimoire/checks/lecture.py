"""A lecture as the Markdown of its slides tells it: parts, slides, minutes, and words to say.

Each heading of such a page is a slide. A `##` that has nothing of its own below it is no slide but
a part of the lecture: its name stands above the slides that follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from grimoire.checks.markdown import read
from grimoire.checks.pieces import Block, Span
from grimoire.course import Page

WORDS_PER_MINUTE = 130
"""Our estimate of how fast one speaks to a room that hears the words for the first time."""

WORDS_OF_A_FORMULA = 6
"""Our estimate of how many words a formula within a line takes aloud."""

MINUTES_TO_WAIT = 0.5
"""Our estimate of what a question to the room takes, from the first silence to the last reply."""

SPOKEN = ("text", "link", "role", "formula", "code")


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes
    ----------
    title : str
        Its heading.
    part : str
        The part of the lecture that it belongs to, or nothing.
    line : int
        Where its heading stands in the file.
    notes : tuple of Block
        Its notes: one block, where all is well.
    minutes : int
        The minutes that its notes say, 0 where they say none.
    reading : float
        The minutes that it takes to read the notes aloud and to hear the room.
    """

    title: str
    part: str
    line: int
    notes: tuple[Block, ...]

    @property
    def minutes(self) -> int:
        return sum(minutes_of(block) for block in self.notes)

    @property
    def questions(self) -> int:
        """How many questions the room is asked."""
        return sum(len(asks_in(block)) for block in self.notes)

    @property
    def reading(self) -> float:
        return sum(reading_minutes(block) for block in self.notes)


@dataclass(frozen=True)
class Part:
    """Slides that follow each other under one name."""

    name: str
    slides: tuple[Slide, ...]

    @property
    def minutes(self) -> int:
        return sum(slide.minutes for slide in self.slides)

    @property
    def questions(self) -> int:
        return sum(slide.questions for slide in self.slides)


def is_deck(page: Page) -> bool:
    """Whether the page is one of slides."""
    return "slides" in page.front_matter


@lru_cache(maxsize=64)
def slides_of(page: Page) -> tuple[Slide, ...]:
    """The slides of a page, in their order."""
    slides: list[Slide] = []
    part = ""
    for heading, below in sections(page):
        if heading.role == "h2":
            part = heading.text if not below else ""
            if not below:
                continue
        notes = tuple(p for p in below if isinstance(p, Block) and p.name == "notes")
        slides.append(Slide(heading.text, part, heading.line, notes))
    return tuple(slides)


def sections(page: Page) -> list[tuple[Span, list[Span | Block]]]:
    """Each heading, with what stands between it and the next one."""
    found: list[tuple[Span, list[Span | Block]]] = []
    for piece in read(page):
        if isinstance(piece, Span) and piece.kind == "section":
            found.append((piece, []))
        elif found and not (isinstance(piece, Span) and piece.line <= found[-1][0].line):
            found[-1][1].append(piece)
    return found


def parts_of(page: Page) -> list[Part]:
    """The parts of a lecture; the first slides may belong to none, and then each is its own."""
    named = groupby(slides_of(page), lambda slide: slide.part or slide.title)
    return [Part(name, tuple(slides)) for name, slides in named]


def minutes_of(notes: Block) -> int:
    given = str(notes.options.get("minutes", ""))
    return int(given) if given.isascii() and given.isdigit() else 0


def reading_minutes(notes: Block) -> float:
    """The minutes to read notes aloud, and to ask and to hear the room."""
    asks = asks_in(notes)
    spoken = [piece for piece in notes.content if isinstance(piece, Span) and piece.kind in SPOKEN]
    words = sum(words_of(span) for span in spoken)
    words += sum(len(ask.argument.split()) for ask in asks)
    return words / WORDS_PER_MINUTE + len(asks) * MINUTES_TO_WAIT


def asks_in(notes: Block) -> list[Block]:
    return [piece for piece in notes.content if isinstance(piece, Block) and piece.name == "ask"]


def words_of(span: Span) -> int:
    return WORDS_OF_A_FORMULA if span.kind == "formula" else len(span.text.split())
