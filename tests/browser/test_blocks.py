"""The teaching blocks in a browser: feedback, kept answers, copying, videos, and a page at rest."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from screens import DESKTOP, PHONE

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "_toc.yml": "format: jb-book\nroot: index\nchapters:\n  - file: blocks\n  - file: other\n",
    "content/index.md": "# Home\n\nA page without blocks.\n",
    "content/other.md": """\
# Other

:::{asked} q-open
Would you still sign it?
:::

::::{question} Why a bias?
What does it move?

:::{hint} Draw it.
:::
:::{answer} The threshold.
:::
::::
""",
    "content/blocks.md": """\
# Blocks and $x$

::::{question} Why a bias $b$?
:name: q-open

What does it move?

:::{hint}
Draw it.
:::
:::{hint}
Once more.
:::
:::{answer}
The threshold, because $z > 0$ where $w x > -b$.
:::
::::

::::{question} How many inputs?
:name: q-choice
:kind: choice
:bonus:

A picture of 28 by 28 pixels.

:::{option} 784, that is $28^2$
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

::::{question} The error
:name: q-mean
:kind: numeric
:tolerance: 0.001

:::{response} 0.0625
:correct:
The mean.
:::
:::{response} 1/8
:correct:
The sum.
:::
:::{response} -0.25
Not squared yet.
:::
:::{hint}
Square it.
:::
:::{answer}
A sixteenth.
:::
::::

::::{question} How many parameters?
:name: q-count
:kind: numeric

:::{response} 101770
:correct:
All of them.
:::
:::{hint}
Count the biases.
:::
:::{answer}
101,770.
:::
::::

:::{writing-prompts}
:choose: 1
:words: 3
:name: prompts

1. Where have you met a network?
2. Explain descent to a hiker who carries $n$ stones.
:::

:::{video} But what is a neural network?
:id: aircAruvnKk
:channel: 3Blue1Brown
:minutes: 20
:start: 781

- What does one weight do?
:::

:::{task} Read [the other page](other.md)
:name: task-read
:minutes: 40
:::
:::{task} Watch the video
:name: task-watch
:minutes: 20
:::
""",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A small book with every block, built as the course is."""
    root = tmp_path_factory.mktemp("book")
    for folder in ("grimoire", "nnlib", "requirements"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in PAGES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name in ("_config.yml", "content/references.bib", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    command = [sys.executable, "-m", "grimoire", "build"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return root / "_build/html"


@pytest.fixture(scope="module")
def address(book: Path) -> Iterator[str]:
    """Where this book is served, in the place of the course's site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=book))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def page(visit) -> Page:
    return visit("blocks.html")


def errors(page: Page) -> list[str]:
    return [text for kind, text in page.notes if kind == "error"]


def asked_elsewhere(page: Page) -> list[str]:
    own = page.url.rsplit("/", 1)[0]
    return [text for kind, text in page.notes if kind == "request" and not text.startswith(own)]


def refuse_other_hosts(page: Page) -> None:
    """Answer what the page asks of YouTube ourselves, so that the test needs no network."""
    answer = {"status": 200, "content_type": "text/html", "body": "<p>Playing</p>"}
    page.route(re.compile("youtube"), lambda route: route.fulfill(**answer))


def reload_with(page: Page, script: str) -> Page:
    page.add_init_script(script)
    page.reload()
    return page


def kept(page: Page) -> dict[str, str]:
    """The replies that the browser keeps, by the names of what is answered."""
    return page.evaluate(
        """async () => {
          const { store } = await import("/_static/kept.js");
          const records = await store("answers").all();
          return Object.fromEntries([...records].map(([name, { reply }]) => [name, reply]));
        }"""
    )


def answer_everything(page: Page) -> None:
    page.fill("#q-open-reply", "The threshold.\n\nAnd more.")
    page.check("#q-choice-reply-B")
    page.fill("#q-mean-reply", "1/8")
    page.locator(".prompt summary").nth(1).click()
    page.fill("#prompts-2", "Follow the water down.")
    page.check("#task-watch-done")


def test_a_choice_tells_at_once_in_words_whether_it_is_right(page):
    feedback = page.locator("#q-choice .feedback")
    expect(feedback.nth(0)).to_be_hidden()
    page.check("#q-choice-reply-B")
    expect(feedback.nth(1)).to_have_text(re.compile(r"Not quite\.\s*That is one row\."))
    page.get_by_label("784").check()
    expect(feedback.nth(0)).to_have_text(re.compile(r"Right\.\s*Each pixel is one\."))
    expect(feedback.nth(0)).to_be_visible()
    expect(feedback.nth(1)).to_be_hidden()
    assert feedback.nth(0).locator("xpath=ancestor::*[@aria-live='polite']").count() == 1


def test_right_and_wrong_differ_by_shape_as_well(page):
    shape = "e => getComputedStyle(e, '::before').content"
    assert "✓" in page.eval_on_selector("#q-choice .right", shape)
    assert "✗" in page.eval_on_selector("#q-choice .wrong", shape)


NUMBERS = [
    ("0.0625", "Right. The mean."),
    ("0,0625", "Right. The mean."),
    (" 1/16 ", "Right. The mean."),
    (".0625", "Right. The mean."),
    ("6.25e-2", "Right. The mean."),
    ("0.0635", "Right. The mean."),
    ("0.0636", "Not quite. Try once more, or open a hint."),
    ("0,125", "Right. The sum."),
    ("0,25/2", "Right. The sum."),
    ("\N{MINUS SIGN}0.25", "Not quite. Not squared yet."),
    ("0.5", "Not quite. Try once more, or open a hint."),
    ("12.5%", "Right. The sum."),
    ("\N{VULGAR FRACTION ONE EIGHTH}", "Right. The sum."),
    ("\N{ALMOST EQUAL TO}0.0625 units", "Right. The mean."),
    ("0.25^2", "Right. The mean."),
    ("half", "This is not a number I can read."),
    ("1/0", "This is not a number I can read."),
    ("/2", "This is not a number I can read."),
    ("", "This is not a number I can read."),
]


def test_a_number_is_read_and_explained(page):
    shown = page.locator("#q-mean .feedback:visible")
    for number, said in NUMBERS:
        page.fill("#q-mean-reply", number)
        page.click("#q-mean button")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text(said, use_inner_text=True)


def test_thousands_may_be_grouped(page):
    for number in ("101770", "101,770", "101.770", "101 770", "101'770"):
        page.fill("#q-count-reply", number)
        page.press("#q-count-reply", "Enter")
        expect(page.locator("#q-count .feedback:visible")).to_contain_text("All of them.")


def test_a_changed_number_takes_its_feedback_away(page):
    page.fill("#q-mean-reply", "1/8")
    page.press("#q-mean-reply", "Enter")
    page.locator("#q-mean-reply").press_sequentially("0")
    expect(page.locator("#q-mean .feedback:visible")).to_have_count(0)


def test_a_number_that_changes_while_it_is_being_checked_gets_no_feedback(page):
    held = []
    page.route("**/desk/check.js*", lambda route: held.append(route))
    box = page.locator("#q-mean .numeric")
    checked = box.evaluate_handle(
        """box => ({ is: new Promise((resolve) => box.addEventListener("checked", resolve)) })"""
    )
    with page.expect_request("**/desk/check.js*"):
        page.fill("#q-mean-reply", "1/8")
        page.press("#q-mean-reply", "Enter")
    page.locator("#q-mean-reply").press_sequentially("0")
    for route in held:
        route.continue_()
    checked.evaluate("checked => checked.is.then(() => true)")
    expect(page.locator("#q-mean .feedback:visible")).to_have_count(0)


def test_answers_survive_a_reload_and_are_marked(page):
    answer_everything(page)
    page.reload()
    expect(page.locator("#q-open-reply")).to_have_value("The threshold.\n\nAnd more.")
    expect(page.locator("#q-choice-reply-B")).to_be_checked()
    expect(page.locator("#q-choice .feedback").nth(1)).to_be_visible()
    expect(page.locator("#q-mean-reply")).to_have_value("1/8")
    expect(page.locator("#prompts-2")).to_be_visible()
    expect(page.locator("#prompts-2")).to_have_value("Follow the water down.")
    expect(page.locator("#task-watch-done")).to_be_checked()
    expect(page.locator("#task-read-done")).not_to_be_checked()
    answered = page.locator(".question.answered").evaluate_all("all => all.map(e => e.id)")
    assert answered == ["q-open", "q-choice", "q-mean"]


def test_an_emptied_answer_is_forgotten(page):
    page.fill("#q-open-reply", "x")
    expect(page.locator("#q-open")).to_have_class(re.compile("answered"))
    assert kept(page) == {"q-open": "x"}
    page.fill("#q-open-reply", "")
    expect(page.locator("#q-open")).not_to_have_class(re.compile("answered"))
    assert kept(page) == {}


def test_each_page_keeps_its_own_answers(page):
    page.fill("#q-open-reply", "Mine.")
    page.goto(page.url.replace("blocks", "other"))
    expect(page.locator("textarea").first).to_have_value("")


def test_a_question_asked_before_leads_to_where_it_is_answered(visit):
    page = visit("other.html")
    expect(page.locator(".asked .reply")).to_be_hidden()
    expect(page.locator(".asked p").first).to_contain_text("Asked before, in Blocks and")
    page.locator(".asked a").click()
    page.wait_for_url("**/blocks.html#q-open")
    expect(page.locator("#q-open")).to_be_in_viewport()


def test_a_question_asked_before_shows_the_reply_kept_there(visit):
    page = visit("other.html")
    page.locator(".asked a").click()
    page.fill("#q-open-reply", "The threshold.\n\n<b>And</b> more.")
    expect(page.locator("#q-open")).to_contain_class("answered")
    page.go_back()
    expect(page.locator(".asked .reply")).to_be_visible()
    expect(page.locator(".asked .reply p")).to_contain_text("Your answer, kept from Blocks")
    reply = page.locator(".asked blockquote")
    assert reply.evaluate("e => e.textContent") == "The threshold.\n\n<b>And</b> more."
    page.locator(".asked a").click()
    expect(page.locator("#q-open")).to_contain_class("answered")
    page.fill("#q-open-reply", "")
    expect(page.locator("#q-open")).not_to_contain_class("answered")
    page.go_back()
    expect(page.locator(".asked .reply")).to_be_hidden()
    assert errors(page) == []


def test_copying_gives_the_answers_of_the_page_as_markdown(visit):
    page = visit("blocks.html", {**DESKTOP, "permissions": ["clipboard-read", "clipboard-write"]})
    answer_everything(page)
    page.get_by_role("button", name="Copy my answers").click()
    expect(page.get_by_role("status")).to_have_text("Copied 4 answers.")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "# Blocks and $x$\n\n"
        f"{page.url}\n\n"
        "**Question 1. Why a bias $b$?**\n\nThe threshold.\n\nAnd more.\n\n"
        "**Question 2 (bonus). How many inputs?**\n\nB 28\n\n"
        "**Question 3. The error**\n\n1/8\n\n"
        "**Prompt 2. Explain descent to a hiker who carries $n$ stones.**\n\n"
        "Follow the water down.\n"
    )


def test_copying_nothing_says_so(page):
    page.get_by_role("button", name="Copy my answers").click()
    expect(page.get_by_role("status")).to_have_text("There is no answer on this page yet.")


def test_where_copying_is_refused_the_text_is_shown_and_selected(page):
    reload_with(page, "navigator.clipboard.writeText = () => Promise.reject()")
    page.fill("#q-open-reply", "Mine.")
    for _ in range(2):
        page.get_by_role("button", name="Copy my answers").click()
        expect(page.get_by_role("status")).to_contain_text("Copy the text below yourself.")
    expect(page.locator(".answers textarea")).to_have_count(1)
    assert "Mine." in page.evaluate("getSelection().toString()")


def test_clearing_leaves_the_tasks_and_can_be_undone(page):
    answer_everything(page)
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("status")).to_contain_text("Cleared 4 answers.")
    expect(page.locator("#q-open-reply")).to_have_value("")
    expect(page.locator("#q-choice-reply-B")).not_to_be_checked()
    expect(page.locator("#q-choice .feedback:visible")).to_have_count(0)
    assert kept(page) == {"task-watch": "done"}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_have_text("Your answers are back.")
    expect(page.locator("#q-open-reply")).to_have_value("The threshold.\n\nAnd more.")
    expect(page.locator("#q-choice-reply-B")).to_be_checked()
    expect(page.locator("#prompts-2")).to_have_value("Follow the water down.")
    expect(page.get_by_role("button", name="Clear")).to_be_focused()


def test_words_are_counted_while_one_writes(page):
    page.locator(".prompt summary").first.click()
    words = page.locator("#prompts-1-words")
    expect(words).to_have_text("0 of at least 3 words")
    page.fill("#prompts-1", "two  words\n")
    expect(words).to_have_text("2 of at least 3 words")
    page.fill("#prompts-1", "now three words")
    expect(words).to_have_text("3 of at least 3 words ✓")


def test_a_video_loads_nothing_before_the_click_and_little_after(page):
    refuse_other_hosts(page)
    page.locator(".video-card").hover()
    assert asked_elsewhere(page) == []
    page.locator(".video-card").click()
    frame = page.locator(".video iframe")
    expect(frame).to_have_attribute("title", "But what is a neural network?")
    expect(page.frame_locator(".video iframe").locator("p")).to_have_text("Playing")
    embed = "https://www.youtube-nocookie.com/embed/aircAruvnKk?autoplay=1&start=781"
    assert asked_elsewhere(page) == [embed]


def test_the_video_card_stays_a_link_beside_the_player(page):
    refuse_other_hosts(page)
    page.locator(".video-card").click()
    expect(page.locator(".video iframe")).to_be_visible()
    page.locator(".video-card").click()
    page.wait_for_url("https://www.youtube.com/watch?v=aircAruvnKk&t=781s")


def test_a_page_without_blocks_loads_nothing_for_them(visit):
    def loaded(path):
        return {f for kind, f in visit(path).notes if kind == "request" and "_static/blocks" in f}

    assert len(loaded("blocks.html")) == 2
    assert loaded("index.html") == set()


def test_without_javascript_the_page_is_a_quiet_text(visit):
    page = visit("blocks.html", {**DESKTOP, "java_script_enabled": False})
    for absent in ("textarea", ".numeric", ".answers", ".prompts details"):
        assert page.locator(f"{absent}:visible").count() == 0, absent
    page.locator("#q-open summary").last.click()
    expect(page.locator("#q-open .answer p")).to_be_visible()
    page.check("#q-choice-reply-B")
    expect(page.locator("#q-choice .feedback").nth(1)).to_be_visible()
    link = page.locator(".video-card")
    expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=aircAruvnKk&t=781s")


def test_everything_is_reached_and_used_with_the_keyboard(page):
    page.focus("#q-open-reply")
    for target in ("Hint 1", "Hint 2", "Answer"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == target
    page.keyboard.press("Enter")
    expect(page.locator("#q-open .answer p")).to_be_visible()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.focus("#q-choice-reply-A")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q-choice-reply-B")).to_be_focused()
    expect(page.locator("#q-choice .feedback").nth(1)).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator("#q-choice .feedback").nth(1)).to_be_visible()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_serious_for_axe_and_nothing_sticks_out(visit, screen, scheme):
    page = visit("blocks.html", screen, scheme)
    answer_everything(page)
    page.click("#q-mean button")
    page.evaluate("for (const box of document.querySelectorAll('.block details')) box.open = true")
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"]) for v in serious] == []
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0


def test_targets_are_44_pixels_high(visit):
    page = visit("blocks.html", PHONE)
    small = page.locator(
        ".block :is(button, summary, textarea, label[for*='-reply-'], .task label, .video-card)"
        ":visible, .numeric input"
    ).evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == []
