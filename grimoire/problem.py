"""What is wrong with the course, said so that the reader can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, order=True)
class Edit:
    """How a problem is mended: `new` in the place of `old`, which stands in the problem's line."""

    old: str
    new: str


@dataclass(frozen=True)
class Problem:
    """One mistake in a source file.

    Attributes
    ----------
    file, line, column
        Where it stands; lines and columns count from 1.
    message : str
        What is wrong, and what to do.
    rule : str
        The name of the rule that found it; empty where no rule can be switched off.
    level : str
        "error" stops a build, "warning" does not.
    edit : Edit, optional
        What mends it, where that is safe.
    """

    file: Path
    line: int
    message: str
    rule: str = ""
    column: int = 1
    level: str = "error"
    edit: Edit | None = None

    def __lt__(self, other: Problem) -> bool:
        """Whether it stands before the other one."""
        return self._place < other._place

    @property
    def _place(self) -> tuple[Path, int, int, str]:
        return self.file, self.line, self.column, self.message

    def __str__(self) -> str:
        level = "" if self.level == "error" else f"{self.level}: "
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{self.file}:{self.line}:{self.column}: {level}{self.message}{rule}"


class BookError(Exception):
    """The book cannot be built; the text of the error says why and what to do."""


class CourseError(BookError):
    """The sources have problems that stop the build.

    Parameters
    ----------
    problems : list of Problem
        At least one.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in sorted(problems)))
        self.problems = problems


def not_utf8(error: UnicodeDecodeError, file: Path) -> Problem:
    """That the file is no text, with the line of the first byte that is none."""
    line = error.object[: error.start].count(b"\n") + 1
    return Problem(file, line, "this is not UTF-8 text. Save the file as UTF-8.")


def not_yaml(error: Exception, text: str, file: Path, first_line: int = 1) -> Problem:
    """What YAML has against `text`, which begins at `first_line` of the file."""
    if isinstance(error, yaml.reader.ReaderError):
        line = first_line + text[: error.position].count("\n")
        message = f"a character with the code {error.character} may not stand here. Take it out."
        return Problem(file, line, message)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    message = (
        f"this is not valid YAML: {getattr(error, 'problem', None) or error}. Check indents and"
        ' quotes here; a text with a colon and a space stands in quotes: alt: "Two curves: one'
        ' rises."'
    )
    return Problem(file, first_line + (mark.line if mark else 0), message)
