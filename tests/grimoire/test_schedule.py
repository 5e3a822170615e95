"""The term is read from one file; its table counts the weeks, and a mistake has its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from grimoire import ROOT
from grimoire.directives.schedule import markdown
from grimoire.directives.term import SCHEDULE, read_term
from grimoire.problem import CourseError

TERM = """\
term: Winter 2027
begins: 2027-01-25
weeks:
  - unit: Foundations
    what: What learning is.
  - off: Reading week
  - unit: Networks
    what: A | B, and [](networks/index.md).
"""


def write(root: Path, text: str) -> Path:
    (root / SCHEDULE).parent.mkdir(exist_ok=True)
    (root / SCHEDULE).write_text(text)
    return root


def problem(root: Path) -> str:
    with pytest.raises(CourseError) as error:
        read_term(root)
    return str(error.value)


def test_each_entry_is_one_calendar_week(tmp_path):
    term = read_term(write(tmp_path, TERM))
    assert [week.begins for week in term.weeks] == [
        date(2027, 1, 25),
        date(2027, 2, 1),
        date(2027, 2, 8),
    ]


def test_a_week_off_is_shown_and_not_counted(tmp_path):
    text = markdown(read_term(write(tmp_path, TERM))).replace("\N{NO-BREAK SPACE}", " ")
    sentence, _, *table = text.splitlines()
    assert sentence == "**Winter 2027** has 2 weeks, from 25 January to 14 February 2027."
    assert table[2:] == [
        "| 1: 25 January | **Foundations.** What learning is. |",
        "| 1 February | *Reading week* |",
        r"| 2: 8 February | **Networks.** A \| B, and [](networks/index.md). |",
    ]


def test_the_schedule_of_the_course_can_be_read():
    assert read_term(ROOT).weeks


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("2027-01-25", "25 January", 2, "`begins` takes a date such as 2027-01-04"),
        ("begins: 2027-01-25\n", "", 1, "`begins:` is missing here"),
        ("term:", "name:", 1, "the key 'name' is not known here"),
        ("    what: What learning is.\n", "", 4, "`what:` is missing here"),
        ("Reading week", "", 6, "expected some words here"),
        ("  - off: Reading week", "  - Reading week", 6, "expected lines with `unit:`, `what:`"),
        ("what: What", "what: What: ", 5, "this is not valid YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, words):
    message = problem(write(tmp_path, TERM.replace(old, new, 1)))
    assert message.startswith(f"{SCHEDULE}:{line}:1: ") and words in message


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path):
    write(tmp_path, TERM)
    (tmp_path / SCHEDULE).write_bytes(TERM.replace("What learning is", "Où").encode("latin-1"))
    assert problem(tmp_path).startswith(f"{SCHEDULE}:5:1: this is not UTF-8 text")


def test_a_term_without_weeks_is_a_mistake(tmp_path):
    assert "`weeks` is a list" in problem(write(tmp_path, "term: T\nbegins: 2027-01-04\nweeks:\n"))


def test_a_missing_file_is_named(tmp_path):
    assert "this file is missing" in problem(tmp_path)
