"""Read a data file of the course so that each of its entries still knows its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from grimoire.problem import CourseError, not_utf8, not_yaml


def repeated_keys(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """The keys that stand twice in one mapping: YAML would drop what the first one says."""
    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        for place, (key, value) in enumerate(node.value):
            if key.value in names[:place]:
                yield key
            yield from repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from repeated_keys(entry)


def read_yaml(root: Path, file: Path) -> yaml.Node | None:
    """The YAML tree of `file` in the course at `root`; None for an empty file.

    Raises
    ------
    CourseError
        If the file is not UTF-8 or not YAML, with the line.
    """
    try:
        text = (root / file).read_text(encoding="utf-8-sig")
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        problem = not_utf8(error, file)
    except yaml.YAMLError as error:
        problem = not_yaml(error, text, file)
    raise CourseError([problem])
