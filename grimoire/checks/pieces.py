"""What a page is made of, as the checks see it: spans of text and fenced blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

OPTION = re.compile(r"\s*:([\w-]+):(?:\s+(.*)|$)")
OPTION_IN_YAML = re.compile(r"([\w-]+):")


@dataclass(frozen=True)
class Span:
    """A piece of a page.

    Attributes
    ----------
    kind : str
        "text", "heading", "link" (words that already lead somewhere), "formula", "image" (its text
        alternative), "role", "code", "html"; "section" is a whole heading, "address" where a link
        leads, "label" and "equation" a name that the page gives to a place.
    line, column : int
        Where it begins in the file.
    text : str
        What stands there, without marks.
    role : str
        The name of a role, such as "term"; the level of a section, such as "h2".
    target : str
        Where an image lies.
    """

    kind: str
    line: int
    text: str
    role: str = ""
    target: str = ""
    column: int = 1


@dataclass(frozen=True)
class Block:
    """A fenced block: ```{name} argument, its options, its body, and the lines of both.

    `name` is empty where the fence makes no directive. Options between two lines `---` are YAML;
    where they are not, `fault` is the text and its error.
    """

    name: str
    argument: str
    options: dict[str, Any]
    body: str
    line: int
    body_line: int
    last_line: int
    mark: str
    depth: int = 0
    content: tuple[Span | Block, ...] = ()
    closed: bool = True
    fault: tuple[str, Exception] | None = None
    source: str = ""

    @property
    def title(self) -> list[Span]:
        """The pieces of the line that names the block."""
        return [p for p in self.content if isinstance(p, Span) and p.line == self.line]

    def line_of(self, option: str) -> int:
        """The line at which an option stands."""
        head = self.source.split("\n")[: self.body_line - self.line - 1]
        found = (n for n, line in enumerate(head, self.line + 1) if _names(line) == option)
        return next(found, self.line)


Pieces = tuple[Span | Block, ...]
"""A page, or a part of one, in reading order."""


def _names(line: str) -> str:
    match = OPTION.match(line) or OPTION_IN_YAML.match(line)
    return match[1] if match else ""
