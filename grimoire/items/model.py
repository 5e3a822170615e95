"""Questions and words as plain data: each export is written from these, and reads no page."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Option:
    """What may be answered, and what is said to it.

    Attributes
    ----------
    text : str
        An option of a choice, as HTML; of a numeric question, the number as its author wrote it.
    value : float
        The number of a numeric question; 0 in a choice.
    correct : bool
    feedback : str
        HTML.
    tolerance : float
        How far from its value a number may be: never as near to another option.
    """

    text: str
    value: float
    correct: bool
    feedback: str
    tolerance: float = 0.0


@dataclass(frozen=True)
class Item:
    r"""One question, or one word of the glossary.

    HTML is well formed as XML. In it a formula stands between `\(` and `\)`, or `\[` and `\]`, and
    a picture has the address `media:NAME`.

    Attributes
    ----------
    id : str
        Its name in the course.
    title : str
        Plain text.
    kind : str
        "choice", "numeric" or "term".
    level : int
        1 to remember, 2 to use, 3 to think further.
    section : str
        The title of the page that it belongs to.
    source : str
        The address of the question on the site.
    place : str
        Where it stands in the sources, as `file:line`.
    text : str
        HTML.
    options : tuple of Option
    hints : tuple of str
        HTML.
    answer : str
        The model answer, HTML.
    media : dict of str to bytes
        The pictures by their names.
    was : tuple of str
        The names that it had before, the latest first.
    """

    id: str
    title: str
    kind: str
    level: int
    section: str
    source: str
    place: str
    text: str
    options: tuple[Option, ...]
    hints: tuple[str, ...]
    answer: str
    media: dict[str, bytes] = field(hash=False)
    was: tuple[str, ...] = ()

    @property
    def first_id(self) -> str:
        """The name it had first, which never changes."""
        return (self.id, *self.was)[-1]

    @property
    def tags(self) -> tuple[str, ...]:
        """Section, level and source, each as one word."""
        page = self.source.rpartition("/")[2].partition(".html")[0]
        section = "-".join("".join(c if c.isalnum() else " " for c in self.section).split())
        return f"section-{section.lower()}", f"level-{self.level}", f"source-{page}"


@dataclass(frozen=True)
class Bank:
    """All questions of a unit, by their sections in the order of the course."""

    name: str
    title: str
    items: tuple[Item, ...]

    @property
    def sections(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.section, []).append(item)
        return found
