"""Read a data file of the course so that each of its entries still knows its line."""

from __future__ import annotations

from pathlib import Path

import yaml

from grimoire.problem import CourseError, Problem, not_yaml


def read_yaml(root: Path, file: Path) -> yaml.Node | None:
    """The YAML tree of `file` in the course at `root`; None for an empty file.

    Raises
    ------
    CourseError
        If the file is not UTF-8 or not YAML, with the line.
    """
    try:
        text = (root / file).read_text(encoding="utf-8")
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(file, line, "this is not UTF-8 text. Save the file as UTF-8.")
    except yaml.YAMLError as error:
        problem = not_yaml(error, text, file)
    raise CourseError([problem])
