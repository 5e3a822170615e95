"""How a page writes words that differ from face to face; the role and the check both ask it."""

from __future__ import annotations

import re

FACES = {
    "site": "html",
    "books": "pdf or epub",
    "paper": "pdf",
    "e-book": "epub",
    "notebook": "notebook",
    "bank": "bank",
}
"""From the name of a face, as a page writes it, to what an `only` block asks for."""

BOOKS = ("books", "paper", "e-book")

NEXT = re.compile(r"(?:^|\s)\|\s+([\w-]+):(?=\s|$)")
"""Where the words of another face begin."""

ROLE = re.compile(r"\{wording\}(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)


def variants(text: str) -> dict[str, str]:
    """The words by the name of their face; those for all other faces go by the name "".

    >>> variants("folded away | books: | notebook: left out")
    {'': 'folded away', 'books': '', 'notebook': 'left out'}
    """
    first, *rest = NEXT.split(text)
    return {"": first.strip()} | dict(zip(rest[::2], map(str.strip, rest[1::2]), strict=True))


def with_first_words(source: str) -> str:
    """The source of a page with the words of the site alone."""
    return ROLE.sub(lambda role: variants(role[2])[""], source)


def rules(texts: dict[str, str]) -> dict[str, str]:
    """What an `only` block asks for, by the name of the face."""
    named = " or ".join(FACES[face] for face in texts if face)
    return {face: FACES[face] if face else f"not ({named})" for face in texts}


def printed(text: str) -> list[str]:
    """What the books have of it."""
    texts = variants(text)
    return [texts[face] for face in BOOKS if face in texts] or [texts[""]]


def fault(text: str) -> str:
    """What is wrong with it, or nothing."""
    faces = [face for face in variants(text) if face]
    how = (
        "Write the words of the site and then, each behind ` | `, those of another face, as in"
        f" {{wording}}`here | books: there`. The faces are {', '.join(FACES)}."
    )
    if not faces:
        return f"this wording is the same everywhere. {how}"
    unknown = [face for face in faces if face not in FACES]
    return f"there is no face {unknown[0]!r}. {how}" if unknown else ""
