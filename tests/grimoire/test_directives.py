"""The teaching blocks: what the tree holds, what the reader gets, and what is refused."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace

from grimoire.directives.question import question, question_choice, question_response
from grimoire.directives.question_rules import Part, faults
from grimoire.directives.task import duration
from grimoire.directives.video import video
from grimoire.directives.writing_prompts import writing_prompts

SETTINGS = {
    "extensions": ["myst_parser", "grimoire.directives"],
    "myst_enable_extensions": ["colon_fence", "deflist", "dollarmath"],
    "myst_heading_anchors": 3,
    "numfig": True,
    "html_theme": "basic",
}
OPEN = """\
::::{question} Why a *bias*?
:name: q-bias

Two neurons differ in $b$ alone.

:::{hint}
Look at the sign.
:::
:::{hint} Draw it.
:::
:::{answer}
It moves the threshold.
:::
::::
"""
CHOICE = """\
::::{question} How many inputs?
:kind: choice
:name: q-inputs

A picture of 28 by 28 pixels.

:::{option} 784, or $28^2$
:correct:
Each pixel is one.
:::
:::{option} 28
That is one row.
:::
:::{answer}
784.
:::
::::
"""
NUMERIC = """\
::::{question}
:kind: numeric
:tolerance: 0.001
:bonus:

What is the error?

:::{response} 1/16
:correct:
The mean.
:::
:::{response} 0.125
:correct:
The sum.
:::
:::{response} -0.25
Not squared.
:::
:::{hint}
Square it.
:::
:::{answer}
A sixteenth.
:::
::::
"""
PROMPTS = """\
:::{writing-prompts}
:choose: 2
:words: 200
:name: prompts

1. Where have you met a network?
2. Explain descent.

   To a hiker.
3. What should it never decide?
:::
"""
VIDEO = """\
:::{video} But what is a "network"?
:id: aircAruvnKk
:channel: 3Blue1Brown
:minutes: 20
:start: 781

- What is a weight?
:::
"""
TASKS = """\
:::{task} Read [the page](index.md)
:minutes: 140
:::
:::{task} Watch
:minutes: 60
:::

Then:

:::{task} Rest
:minutes: 5
:::
"""


HINT_2 = ":::{hint} Draw it.\n:::\n"
ALL_PROMPTS = PROMPTS.replace("choose: 2", "choose: 3").replace(": prompts", ": prompts-all")
REFERENCES = "See {numref}`q-inputs`, {ref}`q-inputs` and [](#q-bias)."
ASKED = """
## Again: once more

:::{asked} Q-inputs-counted
With what you know now?
:::
"""
NAMED = NUMERIC.replace(":kind:", ":name: q-Error\n:kind:")
ASKED = """
:::{asked} q-error
With what you know now?
:::
"""
CLUB = """
Ask in {club}`our chat <chat>`, see {club}`the calendar <calendar>`, write {club}`to us <contact>`.
"""
PAGES = {
    "index": "# Home\n\n```{toctree}\n:numbered:\none\ntwo\nothers\nvideos\n```\n",
    "one": f"# One\n\n{OPEN}\n" + OPEN.replace("q-bias", "q-one-hint").replace(HINT_2, ""),
    "two": f"# Two\n\n{NUMERIC}\n{CHOICE}\n{NUMERIC}",
    "others": f"# Others\n\n{PROMPTS}\n{ALL_PROMPTS}\n{VIDEO}\n{TASKS}\n{REFERENCES}\n{CLUB}",
    "videos": f"# Videos\n\n## Video 2: how it learns\n\n{NAMED}\n## Again\n\n{ASKED}",
}


class Book:
    """A built book of one or more pages."""

    def __init__(self, root: Path, builder: str = "html", **pages: str) -> None:
        for name, text in pages.items():
            (root / "content").mkdir(exist_ok=True)
            (root / f"content/{name}.md").write_text(text, encoding="utf-8")
        self.out, warnings = root / "out", StringIO()
        with docutils_namespace():
            self.app = Sphinx(
                srcdir=root / "content",
                confdir=None,
                outdir=self.out,
                doctreedir=root / "doctrees",
                buildername=builder,
                confoverrides={**SETTINGS, "source_suffix": {}},
                status=None,
                warning=warnings,
            )
            self.app.build()
        self.warnings = strip_colors(warnings.getvalue()).replace(f"{root}/", "").splitlines()

    def tree(self, page: str):
        return self.app.env.get_doctree(page)

    def html(self, page: str) -> BeautifulSoup:
        return BeautifulSoup((self.out / f"{page}.html").read_text(), "html.parser")


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Book:
    root = tmp_path_factory.mktemp("book")
    (root / "content").mkdir()
    (root / "content/club.yml").write_text("chat: https://chat.example/room\ncalendar:\n")
    return Book(root, **PAGES)


@pytest.fixture(scope="module")
def malformed_book(tmp_path_factory) -> Book:
    pages = {page_of(case): "# Page\n\n" + MALFORMED[case][0] for case in MALFORMED}
    return Book(tmp_path_factory.mktemp("malformed"), index="# Home\n", **pages)


def page_of(case: str) -> str:
    return case.replace(" ", "-")


def text(tag) -> str:
    return " ".join(tag.get_text().split())


def test_well_formed_blocks_give_no_warning(book):
    assert book.warnings == []


def test_an_open_question_has_room_hints_and_an_answer(book):
    block = book.html("one").find(id="q-bias")
    assert text(block.find(class_="question-title")).startswith("Question 1.1 Why a bias?")
    assert block["aria-labelledby"] == block.find(class_="question-title")["id"]
    assert block.find("label", attrs={"for": block.textarea["id"]}).string == "Your answer"
    assert [text(summary) for summary in block("summary")] == ["Hint 1", "Hint 2", "Answer"]
    assert text(block.find(class_="answer").p) == "It moves the threshold."


def test_one_hint_is_called_hint(book):
    assert text(book.html("one").find(id="q-one-hint").summary) == "Hint"


def test_what_a_question_knows_stands_on_its_nodes(book):
    opened = next(book.tree("one").findall(question))
    numeric, choice, _ = book.tree("two").findall(question)
    assert (opened["kind"], opened["bonus"], opened.title) == ("open", False, "Why a bias?")
    assert [(node["letter"], node["correct"]) for node in choice.findall(question_choice)] == [
        ("A", True),
        ("B", False),
    ]
    assert (numeric["kind"], numeric["bonus"], numeric["tolerance"]) == ("numeric", True, 0.001)
    assert [(node["value"], node["correct"]) for node in numeric.findall(question_response)] == [
        (0.0625, True),
        (0.125, True),
        (-0.25, False),
    ]


def test_a_choice_is_radio_buttons_with_feedback_for_each(book):
    block = book.html("two").find(id="q-inputs")
    assert len({radio["name"] for radio in block.find_all("input", type="radio")}) == 1
    assert [text(label) for label in block("label")] == ["A 784, or \\(28^2\\)", "B 28"]
    assert [text(feedback) for feedback in block(class_="feedback")] == [
        "Right. Each pixel is one.",
        "Not quite. That is one row.",
    ]
    assert block.fieldset.legend and len(block(attrs={"aria-live": "polite"})) == 2


def test_a_numeric_question_holds_its_values_and_a_general_line(book):
    block = book.html("two").find(class_="numeric")
    assert block["data-tolerance"] == "0.001"
    feedback = block(class_="feedback")
    assert [tag.get("data-value") for tag in feedback] == ["0.0625", "0.125", "-0.25", None, None]
    assert all(tag.has_attr("hidden") for tag in feedback)


def test_questions_are_numbered_through_the_book(book):
    assert [text(tag) for page in PAGES for tag in book.html(page)(class_="question-number")] == [
        "Question 1.1",
        "Question 1.2",
        "Question 2.1 (bonus)",
        "Question 2.2",
        "Question 2.3 (bonus)",
        "Question 4.1 (bonus)",
    ]


def test_references_know_number_and_title(book):
    sentence = next(p for p in book.html("others")("p") if text(p).startswith("See"))
    assert text(sentence) == "See Question 2.2, How many inputs? and Why a bias?."


def test_an_unnamed_question_is_known_by_its_first_words_wherever_it_stands(book):
    assert [node["ids"] for node in book.tree("two").findall(question) if not node["names"]] == [
        ["question-what-is-the-error-the-mean"],
        ["question-what-is-the-error-the-mean-2"],
    ]


def test_the_bar_stands_once_on_pages_that_ask(book):
    bars = {page: len(book.html(page)(class_="answers")) for page in PAGES}
    assert bars == {"index": 0, "one": 1, "two": 1, "others": 1, "videos": 1}


def test_a_question_asked_before_leads_to_where_it_was_asked(book):
    block = book.html("videos").find(class_="asked")
    said = "Asked before, in Video 2: Question 4.1, Question."
    reply = block.find(class_="reply").extract()
    assert [text(tag) for tag in block("p")] == [said, "With what you know now?"]
    assert block.a["href"] == "#q-error"
    assert reply["data-asked"] == "q-error" and reply.has_attr("hidden")
    assert text(reply) == "Your answer, kept from Video 2"


def test_prompts_say_what_to_do_and_leave_room_for_each(book):
    node = next(book.tree("others").findall(writing_prompts))
    assert (node["choose"], node["words"], len(node)) == (2, 200, 3)
    block = book.html("others").find(id="prompts")
    assert text(block.p) == "Choose 2 of these 3 prompts. Write at least 200 words on each."
    assert [area["id"] for area in block("textarea")] == ["prompts-1", "prompts-2", "prompts-3"]
    assert text(block.find(class_="words")) == "0 of at least 200 words"


def test_all_prompts_may_be_asked_for(book):
    lead = book.html("others").find(id="prompts-all").p
    assert text(lead) == "Write at least 200 words on each of these prompts."


def test_a_video_is_a_card_with_a_plain_link(book):
    (node,) = book.tree("others").findall(video)
    assert node.short_address == "https://youtu.be/aircAruvnKk?t=781"
    block = book.html("others").find(class_="video")
    assert block.a["href"] == "https://www.youtube.com/watch?v=aircAruvnKk&t=781s"
    assert block.a["data-embed"].startswith("https://www.youtube-nocookie.com/embed/aircAruvnKk?")
    assert block.a["data-title"] == 'But what is a "network"?'
    assert text(block.find(class_="video-facts")) == "3Blue1Brown, 20 minutes, from 13:01"
    assert text(block.find(class_="block-label")) == "What to look for"
    assert block.iframe is None and block.img is None


def test_tasks_in_a_row_make_a_checklist_with_its_sum(book):
    html = book.html("others")
    assert [[text(item) for item in tasks("li")] for tasks in html(class_="tasks")] == [
        ["Read the page 2 h 20 min", "Watch 1 h"],
        ["Rest 5 min"],
    ]
    assert html.find(class_="tasks").a["href"] == "index.html"
    assert [text(tag) for tag in html(class_="tasks-sum")] == ["In all 3 h 20 min."]


@pytest.mark.parametrize(
    ("minutes", "said"), [(5, "5 min"), (60, "1 h"), (61, "1 h 1 min"), (200, "3 h 20 min")]
)
def test_durations_are_said_as_people_say_them(minutes, said):
    assert duration(minutes) == said


def test_a_club_link_is_a_link_where_the_club_has_the_address(book):
    paragraph = next(p for p in book.html("others")("p") if text(p).startswith("Ask"))
    assert text(paragraph) == "Ask in our chat, see the calendar, write to us."
    links = [(text(link), link["href"]) for link in paragraph("a")]
    assert links == [("our chat", "https://chat.example/room")]


def test_other_builders_get_plain_text(tmp_path):
    page = f"# Home\n\n{OPEN}\n{CHOICE}\n{NUMERIC}\n{PROMPTS}\n{VIDEO}\n{TASKS}\n{NAMED}\n{ASKED}"
    book = Book(tmp_path, "text", index=page)
    out = (book.out / "index.txt").read_text()
    assert book.warnings == []
    for words in (
        "Question 1. Why a bias?",
        "Hint 2",
        "It moves the threshold.",
        "1. 784, or 28^2",
        "Question 3 (bonus)",
        "Choose 2 of these 3 prompts.",
        'But what is a "network"? (3Blue1Brown, 20 minutes, from 13:01)',
        "* Watch (1 h)",
        "In all 3 h 20 min.",
        "Asked before, in Home: Question",
        "With what you know now?",
    ):
        assert words in out


@pytest.mark.parametrize("builder", ["latex", "singlehtml", "xml"])
def test_every_other_builder_finishes_without_a_warning(tmp_path, builder):
    page = f"# Home\n\n{OPEN}\n{CHOICE}\n{NUMERIC}\n{PROMPTS}\n{VIDEO}\n{TASKS}\n{NAMED}\n{ASKED}"
    assert Book(tmp_path, builder, index=page).warnings == []


MALFORMED = {
    "no answer": (
        OPEN.replace(":::{answer}\nIt moves the threshold.\n:::\n", ""),
        "3: WARNING: this question has no answer. End it with an `answer` block.",
    ),
    "two answers": (
        OPEN.replace("::::\n", ":::{answer}\nAnother.\n:::\n::::\n", 2).replace(
            ":::{answer}\nAnother.\n:::\n::::{q", "::::{q"
        ),
        "16: WARNING: this question already has an answer, in line 13. Keep one.",
    ),
    "no hint": (
        OPEN.replace(":::{hint}\nLook at the sign.\n:::\n:::{hint} Draw it.\n:::\n", ""),
        "3: WARNING: this question has no hint.",
    ),
    "an empty hint": (
        OPEN.replace("Look at the sign.\n", ""),
        "8: WARNING: this hint is empty. Write what helps without giving the answer away.",
    ),
    "text behind a hint": (
        OPEN.replace(":::{answer}", "And another thing.\n\n:::{answer}"),
        "13: WARNING: this text stands behind a part of the question. Put it before them",
    ),
    "an unknown kind": (
        CHOICE.replace("kind: choice", "kind: radio"),
        "3: WARNING: `:kind:` is open, numeric or choice, got 'radio'.",
    ),
    "an unknown option": (
        OPEN.replace(":name: q-bias", ":nam: q-bias"),
        "3: WARNING: 'question': Unknown option keys: ['nam'] (allowed: ['bank', 'bonus', 'kind',",
    ),
    "an option in an open question": (
        CHOICE.replace(":kind: choice\n", ""),
        "8: WARNING: an option belongs to a question with `:kind: choice`, this one is open.",
    ),
    "no right option": (
        CHOICE.replace(":correct:\n", ""),
        "3: WARNING: no option is right. Mark one with a line `:correct:`.",
    ),
    "two right options": (
        CHOICE.replace("} 28\n", "} 28\n:correct:\n"),
        "13: WARNING: a second option is marked `:correct:`, after the one in line 9. Mark one.",
    ),
    "one option": (
        CHOICE.replace(":::{option} 28\nThat is one row.\n:::\n", ""),
        "3: WARNING: a choice needs two or more `option` blocks, this has 1.",
    ),
    "an option without feedback": (
        CHOICE.replace("That is one row.\n", ""),
        "13: WARNING: this option is empty. Write below it what you tell a reader who chooses it.",
    ),
    "an option without text": (
        CHOICE.replace("} 28\n", "}\n"),
        "13: WARNING: this option has no text.",
    ),
    "no right value": (
        NUMERIC.replace(":correct:\n", ""),
        "3: WARNING: this numeric question has no right value.",
    ),
    "a value that is no number": (
        NUMERIC.replace("1/16", "a sixteenth"),
        "10: WARNING: a response begins with its value, a number such as 0.0625, -3 or 1/16, got"
        " 'a sixteenth'.",
    ),
    "a value twice": (
        NUMERIC.replace("0.125", "0.0625"),
        "14: WARNING: the value 0.0625 stands already in line 10. Keep one.",
    ),
    "a tolerance that is no number": (
        NUMERIC.replace("0.001", "small"),
        "3: WARNING: `:tolerance:` is a number above 0, in a numeric question, such as 0.001",
    ),
    "a tolerance in an open question": (
        OPEN.replace(":name:", ":tolerance: 0.1\n:name:"),
        "3: WARNING: `:tolerance:` is a number above 0, in a numeric question",
    ),
    "a hint outside a question": (
        "Text.\n\n:::{hint}\nAlone.\n:::\n",
        "5: WARNING: this hint stands outside a question.",
    ),
    "a question asked before that is none": (
        ":::{asked} q-nowhere\n:::\n",
        "3: WARNING: there is no open or numeric question 'q-nowhere'. Write the `:name:` of one.",
    ),
    "a choice asked before": (
        f"{CHOICE.replace('q-inputs', 'q-chosen')}\n:::{{asked}} q-chosen\n:::\n",
        "21: WARNING: there is no open or numeric question 'q-chosen'.",
    ),
    "a video without a title": (
        VIDEO.replace(' But what is a "network"?', ""),
        "3: ERROR: this video has no title.",
    ),
    "a video without an id": (
        VIDEO.replace(":id: aircAruvnKk\n", ""),
        "3: ERROR: this video needs a line `:id:`, such as `:id: aircAruvnKk`.",
    ),
    "a video with an address for an id": (
        VIDEO.replace("aircAruvnKk", "https://youtu.be/aircAruvnKk"),
        "3: ERROR: `:id:` takes the 11 letters",
    ),
    "a video without minutes": (
        VIDEO.replace(":minutes: 20\n", ""),
        "3: ERROR: this video needs a line `:minutes:`, such as `:minutes: 20`.",
    ),
    "a task without minutes": (
        ":::{task} Read\n:::\n",
        "3: ERROR: this task needs a line `:minutes:`, such as `:minutes: 40`.",
    ),
    "minutes in words": (
        ":::{task} Read\n:minutes: ten\n:::\n",
        "3: ERROR: `:minutes:` takes a whole number above 0, got 'ten'. Write it as in",
    ),
    "no minutes at all": (
        ":::{task} Read\n:minutes: 0\n:::\n",
        "3: ERROR: `:minutes:` takes a whole number above 0, got '0'.",
    ),
    "a task with a body": (
        ":::{task}\n:minutes: 10\n\nRead\n:::\n",
        "3: ERROR: a task is one line of text behind the name of the block, and has no body.",
    ),
    "prompts that are no list": (
        PROMPTS.replace("1. Where", "Where"),
        "3: ERROR: writing prompts hold one list, one prompt in each item, and nothing else.",
    ),
    "more prompts asked for than there are": (
        PROMPTS.replace("choose: 2", "choose: 4"),
        "3: ERROR: `:choose: 4` asks for more than the 3 prompts there are.",
    ),
    "prompts without a length": (
        PROMPTS.replace(":words: 200\n", ""),
        "3: ERROR: this writing-prompts needs a line `:words:`, such as `:words: 200`.",
    ),
    "a club link without words": (
        "Post it in {club}`chat`.\n",
        "3: WARNING: a club link is written {club}`words <key>` with one of the keys chat,",
    ),
    "a club link to an unknown place": (
        "Post it in {club}`the forum <forum>`.\n",
        "3: WARNING: a club link is written",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_block_is_named_with_its_line_and_what_to_do(malformed_book, case):
    file = f"content/{page_of(case)}.md:"
    found = [line.removeprefix(file) for line in malformed_book.warnings if line.startswith(file)]
    message = MALFORMED[case][1]
    assert any(line.startswith(message) for line in found), found


def test_all_faults_of_a_question_are_named_at_once():
    parts = [
        Part("option", 5, "784", correct=False, empty=True),
        Part("hint", 9, "", correct=False, empty=False),
    ]
    lines = [line for line, _ in faults("choice", "0.1", parts, line=1)]
    assert lines == [1, 1, 1, 5]
