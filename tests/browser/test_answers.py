"""Answers stay: over editions of the course, in two tabs, in a file. And the page of all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from books import build_in, make_book
from playwright.sync_api import Locator, Page, expect
from screens import DESKTOP, PHONE, ZOOMED

from grimoire import ROOT

OPEN = """\
::::{{question}} {title}
:name: {name}

{text}

:::{{hint}} Draw it.
:::
:::{{answer}} The threshold.
:::
::::
"""
CHOICE = """\
::::{{question}} {title}
:name: {name}
:kind: choice

{options}
:::{{answer}} It is so.
:::
::::
"""
OPTION = ":::{{option}} {text}\n{correct}Because.\n:::\n"
NUMBER = """\
::::{question} How many?
:name: q-number
:kind: numeric

:::{response} 40
:correct:
Forty.
:::
:::{hint} Count.
:::
:::{answer} Forty.
:::
::::
"""
PROMPTS = ":::{{writing-prompts}}\n:choose: 1\n:words: 3\n:name: prompts\n\n{items}\n:::\n"
TASKS = ":::{task} Read it all\n:name: task-read\n:minutes: 10\n:::\n"


def question(name: str, text: str = "What does it move?", title: str = "Why a bias?") -> str:
    return OPEN.format(name=name, text=text, title=title)


def choice(name: str, *texts: str) -> str:
    """The first text is right, wherever it stands in the alphabet."""
    parts = [OPTION.format(text=t, correct=":correct:\n" * (t == texts[0])) for t in sorted(texts)]
    return CHOICE.format(name=name, title=name, options="".join(parts))


def prompts(*items: str) -> str:
    return PROMPTS.format(items="\n".join(f"1. {item}" for item in items))


HIKER = "Explain descent to a hiker who carries $n$ stones."
PAGES = {
    "first": [
        question("q-open"),
        choice("q-moved", "28", "784"),
        choice("q-lost", "one", "two"),
        NUMBER,
        question("q-old", title="What was it called?"),
        question("q-gone", title="What goes?"),
        prompts("Where have you met a network?", HIKER),
        TASKS,
    ],
    "second": [
        NUMBER,
        choice("q-moved", "28", "10", "784"),
        choice("q-lost", "one", "both"),
        question("q-open", "What does a *bias* move, and why?"),
        question("q-new", title="What is it called?"),
        prompts("What is new here?", "Where have you met a network?", HIKER),
        TASKS,
    ],
}
RENAMED = "q-old: q-new\n"


@pytest.fixture(scope="module")
def editions(tmp_path_factory) -> dict[str, Path]:
    """The folders of two editions of a course, the second one edited."""
    sites = {}
    for name, blocks in PAGES.items():
        root = tmp_path_factory.mktemp(name) / "book"
        mine = (ROOT / "content/my-answers.md").read_text()
        index = "---\nunit: {number: 1, title: Networks}\n---\n\n# A unit\n\nWords.\n"
        make_book(
            root,
            {
                "index": "# Home\n\nWelcome.\n",
                "unit/index": index,
                "unit/page": "# A page\n\n" + "\n".join(blocks),
                "again": "# Again\n\n:::{asked} q-open\nNow?\n:::\n",
                "my-answers": mine,
            },
        )
        if name == "second":
            (root / "content/renamed.yml").write_text(RENAMED)
        sites[name] = build_in(root, ["site"])
    return sites


class Site:
    """A server that shows one edition, and the next when it is told to."""

    def __init__(self, editions: dict[str, Path]) -> None:
        self.editions = editions
        self.show("first")
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def show(self, edition: str) -> None:
        self.folder = self.editions[edition]

    def handler(self, *given) -> SimpleHTTPRequestHandler:
        return QuietHandler(*given, directory=self.folder)


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # two editions have one address
        super().end_headers()


@pytest.fixture(scope="module")
def site(editions) -> Iterator[Site]:
    site = Site(editions)
    yield site
    site.server.shutdown()


@pytest.fixture(scope="module")
def address(site) -> str:
    return f"http://127.0.0.1:{site.server.server_port}"


@pytest.fixture
def page(visit, site) -> Page:
    site.show("first")
    return visit("unit/page.html")


def quiet(page: Page) -> bool:
    return [text for kind, text in page.notes if kind in ("error", "warning")] == []


def reply(page: Page, name: str) -> Locator:
    return page.locator(f"#{name}-reply")


def note(page: Page, name: str) -> Locator:
    return page.locator(f"#{name} .block-note")


def option(page: Page, name: str, text: str) -> Locator:
    return page.locator(f"#{name} .choice", has=page.get_by_text(text, exact=True)).locator("input")


def answer_everything(page: Page) -> None:
    option(page, "q-moved", "28").hover()
    expect(page.locator(".report").first).to_be_attached()  # no part of what is kept
    for name in ("q-open", "q-old", "q-gone"):
        reply(page, name).fill(f"Mine on {name}.")
    option(page, "q-moved", "784").check()
    option(page, "q-lost", "two").check()
    reply(page, "q-number").fill("40 lines")
    reply(page, "q-number").press("Enter")
    page.locator(".prompt summary").nth(1).click()
    page.locator("#prompts-2").fill("Follow the water down.")
    page.check("#task-read-done")
    expect(page.locator("#q-number")).to_have_class(re.compile("is-right"))


def second(page: Page, site: Site) -> None:
    site.show("second")
    page.goto(page.url)
    expect(reply(page, "q-number")).to_have_value("40 lines")


def mine(page: Page) -> Page:
    page.goto("my-answers.html")
    expect(page.locator(".mine-list h2, .mine-list > p").first).to_be_visible()
    return page


def saved(page: Page, kind: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save as .{kind}").click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def bring_in(page: Page, text: str, name: str = "mine.json") -> None:
    file = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)


def said(page: Page) -> Locator:
    return page.locator(".mine-status")


# -- another edition


def test_answers_stay_with_their_questions_when_these_change_places(page, site):
    answer_everything(page)
    second(page, site)
    expect(option(page, "q-moved", "784")).to_be_checked()
    expect(page.locator("#prompts-3")).to_have_value("Follow the water down.")
    expect(page.locator("#prompts-2")).to_have_value("")
    expect(page.locator("#task-read-done")).to_be_checked()
    expect(page.locator("#q-number")).to_have_class(re.compile("is-right"))
    expect(note(page, "q-moved")).to_have_count(0)


def test_a_changed_question_says_how_it_was_until_the_reader_has_looked(page, site):
    answer_everything(page)
    second(page, site)
    expect(reply(page, "q-open")).to_have_value("Mine on q-open.")
    expect(note(page, "q-open")).to_contain_text("has changed since you answered it. It was:")
    expect(note(page, "q-open")).to_contain_text("What does it move?")
    note(page, "q-open").get_by_role("button", name="My answer still holds").click()
    expect(note(page, "q-open")).to_have_count(0)
    page.reload()
    expect(reply(page, "q-open")).to_have_value("Mine on q-open.")
    expect(note(page, "q-open")).to_have_count(0)


def test_a_choice_whose_option_is_gone_is_told_in_words(page, site):
    answer_everything(page)
    second(page, site)
    expect(note(page, "q-lost")).to_contain_text("Your answer was “two”. The options have changed")
    expect(page.locator("#q-lost input:checked")).to_have_count(0)
    option(page, "q-lost", "both").check()
    expect(note(page, "q-lost")).to_have_count(0)


def test_a_renamed_question_has_its_answer(page, site):
    answer_everything(page)
    second(page, site)
    expect(reply(page, "q-new")).to_have_value("Mine on q-old.")
    reply(page, "q-new").fill("")
    expect(page.locator("#q-new")).not_to_have_class(re.compile("answered"))
    page.reload()
    expect(reply(page, "q-number")).to_have_value("40 lines")
    expect(reply(page, "q-new")).to_have_value("")


def test_the_answer_to_a_question_that_is_gone_is_in_the_collection(page, site):
    answer_everything(page)
    second(page, site)
    expect(page.locator(".left-over")).to_contain_text("1 answer of yours to questions")
    page.get_by_role("link", name="All your answers").click()
    page.wait_for_url("**/my-answers.html")
    gone = page.locator(".mine-item", has_text="The course no longer asks this.")
    expect(gone).to_contain_text("What goes?")
    expect(gone.locator("textarea")).to_have_value("Mine on q-gone.")
    changed = page.locator(".mine-item", has_text="The question has changed since.")
    expect(changed.locator("blockquote").first).to_have_text("What does it move?")


def test_what_an_older_version_kept_is_taken_over(page):
    old = {
        "q-open-reply": "Of old.",
        "q-moved-reply": "B",
        "q-number-reply": "39",
        "prompts-2": "An essay.",
        "task-read": "done",
        "q-long-gone-reply": "Still mine.",
    }
    page.evaluate(
        "old => localStorage.setItem('replies ' + location.pathname, JSON.stringify(old))", old
    )
    page.evaluate("localStorage.setItem('replies /again.html', 'no json')")
    page.reload()
    expect(reply(page, "q-open")).to_have_value("Of old.")
    expect(option(page, "q-moved", "784")).to_be_checked()
    expect(page.locator("#prompts-2")).to_have_value("An essay.")
    expect(page.locator("#task-read-done")).to_be_checked()
    expect(page.locator(".left-over")).to_contain_text("1 answer")
    names = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('replies'))")
    assert names == []
    assert quiet(page)


def test_what_is_written_before_the_scripts_are_there_is_not_lost(page):
    page.route("**/blocks.js*", lambda route: route.abort())
    page.reload()
    reply(page, "q-open").fill("Early.")
    option(page, "q-moved", "784").check()
    option(page, "q-moved", "28").check()
    page.check("#task-read-done")
    page.unroute_all()
    mine(page)
    expect(page.get_by_label("Why a bias?")).to_have_value("Early.")
    page.evaluate(
        """localStorage.setItem(
          "early /unit/page.html q-open", JSON.stringify({ reply: "Of another tab.", at: 1 }))"""
    )
    page.goto("unit/page.html")
    expect(reply(page, "q-open")).to_have_value("Early.")
    expect(page.locator("#q-moved")).to_have_class(re.compile("is-right"))
    expect(page.locator("#task-read-done")).to_be_checked()
    names = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('early'))")
    assert names == []


# -- two tabs, and a browser that keeps nothing


def test_two_tabs_show_the_same_and_overwrite_nothing(page):
    other = page.context.new_page()
    other.goto(page.url)
    reply(page, "q-open").fill("Here.")
    expect(reply(other, "q-open")).to_have_value("Here.")
    reply(other, "q-old").fill("There.")
    option(other, "q-moved", "28").check()
    expect(reply(page, "q-old")).to_have_value("There.")
    expect(page.locator("#q-moved")).to_have_class(re.compile("is-right"))
    page.reload()
    expect(reply(page, "q-open")).to_have_value("Here.")
    expect(reply(page, "q-old")).to_have_value("There.")


def test_a_browser_that_keeps_nothing_says_so_at_load_and_where_one_writes(visit, site):
    site.show("first")
    page = visit("index.html")
    page.add_init_script("delete window.indexedDB; Object.defineProperty(window, 'indexedDB', {})")
    page.goto("unit/page.html")
    expect(page.get_by_role("status").first).to_contain_text("This browser keeps nothing")
    reply(page, "q-old").fill("Mine.")
    expect(note(page, "q-old")).to_contain_text("Copy your answers before you leave.")
    expect(page.locator(".block-note.unkept")).to_have_count(1)
    expect(reply(page, "q-old")).to_have_value("Mine.")


def test_a_browser_without_room_says_so_and_what_was_kept_stays(page, address):
    reply(page, "q-open").fill("Kept.")
    expect(page.locator("#q-open")).to_have_class(re.compile("answered"))
    page.evaluate(
        """() => {
          const { transaction } = IDBDatabase.prototype;
          IDBDatabase.prototype.transaction = function (...given) {
            if (given[1] === "readwrite") throw new DOMException("no room", "QuotaExceededError");
            return transaction.apply(this, given);
          };
        }"""
    )
    reply(page, "q-old").fill("Not kept.")
    expect(note(page, "q-old")).to_contain_text("There is no room left in this browser")
    page.reload()
    expect(reply(page, "q-open")).to_have_value("Kept.")
    expect(reply(page, "q-old")).to_have_value("")


def test_a_hundred_thousand_characters_and_html_are_an_answer(page):
    text = (
        "<script>alert(1)</script><img src=x onerror=alert(2)> & \N{GRINNING FACE}\n"
        + "x" * 100_000
    )
    reply(page, "q-open").fill(text)
    expect(page.locator("#q-open")).to_have_class(re.compile("answered"))
    page.reload()
    expect(reply(page, "q-open")).to_have_value(text)
    mine(page)
    expect(page.locator(".mine-item textarea")).to_have_value(text)
    html = saved(page, "html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img" in html
    assert not re.search(r"<(?:script|img|link|iframe)\b", html)
    assert json.loads(saved(page, "json"))["answers"]["q-open"]["reply"] == text
    assert quiet(page)


def test_a_wrong_answer_earns_no_tick_and_the_first_try_is_remembered(page):
    number = page.locator("#q-number")
    for text, mark in (("40,000", "answered"), ("40", "answered is-right")):
        reply(page, "q-number").fill(text)
        number.get_by_role("button", name="Check").click()
        expect(number.locator(".feedback:visible")).to_have_count(1)
        expect(number).to_have_class(re.compile(rf"question {mark}$"))
    option(page, "q-moved", "784").check()
    expect(page.locator("#q-moved")).to_have_class(re.compile(r"question answered$"))
    mine(page)
    kept = json.loads(saved(page, "json"))["answers"]
    assert (kept["q-number"]["right"], kept["q-number"]["first"]) == (True, False)
    assert (kept["q-moved"]["right"], kept["q-moved"]["first"]) == (False, False)


# -- the collection


def test_the_collection_is_mended_and_both_pages_know(page):
    answer_everything(page)
    mine(page)
    expect(page.locator(".mine-count")).to_have_text("7 answers on 1 page.")
    box = page.get_by_label("Why a bias?")
    box.fill("Better.")
    page.goto("again.html")
    expect(page.locator(".asked blockquote")).to_have_text("Better.")
    page.goto("unit/page.html")
    expect(reply(page, "q-open")).to_have_value("Better.")


def test_files_hold_what_is_shown(page):
    answer_everything(page)
    page.goto("my-answers.html#hand-in=Week+3&unit=1")
    expect(page.get_by_label("Name of what you hand in")).to_have_value("Week 3")
    expect(page.get_by_label("Show")).to_have_value("1")
    page.get_by_label("Your name").fill("Zoë / ../A")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as .md").click()
    assert download.value.suggested_filename == "week-3-zoë-a.md"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# Week 3\n\nZoë / ../A · ")
    assert "### Question 1.1. Why a bias?\n\n> What does it move?\n\nMine on q-open.\n" in text
    assert "Prompt 2. Explain descent to a hiker who carries $n$ stones.\n\nFollow" in text
    assert "40 lines\n\n✓ right" in text
    page.get_by_label("With the text of the questions").uncheck()
    expect(page.locator(".mine-item blockquote")).to_have_count(0)
    assert "What does it move?" not in saved(page, "md")
    html = saved(page, "html")
    assert "Mine on q-gone." in html and "What does it move?" not in html
    page.get_by_label("Show").select_option("none")
    expect(page.locator(".mine-list")).to_contain_text("There is no answer here yet.")
    expect(page.get_by_role("button", name="Print")).to_be_disabled()


def test_code_of_a_page_that_runs_goes_along(page):
    draft = [{"index": 1, "id": "a", "code": "print('```')\n"}]
    page.evaluate(
        "drafts => localStorage.setItem('code ' + location.pathname, JSON.stringify(drafts))", draft
    )
    mine(page)
    expect(page.locator(".mine-item pre")).to_have_text("print('```')")
    assert "### My code in cell 2\n\n````python\nprint('```')\n````" in saved(page, "md")
    backup = saved(page, "json")
    page.evaluate("localStorage.removeItem('code /unit/page.html')")
    bring_in(page, backup)
    page.get_by_role("button", name="Take in").click()
    expect(page.locator(".mine-item pre")).to_have_text("print('```')")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".mine-item")).to_have_count(0)


def test_the_pages_read_go_along_to_another_device(page, visit):
    page.locator("footer").scroll_into_view_if_needed()
    expect(page.locator(".sidebar-tree .current-page.read")).to_have_count(1)
    backup = saved(mine(page), "json")
    other = mine(visit("index.html"))
    bring_in(other, backup)
    expect(other.locator(".mine-preview")).to_contain_text(re.compile(r"and \d pages? read"))
    other.get_by_role("button", name="Take in").click()
    expect(said(other)).to_contain_text(re.compile(r"Took in \d pages? read\."))
    other.goto("unit/page.html")
    expect(other.locator(".sidebar-tree .current-page.read")).to_have_count(1)


def test_clearing_the_collection_can_be_undone_even_after_a_reload(page):
    answer_everything(page)
    mine(page)
    page.get_by_role("button", name="Clear").click()
    expect(said(page)).to_contain_text("Cleared 7 answers.")
    expect(page.locator(".mine-item")).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".mine-item")).to_have_count(7)
    page.goto("unit/page.html")
    expect(reply(page, "q-gone")).to_have_value("Mine on q-gone.")
    expect(page.locator("#task-read-done")).to_be_checked()


def test_a_file_is_taken_in_after_the_reader_has_seen_what_it_changes(page, visit):
    answer_everything(page)
    backup = saved(mine(page), "json")
    other = visit("unit/page.html")
    reply(other, "q-open").fill("Newer.")
    reply(other, "q-gone").fill("Also newer.")
    expect(other.locator("#q-gone")).to_have_class(re.compile("answered"))
    mine(other)
    bring_in(other, backup)
    preview = other.locator(".mine-preview")
    expect(preview.get_by_role("heading")).to_be_focused()
    expect(preview).to_contain_text("6 answers that you do not have here, 2 that you have")
    expect(preview.get_by_label("Keep yours: Newer.")).to_be_checked()
    preview.get_by_label("Take the one in the file: Mine on q-gone.").check()
    preview.get_by_role("button", name="Take in").click()
    expect(said(other)).to_contain_text("Took in 7 answers.")
    expect(other.get_by_label("Why a bias?")).to_have_value("Newer.")
    expect(other.get_by_label("What goes?")).to_have_value("Mine on q-gone.")
    other.get_by_role("button", name="Undo").click()
    expect(other.get_by_label("What goes?")).to_have_value("Also newer.")
    expect(other.locator(".mine-item")).to_have_count(2)
    bring_in(other, backup)
    preview.get_by_role("button", name="Leave all as it is").click()
    expect(said(other)).to_have_text("Nothing was taken in.")
    expect(other.locator(".mine-item")).to_have_count(2)


RECORD = {"kind": "open", "reply": "Theirs.", "title": "T", "page": "unit/page", "at": 1}
GOOD = {"format": "course answers", "version": 1}
REFUSED = [
    ("", "is not a whole .json file"),
    ('{"format": "course answers", "answers": {"q-open"', "is not a whole .json file"),
    ("[1, 2]", "holds no answers"),
    ('{"cells": []}', "holds no answers"),
    (json.dumps({**GOOD, "answers": [RECORD]}), "holds no answers"),
    (json.dumps({**GOOD, "version": 99, "answers": {}}), "comes from a newer version"),
    (json.dumps({**GOOD, "answers": {"q-elsewhere": RECORD}}), "answers to another course"),
    (json.dumps({**GOOD, "answers": {}}), "holds nothing that is not here already"),
    (" " * 20_000_001, "has 20 MB. A file of answers has less than 20"),
]


def test_a_broken_a_foreign_and_a_huge_file_are_refused_in_one_sentence(page, tmp_path):
    reply(page, "q-open").fill("Mine.")
    mine(page)
    for text, why in REFUSED:
        (tmp_path / "mine.json").write_text(text)  # as a file, a huge one is quick
        page.locator("input[type=file]").set_input_files(tmp_path / "mine.json")
        expect(said(page)).to_contain_text(why)
        expect(page.locator(".mine-preview > *")).to_have_count(0)
    expect(page.get_by_label("Why a bias?")).to_have_value("Mine.")
    assert quiet(page)


def test_of_a_file_only_what_is_an_answer_is_taken(page):
    mine(page)
    evil = {**RECORD, "title": "<img src=x onerror=alert(1)>", "reply": "<b>Bold</b>", "extra": {}}
    entries = {
        "q-open": evil,
        "__proto__": RECORD,
        "q-old": {**RECORD, "reply": 7},
        "q-gone": None,
        "q-lost": {**RECORD, "kind": "nonsense"},
        "q-number": {**RECORD, "reply": "x" * 1_000_001},
    }
    text = json.dumps({**GOOD, "answers": entries, "code": {"unit/page": "rubbish", "x": "[]"}})
    bring_in(page, text)
    expect(page.locator(".mine-preview")).to_contain_text("4 entries in it could not be read")
    page.get_by_role("button", name="Take in").click()
    expect(page.locator(".mine-item").first.locator("textarea")).to_have_value("<b>Bold</b>")
    kept = json.loads(saved(page, "json"))["answers"]
    assert "extra" not in kept["q-open"] and "q-lost" not in kept
    assert page.locator(".mine-list img, .mine-list b").count() == 0
    assert quiet(page)


def test_everything_is_used_with_the_keyboard(page):
    reply(page, "q-open").fill("Mine.")
    expect(page.locator("#q-open")).to_contain_class("answered")
    mine(page)
    expect(page.get_by_role("button", name="Print")).to_be_enabled()
    page.get_by_label("Show").focus()
    for name in ("Your name", "Name of what you hand in", "With the text of the questions"):
        page.keyboard.press("Tab")
        expect(page.get_by_label(name)).to_be_focused()
    for name in ("Print", "Save as .md", "Save as .html", "Save as .json", "Bring in a .json"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".mine-item")).to_have_count(1)
    expect(page.get_by_label("Show")).to_be_focused()


def test_paper_has_the_answers_and_no_buttons(page):
    answer_everything(page)
    mine(page)
    page.emulate_media(media="print")
    expect(page.locator(".mine-printed").first).to_be_visible()
    expect(page.locator(".mine-printed").first).to_have_text("Mine on q-open.")
    for hidden in (".mine-buttons", ".mine-fields", ".mine-item textarea >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()


@pytest.mark.parametrize(
    ("screen", "scheme"), [(DESKTOP, "light"), (PHONE, "dark"), (ZOOMED, "light")]
)
def test_nothing_is_wrong_for_axe_and_nothing_sticks_out(visit, site, screen, scheme):
    site.show("first")
    page = visit("unit/page.html", screen, scheme)
    answer_everything(page)
    if screen == PHONE:
        option(page, "q-moved", "28").tap()
        expect(page.locator("#q-moved")).to_have_class(re.compile("is-right"))
    text = json.dumps({**GOOD, "answers": {"q-open": {**RECORD, "reply": "Their long " * 30}}})
    mine(page)
    bring_in(page, text)
    expect(page.locator(".mine-preview h2")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0
    small = page.locator(".my-answers :is(button, select, input:not([type]), .mine-check)")
    heights = small.evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(heights) >= 44
