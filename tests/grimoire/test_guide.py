"""The answer guide for mentors: what an entry shows, and what the checks find missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_course import course
from test_directives import OPEN, PROMPTS, Book, text

from grimoire import ROOT
from grimoire.checks import check
from grimoire.checks.guides import check_guides
from grimoire.course import Course

MENTORS = """\
Half right
: "It makes it stronger."

Ask next
: And if $b = 0$?

Rubric
: moves
: the threshold
: for every input
"""
GOOD_TEXT = "A good text\n: Names a place.\n\n"
ENTRY = f":::{{guide}} q-bias\n{MENTORS}:::\n"
OF_A_PROMPT = f":::{{guide}} prompts 2\n{GOOD_TEXT}{MENTORS}:::\n"
ANSWER = "It moves the threshold, see [](#the-end) and [](other.md)."
QUESTION = OPEN.replace("It moves the threshold.", ANSWER)
PAGES = {
    "index": "# Home\n\n```{toctree}\n:numbered:\nunit/one\nunit/other\nguides/two\n```\n",
    "unit/one": f"# One\n\n{QUESTION}\n{PROMPTS}\n## The end\n\nOf it.\n",
    "unit/other": "# Other\n\nHere.\n",
    "guides/two": f"# Guide\n\n## One\n\n{ENTRY}\n{OF_A_PROMPT}",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    root = tmp_path_factory.mktemp("guide")
    for name in PAGES:
        (root / f"content/{name}").parent.mkdir(parents=True, exist_ok=True)
    return Book(root, **PAGES)


@pytest.fixture(scope="module")
def html(book: Book) -> BeautifulSoup:
    return book.html("guides/two")


def test_an_entry_shows_the_question_and_the_answer_of_its_page(book, html):
    assert book.warnings == []
    assert text(html.find(id="guide-q-bias")).startswith("Question 1.1. Why a bias?")
    [page] = html.find_all("details")
    assert [text(part) for part in page("p")] == [
        "Two neurons differ in \\(b\\) alone.",
        "Our answer",
        "It moves the threshold, see The end and Other.",
    ]


def test_its_links_begin_at_the_guide_and_no_place_stands_twice(html):
    assert [link["href"] for link in html.details("a")] == [
        "../unit/one.html#the-end",
        "../unit/other.html",
    ]
    assert html.find(id="guide-q-bias").a["href"] == "../unit/one.html#q-bias"
    assert html.find(id="q-bias") is None


def test_what_it_takes_over_belongs_to_the_guide_alone(book):
    """Or its page, which is kept between builds, would hold the other page, and Sphinx with it."""
    tree = book.app.env.get_and_resolve_doctree("guides/two", book.app.builder)
    assert {id(node.document) for node in tree.findall() if node.document} == {id(tree)}


def test_the_part_of_the_mentor_follows(html):
    terms, rubric = html.find("dl")("dt"), html.find("dl")("dd")[2]
    assert [text(term) for term in terms] == ["Half right", "Ask next", "Rubric"]
    assert [text(one) for one in rubric("li")] == ["moves", "the threshold", "for every input"]


def test_an_entry_for_a_prompt_shows_the_prompt(html):
    head = html.find(id="guide-prompts-2")
    assert text(head) == "Prompt 2" and head.a["href"] == "../unit/one.html#prompts"
    prompt = head.find_next("p", string="Explain descent.")
    assert text(prompt.find_next("p")) == "To a hiker."
    assert text(head.find_next("dt")) == "A good text"


# -- what is refused


def found(root: Path, guide: str, **pages: str) -> list[str]:
    """What the check and the build say of a page of entries, without its name."""
    small = course(
        root, {"one": f"# One\n\n{OPEN}\n{PROMPTS}", "guide": f"# G\n\n{guide}", **pages}
    )
    return [str(problem).removeprefix("content/") for problem in check(small)]


def test_a_complete_guide_is_without_fault(tmp_path):
    assert found(tmp_path, f"{ENTRY}\n{OF_A_PROMPT}") == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            ENTRY.replace(": for every input\n", ""),
            "guide.md:3:1: a rubric has 3 lines, each behind a colon of its own; got 2. [guide]",
        ),
        (
            ENTRY.replace('Half right\n: "It makes it stronger."\n\n', ""),
            "guide.md:3:1: an entry of the guide has the terms Half right, Ask next, Rubric, in"
            " this order; got Ask next, Rubric. [guide]",
        ),
        (
            OF_A_PROMPT.replace(GOOD_TEXT, ""),
            "guide.md:3:1: an entry of the guide has the terms A good text, Half right, Ask next,"
            " Rubric, in this order; got Half right, Ask next, Rubric. [guide]",
        ),
        (
            ENTRY.replace("q-bias", "the second one"),
            "guide.md:3:1: an entry of the guide names a question, or prompts and a number, got"
            " 'the second one'. Write `{guide} q-bias`, or `{guide} prompts-writing 2`. [guide]",
        ),
        (
            f"{ENTRY}\n{ENTRY}",
            "guide.md:16:1: the guide has an entry for 'q-bias' already, at content/guide.md:3."
            " Keep one. [guide]",
        ),
        (
            ENTRY.replace("q-bias", "q-bios"),
            "guide.md:3:1: there is no question 'q-bios'. Did you mean 'q-bias'? [label]",
        ),
    ],
)
def test_an_entry_with_a_fault_is_named_with_its_line(tmp_path, entry, said):
    assert said in found(tmp_path, entry)


UNIT = "---\nunit: {number: 1, title: Nets}\n---\n\n# Nets\n"
CHOICE = """\
::::{question} Which?
:name: q-which
:kind: choice

:::{option} a
:correct:
A.
:::
:::{option} b
B.
:::
:::{answer}
A.
:::
::::
"""


@pytest.mark.parametrize("entry", [ENTRY, OF_A_PROMPT.replace("prompts 2", "prompts 1")])
def test_what_the_guide_leaves_out_of_a_unit_that_it_covers_is_named(tmp_path, entry):
    again = OPEN.replace("q-bias", "q-left")
    unnamed = OPEN.replace(":name: q-bias\n", "").replace("Why a", "Where is the")
    pages = {
        "one": "# One\n",
        "nets/index": UNIT,
        "nets/one": f"# One\n\n{OPEN}\n{CHOICE}",
        "nets/two": f"# Two\n\n{again}\n{unnamed}\n{PROMPTS}",
        "outside": f"# Outside\n\n{OPEN.replace('q-bias', 'q-outside')}",
    }
    left = [
        ("nets/one.md:3:1", "the open question 'q-bias'"),
        ("nets/two.md:3:1", "the open question 'q-left'"),
        ("nets/two.md:18:1", "the open question 'Where is the *bias*?'"),
        *[("nets/two.md:32:1", f"prompt {number} of 'prompts'") for number in (1, 2, 3)],
    ]
    del left[0 if entry == ENTRY else 3]
    assert found(tmp_path / "covered", entry, **pages) == [
        f"{place}: warning: the answer guide has no entry for {asked}, but it has some for others"
        " of this unit. Write a `guide` block with its `:name:`. [guide-gap]"
        for place, asked in left
    ]
    assert found(tmp_path / "not", "Nothing yet.", **pages) == []


@pytest.mark.text
def test_the_guides_of_the_course_leave_nothing_out():
    assert list(check_guides(Course.load(ROOT))) == []


@pytest.mark.parametrize("name", ["q-nowhere", "prompts", "prompts 4", "q-bias 1"])
def test_the_build_refuses_an_entry_for_nothing(tmp_path, name):
    parts = GOOD_TEXT * (" " in name) + MENTORS
    page = f"# Home\n\n{OPEN}\n{PROMPTS}\n:::{{guide}} {name}\n{parts}:::\n"
    [warning] = Book(tmp_path, index=page).warnings
    assert "there is no question and no prompt" in warning and repr(name) in warning
