"""The names of the course in the files beside the book: each stands on a line of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

from grimoire.course import Course
from grimoire.names import Names, book_name
from grimoire.problem import BookError

TESTS = "{repository}/actions/workflows/publish.yml"
LINES = (
    ("README.md", r"\A# .*", "# {title}"),
    (
        "README.md",
        r"^\[Read it\].*",
        "[Read it]({site}) · [Print it]({site}grimoire/{book}.pdf)"
        f" · [![Tests]({TESTS}/badge.svg)]({TESTS})",
    ),
    (
        "nnlib/README.md",
        r"^    pip install .*",
        '    pip install "grimoire-nnlib[all] @ git+{repository}"',
    ),
    ("pyproject.toml", r"^authors = .*", "authors = [{{ name = {quoted} }}]"),
    ("pyproject.toml", r"^Homepage = .*", 'Homepage = "{site}"'),
    ("pyproject.toml", r"^Source = .*", 'Source = "{repository}"'),
)
"""Of each line: its file, how it is known whatever names it has, and what it is to say."""


def write_names(course: Course) -> list[str]:
    """Let these lines say what `_config.yml` says; nothing else of the files changes.

    Returns
    -------
    list of str
        The files that have changed.

    Raises
    ------
    BookError
        If one of the lines is missing, with what it has to say.
    """
    names = Names.of(course.root)
    book = book_name(names.title, course)
    before = {file: _text(course.root / file) for file, _, _ in LINES}
    after = {file: with_names(file, text, names, book) for file, text in before.items()}
    changed = [file for file in before if after[file] != before[file]]
    for file in changed:
        (course.root / file).write_text(after[file], encoding="utf-8", newline="\n")
    return changed


def with_names(file: str, text: str, names: Names, book: str = "") -> str:
    """The text of one of these files with its lines as they are to be.

    Parameters
    ----------
    file, text : str
        Its name, and what it holds.
    names, book : Names, str
        What the lines name; `book` is the file name of the whole course as a PDF.

    Raises
    ------
    BookError
        If one of the lines is missing, with what it has to say.
    """
    quoted = json.dumps(names.author, ensure_ascii=False)
    words = vars(names) | {"book": book, "quoted": quoted}
    for pattern, line in [(pattern, line) for name, pattern, line in LINES if name == file]:
        wanted = line.format(**words)
        text, count = re.subn(
            pattern, lambda _, wanted=wanted: wanted, text, count=1, flags=re.MULTILINE
        )
        if not count:
            raise BookError(f"{file}: a line for the names is missing. Add it: {wanted}")
    return text


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""
