"""The launch menu as a reader uses it: by mouse and keyboard, on a phone, without a script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from screens import DESKTOP, PHONE
from test_browser_pages import ALL_RULES

LESSON = "deep-learning/train-mnist.html"
PROJECT = "deep-learning/project.html"


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_menu_opens_on_the_screen_and_names_every_way_to_run_the_page(visit, screen):
    page = visit(LESSON, screen)
    menu = page.locator(".launch")
    assert not menu.get_by_role("link", name="In Colab").is_visible()
    menu.get_by_text("Run this page", exact=True).click()
    for name in ("In Colab", "In Binder", "In Kaggle", "Download the notebook"):
        assert menu.get_by_role("link", name=name).is_visible()
    box = menu.locator("ul").bounding_box()
    width = page.evaluate("document.documentElement.clientWidth")
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") == width
    menu.get_by_text("Download the solution", exact=True).click()
    expect(menu.get_by_role("link", name="Yes, download the solution")).to_be_visible()
    found = Axe().run(page, context=".launch", options=ALL_RULES)
    assert found.violations_count == 0, found.generate_report()


def test_the_solution_asks_first_and_the_keyboard_reaches_it(visit):
    page = visit(LESSON)
    solution = page.get_by_role("link", name="Yes, download the solution")
    page.get_by_text("Run this page", exact=True).press("Enter")
    page.locator(".launch").get_by_text("Download the solution", exact=True).press("Enter")
    assert page.get_by_text("Have you tried it first?").is_visible()
    with page.expect_download() as download:
        solution.press("Enter")
    assert download.value.suggested_filename == "train-mnist.ipynb"


def test_a_solution_on_the_page_is_folded_until_it_is_asked_for(visit):
    page = visit(PROJECT)
    fold = page.locator("details.solution").nth(2)
    code = fold.locator("pre")
    assert not code.is_visible()
    fold.get_by_text("Solution", exact=True).click()
    assert code.is_visible()
    assert "return x @ W.T + b" in code.inner_text()
