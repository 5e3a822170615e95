"""A self-test says on every face what is right, what to read, and when the club wants it done."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import build_in, make_book
from bs4 import BeautifulSoup
from self_test_pages import PAGES, SCHEDULE, TEST
from test_directives import Book

from grimoire.directives.self_test import due_before
from grimoire.directives.term import SCHEDULE as FILE
from grimoire.directives.term import read_term


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_book(tmp_path_factory.mktemp("self-test") / "book", PAGES)
    (root / FILE).write_text(SCHEDULE)
    build_in(root, ("site", "bank"))
    return root


@pytest.fixture(scope="module")
def page(root: Path) -> BeautifulSoup:
    html = (root / "_build/html/sums/test.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


def test_the_table_has_the_right_answers_and_what_to_read(page):
    rows = page.select(".self-test tbody tr")
    asked = "Question\N{NO-BREAK SPACE}1."
    assert [[cell.get_text() for cell in row("td")] for row in rows] == [
        [f"{asked}1", "\N{MINUS SIGN}2", "Adding up"],
        [f"{asked}2", "B", "Stretching"],
        [f"{asked}3", "4", "Adding up"],
    ]


def test_each_wrong_answer_names_what_to_read(page):
    wrong = page.select_one('#q-add [data-value="4.0"]')
    assert wrong.get_text(" ", strip=True).endswith("To review: Adding up")
    assert wrong.a["href"] == "words.html#adding"
    assert "To review" in page.select("#q-stretch .feedback")[0].get_text()
    for right in page.select(".feedback:has(.right)"):
        assert "To review" not in right.get_text()


def test_the_question_bank_names_it_as_well(root):
    bank = (root / "_build/html/bank/sums.gift").read_text(encoding="utf-8")
    assert bank.count("To review") == 2
    assert bank.count("sums/words.html") == 2


def test_what_follows_from_the_score_is_said_without_a_script(page):
    said = page.select_one(".self-test").get_text(" ", strip=True)
    assert "2 or more of 3 right: start the next unit" in said
    assert page.select_one(".self-test-start a")["href"] == "../next.html"


def test_the_schedule_makes_it_required_with_its_week_and_day(page, root):
    said = page.select_one(".self-test strong").get_text().replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Due before week 2, on 18 January 2027."
    assert due_before(read_term(root), "sums/words") == ""


def test_only_a_page_with_a_self_test_loads_its_files(page, root):
    other = (root / "_build/html/sums/words.html").read_text(encoding="utf-8")
    assert "self_test" in str(page.head) and "self_test" not in other


FAULTS = [
    (":enough: 2", ":enough: 9", "`:enough:` is 9, but this self-test has 3 questions."),
    (":enough: 2", ":enough: most", "`:enough:` takes a whole number above 0, got 'most'."),
    (":enough: 2\n", "", "needs a line `:enough:`"),
    ("| {ref}`stretching` |", "| Stretching |", "one table of two columns"),
    ("\n| question", "\nSo.\n\n| question", "one table of two columns"),
    ("`q-take` |", "`q-gone` |", "this page has no choice or numeric question 'q-gone'"),
    ("| {numref}`q-take` | {ref}`adding` |\n", "", "does not say what to read for 'Take away'"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path, right, wrong, message):
    assert TEST.count(right) == 1
    text = TEST.replace(right, wrong) + "\n(adding)=\n## Adding\n\n(stretching)=\n## Stretching\n"
    warnings = Book(tmp_path, index=text, next="# Next\n").warnings
    told = [line for line in warnings if message in line]
    assert told and told[0].startswith("content/index.md:")
