"""A problem is told where it is seen: an issue that says page, place and version."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from screens import DESKTOP, PHONE

from grimoire import ROOT
from grimoire.names import Names

LESSON = "deep-learning/technical/gradient-descent.html"
NAMES = Names.of(ROOT)
WHERE = "[...document.querySelectorAll('article p')].map((e) => e.getBoundingClientRect().y)"
ISSUES = f"{NAMES.repository}/issues/new"


def open_lesson(visit, screen=DESKTOP):
    """The lesson, after the reader's first move."""
    page = visit(LESSON, screen)
    page.keyboard.press("Shift")
    expect(page.locator(".report").first).to_be_attached()
    return page


def body_of(address):
    return parse_qs(urlsplit(address).query)["body"][0]


def test_every_question_and_every_cell_has_a_link_to_an_issue(visit):
    page = open_lesson(visit)
    blocks = page.locator("article :is(.block.question, .cell)")
    links = page.locator("article .report")
    expect(links).to_have_count(blocks.count())
    addresses = links.evaluate_all("(links) => links.map((link) => link.href)")
    assert all(address.startswith(f"{ISSUES}?") for address in addresses)
    bodies = [body_of(address) for address in addresses]
    for id in blocks.evaluate_all("(all) => all.map(({id}) => id).filter(Boolean)"):
        assert [body for body in bodies if f"{NAMES.site}{LESSON}#{id}\n" in body], id
    assert len(set(bodies)) == len(bodies)


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_line_moves_when_the_links_come(visit, screen):
    page = visit(LESSON, screen)
    page.evaluate("document.fonts.ready")
    before = page.evaluate(WHERE)
    page.keyboard.press("Shift")
    expect(page.locator(".report").first).to_be_attached()
    assert page.evaluate(WHERE) == before


def test_nothing_is_asked_for_before_the_link_is_used(visit):
    page = open_lesson(visit)
    asked = [text for kind, text in page.notes if kind == "request"]
    assert not [address for address in asked if "edition" in address or "github" in address]


def test_the_issue_says_page_place_and_version(visit, site_dir):
    page = open_lesson(visit)
    page.route(f"{NAMES.repository}/**", lambda route: route.fulfill(body="An issue"))
    question = page.locator(".block.question").first
    name = question.locator(".question-number").inner_text()
    question.scroll_into_view_if_needed()
    question.hover()
    question.get_by_role("link", name="Report a problem with").click()
    page.wait_for_url(f"{ISSUES}?**")
    query = parse_qs(urlsplit(page.url).query)
    version = json.loads((site_dir / "_static/edition.json").read_text())["version"]
    assert query["title"] == ["Problem: Gradient descent: step downhill"]
    assert f"Page: {NAMES.site}{LESSON}#q-" in query["body"][0]
    assert f"Place: {name}\n".lower() in query["body"][0].lower()
    assert f"Version: {version}" in query["body"][0]


def test_by_keyboard_the_link_shows_itself(visit):
    page = open_lesson(visit)
    link = page.locator(".block.question .report").first
    expect(link).to_have_css("opacity", "0")
    link.focus()
    expect(link).to_have_css("opacity", "1")


def test_on_a_phone_the_link_is_seen(visit):
    page = open_lesson(visit, PHONE)
    link = page.locator(".block.question .report").first
    expect(link).to_have_css("opacity", "1")
    assert link.bounding_box()["height"] >= 24


def test_without_scripts_the_page_has_its_link(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    link = page.get_by_role("link", name="Report a problem with this page")
    assert f"Page: {NAMES.site}{LESSON}\n" in body_of(link.get_attribute("href"))
    context.close()
