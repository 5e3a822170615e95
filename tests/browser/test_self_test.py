"""A self-test in a browser: silent while it is taken, then one result with what to read first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from books import build_in, make_book
from playwright.sync_api import Page, expect
from screens import DESKTOP, PHONE
from self_test_pages import PAGES, SCHEDULE

from grimoire.directives.term import SCHEDULE as FILE


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a small book with a self-test is served, in the place of the course's site."""
    root = make_book(tmp_path_factory.mktemp("self-test") / "book", PAGES)
    (root / FILE).write_text(SCHEDULE)
    folder: Path = build_in(root, ("site",))
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(visit) -> Page:
    return visit("sums/test.html")


def answer(page: Page, add: str, stretch: str, take: str) -> None:
    page.fill("#q-add-reply", add)
    page.check(f"#q-stretch-reply-{stretch}")
    page.fill("#q-take-reply", take)


def result(page: Page):
    page.get_by_role("button", name="See my result").click()
    return page.locator(".self-test-result")


def test_nothing_is_judged_before_the_result(page):
    answer(page, "4", "A", "4")
    page.press("#q-add-reply", "Enter")
    expect(page.locator("#q-stretch-reply-A")).to_be_checked()
    for hidden in (".feedback", "details.answer", ".numeric button"):
        expect(page.locator(f".question {hidden}:visible")).to_have_count(0)
    expect(page.locator(".self-test :is(th, td):nth-child(2):visible")).to_have_count(0)


def test_enough_right_answers_send_on(page):
    answer(page, "-2", "B", "7")
    told = result(page)
    expect(told).to_contain_text("2 of 3 right. Start the next unit.")
    expect(told).to_contain_text("On the way, look at these sections:")
    expect(told.locator("li")).to_have_text(["Adding up (question 1.3)"])
    expect(told.get_by_role("link", name="the next unit")).to_have_attribute("href", "../next.html")


def test_too_few_name_each_section_once_with_its_questions(page):
    answer(page, "4", "A", "7")
    told = result(page)
    expect(told).to_contain_text("0 of 3 right. Not yet the next unit.")
    sections = ["Adding up (questions 1.1, 1.3)", "Stretching (question 1.2)"]
    expect(told.locator("li")).to_have_text(sections)
    expect(page.locator("#q-add .feedback:visible")).to_contain_text("To review: Adding up")
    expect(page.locator("#q-take .feedback:visible")).to_contain_text("To review: Adding up")
    expect(page.locator(".self-test td:nth-child(2)").first).to_be_visible()


def test_all_right_leaves_nothing_to_read(page):
    answer(page, "-2", "B", "4")
    told = result(page)
    expect(told).to_contain_text("3 of 3 right.")
    expect(told.locator("li")).to_have_count(0)


def test_no_answer_and_one_that_cannot_be_read_count_as_not_known(page):
    page.fill("#q-add-reply", "minus two")
    page.check("#q-stretch-reply-B")
    told = result(page)
    expect(told).to_contain_text("1 of 3 right.")
    expect(told).to_contain_text("2 questions have no answer that can be read")
    marks = page.locator(".self-test tbody tr")
    for place, verdict in enumerate(("open", "right", "open")):
        expect(marks.nth(place)).to_have_attribute("data-verdict", verdict)


def test_a_corrected_answer_changes_the_next_result(page):
    answer(page, "4", "A", "4")
    expect(result(page)).to_contain_text("1 of 3 right.")
    page.fill("#q-add-reply", "-2")
    expect(result(page)).to_contain_text("2 of 3 right.")


def test_clearing_the_answers_begins_again(page):
    answer(page, "4", "A", "4")
    expect(result(page)).to_contain_text("1 of 3 right.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".self-test-result")).to_be_empty()
    page.check("#q-stretch-reply-A")
    expect(page.locator("#q-stretch .feedback:visible")).to_have_count(0)


def test_the_copied_answers_take_the_result_along(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer(page, "-2", "B", "7")
    expect(result(page)).to_contain_text("2 of 3 right.")
    page.get_by_role("button", name="Copy my answers").click()
    expect(page.locator(".answers [role=status]")).to_have_text("Copied 4 answers.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "**Result of the self-test**\n\n2 of 3 right. Start the next unit." in copied


def test_on_paper_there_is_room_for_numbers_and_a_key(page):
    page.emulate_media(media="print")
    expect(page.locator("#q-add-reply")).to_be_visible()
    expect(page.locator(".self-test td:nth-child(2)").nth(1)).to_have_text("B")
    expect(page.locator(".self-test td:nth-child(2)").nth(1)).to_be_visible()
    expect(page.get_by_role("button", name="See my result")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_is_accessible_and_fits(visit, screen, scheme):
    page = visit("sums/test.html", screen, scheme)
    answer(page, "4", "B", "")
    expect(result(page)).to_contain_text("1 of 3 right.")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wider = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wider)
    assert [text for kind, text in page.notes if kind == "error"] == []
    assert re.search(r"Due before week 2", page.locator(".self-test").inner_text())
