"""A word of the glossary says what it means where it stands; without that it is a link."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from screens import DESKTOP, PHONE

PAGE = "deep-learning/technical/regularization.html"
MEANING = "Learning peculiarities of the training examples"


def word(page: Page) -> Locator:
    return page.get_by_role("link", name="overfitting", exact=True).first


def meaning(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def test_a_word_under_the_pointer_says_what_it_means_and_can_be_read_and_left(visit):
    page = visit(PAGE)
    word(page).hover()
    expect(meaning(page)).to_contain_text(MEANING)
    expect(word(page)).to_have_accessible_description(page.get_by_role("tooltip").inner_text())
    meaning(page).hover()
    expect(meaning(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning(page)).to_be_hidden()
    word(page).hover(position={"x": 1, "y": 1})
    page.mouse.move(640, 5)
    expect(meaning(page)).to_be_hidden()
    assert [text for kind, text in page.notes if kind == "error"] == []


def test_it_is_the_plain_paragraph_alone(visit):
    page = visit(PAGE)
    word(page).hover()
    expect(meaning(page)).to_have_text(f"{MEANING} that do not hold for others.")


def test_the_focus_shows_it_and_takes_it_away(visit):
    page = visit(PAGE)
    word(page).evaluate("(link) => link.focus({ focusVisible: true })")
    expect(meaning(page)).to_contain_text(MEANING)
    page.keyboard.press("Tab")
    expect(meaning(page)).not_to_contain_text(MEANING)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_tap_shows_it_on_the_screen_and_a_second_one_follows_the_link(visit, scheme):
    page = visit(PAGE, PHONE, scheme)
    word(page).tap()
    expect(meaning(page)).to_contain_text(MEANING)
    box = meaning(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["viewport"]["width"]
    assert Axe().run(page, context="#term-meaning").response["violations"] == []
    word(page).tap()
    page.wait_for_url("**/glossary.html#term-overfitting")


def test_without_the_glossary_the_word_is_a_link(visit):
    page = visit(PAGE, DESKTOP)
    page.context.route("**/glossary.html", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        word(page).hover()
    expect(meaning(page)).to_be_hidden()
    page.context.unroute_all()
    word(page).click()
    page.wait_for_url("**/glossary.html#term-overfitting")
