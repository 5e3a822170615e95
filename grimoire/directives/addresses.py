"""The club's own addresses, as their file gives them."""

from __future__ import annotations

from pathlib import Path

import yaml

from grimoire.course import CONTENT
from grimoire.data import read_yaml
from grimoire.problem import CourseError, Problem

CLUB = CONTENT / "club.yml"
KEYS = ("chat", "submissions", "calendar", "contact")
NOTHING = "tag:yaml.org,2002:null"
SCHEMES = ("https://", "http://", "mailto:")


def read_club(root: Path) -> dict[str, str]:
    """The addresses of the club whose course stands in `root`; what is not given is empty.

    Raises
    ------
    CourseError
        If the file is not as it should be, with each line that is not.
    """
    if not (root / CLUB).is_file():
        return dict.fromkeys(KEYS, "")
    tree = read_yaml(root, CLUB)
    if tree is not None and not isinstance(tree, yaml.MappingNode):
        message = f"expected lines `key: address`, with the keys {', '.join(KEYS)}."
        raise CourseError([Problem(CLUB, tree.start_mark.line + 1, message)])
    addresses = dict.fromkeys(KEYS, "")
    problems = []
    for key, value in tree.value if tree else []:
        if message := _fault(key, value):
            problems.append(Problem(CLUB, key.start_mark.line + 1, message))
        elif value.tag != NOTHING:
            addresses[key.value] = value.value
    if problems:
        raise CourseError(problems)
    return addresses


def _fault(key: yaml.Node, value: yaml.Node) -> str:
    if key.value not in KEYS:
        return f"the key {key.value!r} is not known. Use one of {', '.join(KEYS)}."
    if not isinstance(value, yaml.ScalarNode):
        return f"`{key.value}` takes one address on the same line, or nothing."
    if value.value and value.tag != NOTHING and not value.value.startswith(SCHEMES):
        return (
            f"`{key.value}` takes an address that begins with {', '.join(SCHEMES)} or nothing,"
            f" got {value.value!r}."
        )
    return ""
