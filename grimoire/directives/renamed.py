"""What questions, tasks and prompts were called before: readers have answers under old names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from grimoire.course import CONTENT
from grimoire.data import read_yaml, repeated_keys
from grimoire.problem import CourseError, Problem

RENAMED = CONTENT / "renamed.yml"


def read_renamed(root: Path) -> dict[str, tuple[str, int]]:
    """From each old name to the new one and its line; empty where there is no such file.

    Raises
    ------
    CourseError
        If the file is not as it should be, with each line that is not.
    """
    if not (root / RENAMED).is_file():
        return {}
    tree = read_yaml(root, RENAMED)
    if tree is not None and not isinstance(tree, yaml.MappingNode):
        message = "expected lines `old-name: new-name`."
        raise CourseError([Problem(RENAMED, tree.start_mark.line + 1, message)])
    problems = [
        Problem(RENAMED, key.start_mark.line + 1, f"{key.value!r} stands here twice. Keep one.")
        for key in repeated_keys(tree)
    ]
    names = {}
    for key, value in tree.value if tree else []:
        line = key.start_mark.line + 1
        if isinstance(value, yaml.ScalarNode) and value.value:
            names[str(key.value)] = str(value.value), line
        else:
            message = f"{key.value!r} takes one new name on the same line."
            problems.append(Problem(RENAMED, line, message))
    if problems:
        raise CourseError(problems)
    return names


def earlier(name: str, renamed: Mapping[str, tuple[str, int]]) -> list[str]:
    """The names that something had before, the latest first."""
    names = [name]
    for one in names:
        names += [old for old, (new, _) in renamed.items() if new == one and old not in names]
    return names[1:]
