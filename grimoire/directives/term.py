"""The weeks of a term, as their file gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from grimoire.course import CONTENT
from grimoire.data import read_yaml
from grimoire.problem import CourseError, Problem

SCHEDULE = CONTENT / "schedule.yml"
AROUND = ("before", "after")
"""What an entry may say of the days around its meeting."""


@dataclass(frozen=True)
class Week:
    """One calendar week: what is taught in it (Markdown), or why it is off.

    `before` and `after` are what students do around its meeting, as Markdown.
    """

    begins: date
    unit: str
    what: str
    off: bool = False
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Term:
    name: str
    weeks: tuple[Week, ...]

    def before_is_due(self, week: Week) -> date:
        """The day on which what comes before the meeting of a week is due: its first."""
        return week.begins

    def after_is_due(self, week: Week) -> date:
        """The day on which what comes after the meeting of a week is due: the first of the next
        week with a meeting, or of the week that follows the term."""
        later = [each.begins for each in self.weeks if each.begins > week.begins and not each.off]
        return min(later, default=week.begins + timedelta(weeks=1))


def read_term(root: Path) -> Term:
    """The term of the course that stands in the folder `root`.

    Raises
    ------
    CourseError
        If the file is missing or is not as it should be, with the line that is not.
    """
    if not (root / SCHEDULE).is_file():
        raise _fault(1, "this file is missing; it needs `term:`, `begins:` and `weeks:`.")
    term = _fields(read_yaml(root, SCHEDULE), "term", "begins", "weeks")
    entries = term["weeks"]
    if not isinstance(entries, yaml.SequenceNode) or not entries.value:
        raise _fault(_line(entries), "`weeks` is a list with an entry `- unit: ...` for each week.")
    begins = _date(term["begins"])
    return Term(
        _words(term["term"]),
        tuple(
            _week(entry, begins + timedelta(weeks=place))
            for place, entry in enumerate(entries.value)
        ),
    )


def _week(entry: yaml.Node, begins: date) -> Week:
    if isinstance(entry, yaml.MappingNode) and any(key.value == "off" for key, _ in entry.value):
        return Week(begins, "", _words(_fields(entry, "off")["off"]), off=True)
    fields = _fields(entry, "unit", "what", may_have=AROUND)
    around = {key: _words(fields[key]) for key in AROUND if key in fields}
    return Week(begins, _words(fields["unit"]), _words(fields["what"]), **around)


def _fields(
    node: yaml.Node | None, *keys: str, may_have: tuple[str, ...] = ()
) -> dict[str, yaml.Node]:
    """The values of these keys, which must be there, and of those that may be."""
    expected = ", ".join(f"`{key}:`" for key in (*keys, *may_have))
    if not isinstance(node, yaml.MappingNode):
        raise _fault(_line(node), f"expected lines with {expected} here.")
    values = {key.value: value for key, value in node.value}
    for key, _ in node.value:
        if key.value not in (*keys, *may_have):
            raise _fault(_line(key), f"the key {key.value!r} is not known here. Use {expected}.")
    for key in keys:
        if key not in values:
            needed = ", ".join(f"`{name}:`" for name in keys)
            raise _fault(_line(node), f"`{key}:` is missing here. Needed are {needed}.")
    return values


def _words(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _fault(_line(node), "expected some words here.")
    return " ".join(node.value.split())


def _date(node: yaml.Node) -> date:
    try:
        return date.fromisoformat(_words(node))
    except ValueError:
        message = f"`begins` takes a date such as 2027-01-04, got {node.value!r}."
        raise _fault(_line(node), message) from None


def _line(node: yaml.Node | None) -> int:
    return node.start_mark.line + 1 if node else 1


def _fault(line: int, message: str) -> CourseError:
    return CourseError([Problem(SCHEDULE, line, message)])
