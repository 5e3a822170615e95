"""The names under which replies are kept, the list of new names, and the file of the course."""

from __future__ import annotations

import json

import pytest
from books import build_in, make_book
from bs4 import BeautifulSoup
from small_course import course

from grimoire.checks import check
from grimoire.directives.renamed import earlier, read_renamed
from grimoire.directives.reply import wording
from grimoire.problem import BookError

QUESTION = (
    "::::{{question}} {title}\n{name}\n{text}\n\n:::{{hint}} H.\n:::\n:::{{answer}} A.\n:::\n::::\n"
)
CHOICE = """\
::::{question} Which?
:name: q-which
:kind: choice

:::{option} $a + b$
:correct:
Yes.
:::
:::{option} That
No.
:::
:::{answer} This.
:::
::::
"""
SAME = "What comes next after all of"
OTHER = "\N{CJK UNIFIED IDEOGRAPH-6570}?"
PROMPTS = """\
:::{writing-prompts}
:choose: 1
:words: 9
:name: prompts

1. **What** comes next after all of this?
2. What comes next after all of that?
3. \N{CJK UNIFIED IDEOGRAPH-6570}?
:::
"""
TASK = ":::{task} Read on\n:minutes: 5\n:::\n"


def asked(title: str, name: str = "", text: str = "Say.") -> str:
    return QUESTION.format(title=title, name=f":name: {name}\n" * bool(name), text=text)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("replies") / "book"
    page = "# A page\n\n" + "\n".join(
        [asked("Why $b$?", "q-why"), asked("How?"), CHOICE, PROMPTS, TASK]
    )
    make_book(root, {"index": "# Home\n\nWords.\n", "page": page})
    (root / "content/renamed.yml").write_text("q-old: q-why\nq-older: q-old\n")
    return build_in(root, ["site"])


@pytest.fixture(scope="module")
def soup(site) -> BeautifulSoup:
    return BeautifulSoup((site / "page.html").read_text(), "html.parser")


def test_a_reply_has_the_name_of_its_question_or_its_page_and_first_words(soup):
    kept = [field["data-keep"] for field in soup.find_all(attrs={"data-keep": True})]
    assert kept == [
        "q-why",
        "page#question-how",
        *2 * ["q-which"],
        f"prompts/what-comes-next-after-all-of-{wording(f'{SAME} this?')}",
        f"prompts/what-comes-next-after-all-of-{wording(f'{SAME} that?')}",
        f"prompts/{wording(OTHER)}",
        "page#task-read-on",
    ]


def test_a_renamed_question_says_what_it_was_called(soup):
    assert soup.find(attrs={"data-keep": "q-why"})["data-was"] == "q-old q-older"
    assert not soup.find(attrs={"data-keep": "q-which"}).has_attr("data-was")


def test_the_file_of_the_course_and_the_page_say_the_same(site, soup):
    facts = json.loads((site / "_static/desk/course.json").read_text())
    found = {one["name"]: one for page in facts["pages"] for one in page["asked"]}
    for block in soup.find_all(attrs={"data-wording": True}):
        field = block.find(attrs={"data-keep": True})
        assert found[field["data-keep"]]["wording"] == block["data-wording"]
    options = found["q-which"]["options"]
    values = [radio["value"] for radio in soup.find_all("input", type="radio")]
    assert [one["value"] for one in options] == values
    assert [(one["text"], one["right"]) for one in options] == [("$a + b$", True), ("That", False)]
    assert found["q-why"]["title"] == "Question 1. Why $b$?"
    assert found["q-why"]["was"] == ["q-old", "q-older"]
    old = [one["old"] for name, one in found.items() if name.startswith("prompts/")]
    assert old == ["prompts-1", "prompts-2", "prompts-3"]
    names = soup.find("meta", attrs={"name": "sections"})["content"].split()
    assert names == [section["text"] for section in facts["pages"][1]["sections"]]


def test_two_replies_of_one_name_stop_the_build(tmp_path):
    twins = (
        asked("A", "page")
        + "\n"
        + ":::{writing-prompts}\n:choose: 1\n:words: 9\n:name: p\n\n1. a\n:::\n"
    )
    make_book(
        tmp_path / "book", {"index": f"# Home\n\n{twins}", "page": "# P\n\n" + asked("B", "p/a")}
    )
    with pytest.raises(BookError, match=r"page\.md:3: replies to this are kept as 'p/a', as are"):
        build_in(tmp_path / "book", ["site"])


def problems(root, renamed: str) -> list[str]:
    pages = {"page": f"# Page\n\n{asked('Why?', 'q-why')}\n{PROMPTS}"}
    small = course(root, pages, **{"content/renamed.yml": renamed})
    return [str(problem) for problem in check(small) if problem.file.name == "renamed.yml"]


WRONG = [
    (
        "q-old: q-whi\n",
        "1:1: nothing in the course has the `:name:` 'q-whi'. Did you mean 'q-why'?",
    ),
    ("a: q-why\nq-why: prompts\n", "2:1: 'q-why' is in use, at content/page.md:3."),
    ("a: b\nb: a\n", "1:1: 'a' leads in a circle."),
    ("a: q-why\na: prompts\n", "2:1: 'a' stands here twice. Keep one."),
    ("a: [q-why]\n", "1:1: 'a' takes one new name on the same line."),
    ("- a\n", "1:1: expected lines `old-name: new-name`."),
    ("a: 'x\n", "this is not valid YAML"),
]


@pytest.mark.parametrize(
    ("text", "said"), WRONG, ids=[text.split()[0] + str(n) for n, (text, _) in enumerate(WRONG)]
)
def test_a_slip_in_the_list_of_new_names_has_its_line(tmp_path, text, said):
    found = problems(tmp_path, text)
    assert found and said in found[0] and found[0].endswith("[renamed]")


def test_a_good_list_is_silent_and_a_missing_one_is_empty(tmp_path):
    assert problems(tmp_path, "old: older\nolder: q-why\nprompts/a-b: prompts/what-comes\n") == []
    assert problems(tmp_path, "") == []
    assert read_renamed(tmp_path / "nowhere") == {}


def test_earlier_names_come_latest_first_and_a_circle_ends():
    renamed = {"a": ("b", 1), "b": ("c", 2), "x": ("c", 3), "c": ("a", 4)}
    assert earlier("c", renamed) == ["b", "x", "a"]
