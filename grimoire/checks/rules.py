"""How much each rule matters: an error stops a build, a warning does not, and off is not told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from grimoire.checks.vocabulary import similar
from grimoire.course import SETTINGS, Course
from grimoire.data import read_yaml
from grimoire.problem import CourseError, Problem

RULES = Path(__file__).with_name("rules.yml")
LEVELS = ("error", "warning", "off")


@cache
def defaults() -> dict[str, str]:
    """The level of each rule where the course says nothing."""
    return {
        name: _level(level)
        for name, level in yaml.safe_load(RULES.read_text(encoding="utf-8")).items()
    }


@lru_cache(maxsize=4)
def levels(course: Course) -> dict[str, str]:
    """The level of each rule in this course."""
    return defaults() | {name: level for name, level, _ in _of_course(course)}


def judged(course: Course, problems: Iterable[Problem]) -> list[Problem]:
    """The problems with the levels that the course gives their rules, in the order of the files."""
    found = {replace(p, level=levels(course).get(p.rule, "error")) for p in problems}
    return sorted(problem for problem in found if problem.level != "off")


def check_levels(course: Course) -> Iterable[Problem]:
    """The levels that the course sets are levels, of rules that there are."""
    for name, level, line in _of_course(course):
        if name not in defaults():
            message = f"there is no rule {name!r}.{similar(name, defaults())}"
            yield Problem(SETTINGS, line, message, "config")
        elif level not in LEVELS:
            message = f"the level of a rule is {', '.join(LEVELS)}, got {level!r}."
            yield Problem(SETTINGS, line, message, "config")


def _of_course(course: Course) -> list[tuple[str, str, int]]:
    """What stands under `checks:` in `_config.yml`: rule, level and line."""
    try:
        tree = read_yaml(course.root, SETTINGS)
    except (FileNotFoundError, CourseError):  # `check_config` says so
        return []
    for key, value in tree.value if isinstance(tree, yaml.MappingNode) else ():
        if key.value == "checks" and isinstance(value, yaml.MappingNode):
            return [
                (str(rule.value), _level(level.value), rule.start_mark.line + 1)
                for rule, level in value.value
            ]
    return []


def _level(given: Any) -> str:
    """The level; YAML takes a bare `off` for false."""
    return "off" if given is False else str(given)
