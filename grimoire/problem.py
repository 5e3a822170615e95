"""What is wrong with the course, said so that the reader can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a source file: where it stands, what it is, what to do."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


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


def not_yaml(error: yaml.YAMLError, text: str, file: Path, first_line: int = 1) -> Problem:
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
