"""Mend what can be mended safely: exactly what was found, and nothing beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from grimoire.problem import Problem


def fix(root: Path, problems: Iterable[Problem]) -> list[Problem]:
    """Make the edits that the problems carry; return the problems that are mended by it.

    An edit is made only where its text stands once in the line, so none can hit another place.
    """
    by_file: dict[Path, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.edit:
            by_file[problem.file].append(problem)
    return [problem for file, found in by_file.items() for problem in _fix_file(root / file, found)]


def _fix_file(path: Path, problems: list[Problem]) -> list[Problem]:
    lines = path.read_bytes().split(b"\n")
    mended = []
    for problem in problems:
        old, new = problem.edit.old.encode(), problem.edit.new.encode()  # type: ignore[union-attr]
        line = lines[problem.line - 1]
        if old and line.count(old) == 1:
            lines[problem.line - 1] = line.replace(old, new)
            mended.append(problem)
    if mended:
        path.write_bytes(b"\n".join(lines))
    return mended
