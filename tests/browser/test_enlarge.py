"""A figure in full size over the page: by tap and by keyboard, larger and smaller, and back."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from screens import DESKTOP, PHONE

LESSON = "deep-learning/train-mnist.html"
CURVES = "figure:has(figcaption:has-text('The loss in each epoch'))"


def width(place) -> float:
    return place.bounding_box()["width"]


@pytest.mark.parametrize(("scheme", "kind"), [("light", "only-light"), ("dark", "only-dark")])
def test_a_tap_opens_a_figure_in_full_size_for_the_same_paper(visit, scheme, kind):
    page = visit(LESSON, PHONE, scheme)
    small = page.locator(CURVES).locator(f"img.{kind}")
    small.tap()
    view = page.get_by_role("dialog", name="The figure, enlarged")
    large = view.get_by_role("img")
    expect(large).to_have_attribute("alt", small.get_attribute("alt"))
    assert large.evaluate("image => image.src") == small.evaluate("image => image.currentSrc")
    assert "-narrow" in large.get_attribute("src")  # the drawing for phones
    assert width(large) >= 1.5 * width(small)
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
    before = width(large)
    view.get_by_role("button", name="Larger").tap()
    expect(large).not_to_have_css("width", f"{before}px")
    assert width(large) == pytest.approx(1.25 * before, rel=0.01)
    view.get_by_role("button", name="Close the figure").tap()
    expect(view).to_be_hidden()


def test_enter_opens_a_figure_and_escape_leads_back_to_it(visit):
    page = visit(LESSON, DESKTOP)
    link = page.locator(CURVES).get_by_role("link", name="Enlarge this figure")
    link.focus()
    page.keyboard.press("Enter")
    view = page.get_by_role("dialog")
    sheet = view.get_by_role("group")
    expect(sheet).to_be_focused()
    before = width(view.get_by_role("img"))
    assert before > width(page.locator(CURVES).locator("img.only-light"))
    for key, factor in (("+", 1.25), ("-", 1)):
        page.keyboard.press(key)
        assert width(view.get_by_role("img")) == pytest.approx(before * factor, rel=0.01)
    for _ in range(8):  # around all that takes the focus: none of it lies on the page behind
        page.keyboard.press("Tab")
        assert page.evaluate("!document.querySelector('.page').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(view).to_be_hidden()
    expect(link).to_be_focused()


def test_what_enlarges_figures_is_loaded_with_the_first_of_them(visit):
    page = visit(LESSON)
    loaded = [text for kind, text in page.notes if kind == "request"]
    assert not any("enlarge" in address for address in loaded)
    page.locator(CURVES).locator("img.only-light").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert [note for note in page.notes if note[0] == "error"] == []


def test_without_scripts_the_link_leads_to_the_drawing(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    page.locator(CURVES).get_by_role("link", name="Enlarge this figure").press("Enter")
    page.wait_for_url("**/_images/*.svg")
    context.close()


def test_where_the_script_does_not_come_the_link_is_followed(visit):
    page = visit(LESSON)
    page.route("**/enlarge.js*", lambda route: route.abort())
    page.locator(CURVES).locator("img.only-light").click()
    page.wait_for_url("**/_images/*.svg")
