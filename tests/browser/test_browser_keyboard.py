"""Drawers, links to places, choices and forced colours: what the keyboard reaches and shows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from screens import DESKTOP, PHONE, ZOOMED

LESSON = "deep-learning/train-mnist.html"
CHOICES = "deep-learning/technical/gradient-descent.html"


@pytest.mark.parametrize(
    ("opener", "drawer"), [("Pages of the course", "#pages"), ("On this page", "#sections")]
)
def test_a_drawer_closes_when_tab_leads_out_of_it(visit, opener, drawer):
    page = visit(LESSON, PHONE)
    page.locator(".mobile-header").get_by_role("button", name=opener).press("Enter")
    box = page.locator(drawer)
    expect(box).to_be_visible()
    inside = box.locator("a:visible, button:visible, input:visible")
    inside.last.focus()
    expect(box).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body")


@pytest.mark.parametrize(
    ("opener", "drawer"), [("Pages of the course", "#pages"), ("On this page", "#sections")]
)
def test_each_drawer_has_a_button_that_closes_it_and_leads_back(visit, opener, drawer):
    page = visit(LESSON, PHONE)
    button = page.locator(".mobile-header").get_by_role("button", name=opener)
    button.tap()
    page.locator(drawer).get_by_role("button", name="Close").tap()
    expect(page.locator(drawer)).to_be_hidden()
    expect(button).to_be_focused()


def test_the_list_of_pages_scrolls_below_the_search_box(visit):
    page = visit(LESSON, PHONE)
    page.get_by_role("button", name="Pages of the course").tap()
    page.locator(".sidebar-scroll").evaluate("list => list.scrollTop = 300")
    search = page.locator(".sidebar-search-container").bounding_box()
    list_ = page.locator(".sidebar-scroll").bounding_box()
    assert list_["y"] >= search["y"] + search["height"] + 8


@pytest.mark.parametrize("width", [1024, 1265, 1280])
def test_the_buttons_of_a_page_stand_beside_its_unit_on_one_line(visit, width):
    page = visit(LESSON, {"viewport": {"width": width, "height": 900}})
    unit = page.locator(".page-unit").bounding_box()
    for button in page.locator(".page-buttons > *, .launch > summary").all():
        if button.is_visible():
            box = button.bounding_box()
            assert box["y"] < unit["y"] + unit["height"] and box["y"] + box["height"] > unit["y"]
    assert page.locator(".page-facts").bounding_box()["height"] < 60


def test_the_keyboard_finds_the_link_to_a_heading_a_question_and_a_formula(visit):
    page = visit(CHOICES)
    page.keyboard.press("Escape")  # links to report a problem come with the reader's first move
    expect(page.locator(".report").first).to_be_attached()
    for place in ("article h2", ".question-title", "div.math"):
        link = page.locator(f"{place} .headerlink").first
        expect(link).to_have_css("opacity", "0")
        link.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        expect(link).to_have_css("opacity", "1")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#"))


COVERED = """() => {
  const { bottom } = document.querySelector(".mobile-header").getBoundingClientRect();
  const focused = document.activeElement;
  return focused.getBoundingClientRect().bottom <= bottom ? [focused.outerHTML.slice(0, 80)] : [];
}"""


def test_who_goes_back_at_200_percent_finds_nothing_below_the_header(visit):
    page = visit(CHOICES, ZOOMED)
    page.locator("footer a").last.focus()
    covered = []
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        covered += page.evaluate(COVERED)
    assert covered == []


def test_arrow_keys_go_along_the_choices_and_only_space_chooses(visit):
    page = visit(CHOICES)
    question = page.locator(".question:has([type=radio])").first
    choices = question.get_by_role("radio")
    choices.first.focus()
    for at, key in (
        (1, "ArrowDown"),
        (2, "ArrowRight"),
        (1, "ArrowUp"),
        (0, "ArrowLeft"),
        (-1, "ArrowUp"),
    ):
        page.keyboard.press(key)
        expect(choices.nth(at)).to_be_focused()
        expect(question.locator(":checked")).to_have_count(0)
        expect(question.locator(".feedback:visible")).to_have_count(0)
    page.keyboard.press("Space")
    expect(choices.last).to_be_checked()
    expect(question.locator(".feedback:visible")).to_have_count(1)


def test_forced_colours_keep_the_search_icon_and_mark_one_page_as_current(browser, address):
    context = browser.new_context(**DESKTOP, forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    icon, box, edges = page.evaluate(
        """() => {
          const search = document.querySelector(".sidebar-search-container");
          const links = [...document.querySelectorAll(".sidebar-tree a.reference")];
          return [
            getComputedStyle(search, "::before").backgroundColor,
            getComputedStyle(search).backgroundColor,
            links.map((link) => getComputedStyle(link).borderLeftColor),
          ];
        }"""
    )
    assert icon != box
    assert sorted(edges.count(edge) for edge in set(edges))[0] == 1 and len(set(edges)) == 2
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_the_search_box_can_be_seen(visit, scheme):
    page = visit("index.html", DESKTOP, scheme)
    ratio = page.evaluate(
        """() => {
          const light = (colour) => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => part / 255);
            const linear = (part) =>
              part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
          };
          const box = getComputedStyle(document.querySelector(".sidebar-search-container"));
          const [a, b] = [box.borderTopColor, box.backgroundColor].map(light).sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05);
        }"""
    )
    assert ratio >= 3


# What Chromium tells a screen reader of a page, whole: axe does not see these.


@pytest.fixture(params=["index.html", LESSON, CHOICES, "notation.html", "references.html"])
def tree(visit, request):
    """Role and name of everything on a page that is not hidden, its folds open."""
    page = visit(request.param)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    whole = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    page.said = [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in whole
        if not node["ignored"]
    ]
    return page


SHOWN = "places => places.filter((place) => place.checkVisibility()).length"

NAMED = {
    *("button", "checkbox", "dialog", "form", "image", "link", "navigation", "radio"),
    *("region", "searchbox", "switch", "textbox", "columnheader", "rowheader", "complementary"),
}


def test_everything_that_needs_a_name_has_one(tree):
    assert [role for role, name in tree.said if role in NAMED and not name] == []


def test_a_formula_is_said_as_mathematics(tree):
    formulas = sum(role == "MathMLMath" for role, _ in tree.said)
    assert formulas == tree.locator("math").evaluate_all(SHOWN)


def test_a_name_leads_to_one_place_and_the_list_says_where_the_reader_is(tree):
    ids = tree.locator("[id]").evaluate_all("places => places.map((place) => place.id)")
    assert sorted(ids) == sorted(set(ids))
    assert tree.locator("[aria-current=page]:visible").count() == 1
