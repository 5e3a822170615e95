"""What Sphinx, the checks and the cells say against a page, as problems with file and line."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.logging import WarningLogRecordTranslator, WarningSuppressor

from grimoire.problem import CourseError, Problem

PLACED = re.compile(
    r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):(?:\d+:)? (?:WARNING: |ERROR: )?(?P<level>warning: )?",
    re.MULTILINE,
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Collector(logging.Handler):
    """Keep each warning as a problem; one without a place is laid to the page being made."""

    def __init__(self, app: Sphinx, root: Path, page: Path) -> None:
        super().__init__(logging.WARNING)
        self.addFilter(WarningSuppressor(app))
        self.addFilter(WarningLogRecordTranslator(app))
        self.root, self.page = root, page
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        file, _, line = str(getattr(record, "location", None) or self.page).rpartition(":")
        place = (Path(file), int(line)) if line.isdecimal() else (self.page, 1)
        message = logging.LogRecord.getMessage(record)  # Sphinx's own begins with the place
        problem = Problem(within(self.root, place[0]), place[1], message)
        if problem not in self.problems:
            self.problems.append(problem)


@contextmanager
def collected(app: Sphinx, root: Path, page: Path) -> Iterator[list[Problem]]:
    """The problems that come up while the file `page` is made, an error that ends it included."""
    collector = Collector(app, root, page)
    logger = logging.getLogger("sphinx")
    logger.addHandler(collector)
    try:
        yield collector.problems
    except Exception as error:
        collector.problems += problems_of(error, root, page)
    finally:
        logger.removeHandler(collector)


def problems_of(error: Exception, root: Path, page: Path) -> list[Problem]:
    """What an error says, each part with the place that it names."""
    if isinstance(error, CourseError):
        return error.problems
    found = list(problems_in(str(error), root))
    return found or [Problem(within(root, page), 1, f"{type(error).__name__}: {error}")]


def problems_in(text: str, root: Path) -> Iterator[Problem]:
    """The problems in what a build has printed: each begins with `file:line:`."""
    text = COLOUR.sub("", text)
    starts = list(PLACED.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    for start, end in zip(starts, ends[: len(starts)], strict=True):
        message = text[start.end() : end]
        place = within(root, Path(start["file"])), int(start["line"])
        yield Problem(*place, message.strip(), level="warning" if start["level"] else "error")


def within(root: Path, file: Path) -> Path:
    """The file as it is named from the repository's root."""
    return file.relative_to(root) if file.is_relative_to(root) else file


def as_data(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """The problems as the browser gets them."""
    return [
        {"file": p.file.as_posix(), "line": p.line, "message": p.message, "level": p.level}
        for p in problems
    ]
