"""The sheet for a digit, as readers use it: mouse, finger, keyboard, a phone, the dark."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from screens import DESKTOP, PHONE, ZOOMED
from test_browser_pages import ALL_RULES, OVERFLOW

PAGE = "draw-a-digit.html"
SEVEN = [(70, 60), (210, 60), (120, 240)]
ONE = [(140, 40), (140, 240)]
EMPTY = "There is no ink on the sheet yet."


@pytest.fixture
def start(visit):
    """The page, with the sheet and the network in the place of the picture."""

    def opened(path: str = PAGE, *screen) -> Page:
        page = visit(path, *screen)
        page.locator(".play.digit").scroll_into_view_if_needed()
        expect(said(page)).to_contain_text(EMPTY)
        return page

    return opened


def said(page: Page) -> Locator:
    return page.locator(".digit-said")


def draw(page: Page, points: list[tuple[int, int]]) -> None:
    """Draw with the mouse on the sheet, which is 280 pixels wide."""
    box = page.locator(".digit-sheet").bounding_box()
    at = [(box["x"] + x, box["y"] + y) for x, y in points]
    page.mouse.move(*at[0])
    page.mouse.down()
    for x, y in at[1:]:
        page.mouse.move(x, y, steps=12)
    page.mouse.up()


def touch(page: Page, place: Locator, points: list[tuple[int, int]]) -> None:
    """The same with a finger, as the browser gets it from the screen."""
    session = page.context.new_cdp_session(page)
    box = place.bounding_box()
    at = [{"x": box["x"] + x, "y": box["y"] + y} for x, y in points]

    def send(kind: str, places: list[dict]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    send("touchStart", at[:1])
    for begin, end in pairwise(at):
        for step in range(1, 13):
            share = step / 12
            place = {axis: begin[axis] + share * (end[axis] - begin[axis]) for axis in "xy"}
            send("touchMove", [place])
    send("touchEnd", [])


def take(page: Page, digit: int) -> None:
    """Take a digit that somebody wrote; the first one waits until the network has come."""
    page.get_by_role("button", name=f"A {digit} that somebody wrote").click()
    expect(said(page)).to_contain_text(f"{digit}, ")


def quiet(page: Page) -> list[str]:
    return [text for kind, text in page.notes if kind in ("error", "warning")]


def test_a_digit_that_is_drawn_is_read_wherever_it_stands(start):
    page = start()
    draw(page, SEVEN)
    expect(said(page)).to_contain_text("7, ")
    page.get_by_role("button", name="Clear").click()
    expect(said(page)).to_contain_text(EMPTY)
    draw(page, [(15 + x // 3, 10 + y // 3) for x, y in SEVEN])
    expect(said(page)).to_contain_text("7, ")
    assert quiet(page) == []


def test_a_finger_draws_and_the_page_stays_where_it_is(start):
    page = start(PAGE, PHONE)
    page.locator(".digit-sheet").scroll_into_view_if_needed()
    before = page.evaluate("() => scrollY")
    touch(page, page.locator(".digit-sheet"), SEVEN)
    expect(said(page)).to_contain_text("7, ")
    assert page.evaluate("() => scrollY") == before
    action = "(element) => getComputedStyle(element).touchAction"
    assert page.locator(".digit-sheet").evaluate(action) == "none"
    assert page.locator(".play.digit").evaluate(action) == "auto"


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_that_somebody_wrote_can_be_taken_by_keyboard(start, digit):
    page = start()
    page.get_by_role("button", name=f"A {digit} that somebody wrote").focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text(f"{digit}, ")
    expect(page.locator(".is-best .digit-name")).to_have_text(str(digit))


def test_the_numbers_sum_to_one_and_why_follows_the_digit_that_is_asked_about(start):
    page = start()
    take(page, 4)
    shares = [int(text.split()[0]) for text in page.locator(".digit-number").all_inner_texts()]
    assert 97 <= sum(shares) <= 103
    expect(page.get_by_text("Why 4?")).to_be_visible()
    why = page.get_by_role("img", name="Which pixels spoke for the 9")
    expect(why).to_have_count(0)
    page.get_by_role("radio", name=re.compile("^9")).check()
    expect(page.get_by_text("Why 9?")).to_be_visible()
    expect(why).to_be_visible()


def test_units_and_layers_are_switched_off_and_on(start):
    page = start()
    take(page, 7)
    layer = page.get_by_role("img", name="Layer 1:")
    layer.click(position={"x": 5, "y": 5})
    expect(page.get_by_role("img", name="units answer, 1 switched off")).to_be_visible()
    expect(page.get_by_text("Unit 1 of layer 1 is off.")).to_be_visible()
    page.get_by_label("Unit", exact=True).fill("500")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Layer 1 has units 1 to 144. Nothing was switched.")).to_be_visible()
    page.get_by_label("Layer 2 off").check()
    alike = page.locator(".digit-number").all_inner_texts()
    page.get_by_role("button", name="A 1 that somebody wrote").click()
    assert page.locator(".digit-number").all_inner_texts() == alike  # the biases alone answer
    page.get_by_role("button", name="All units on").click()
    expect(page.get_by_label("Layer 2 off")).not_to_be_checked()
    expect(said(page)).to_contain_text("1, ")


def test_noise_changes_what_the_network_gets(start):
    page = start()
    take(page, 3)
    before = page.locator(".digit-number").all_inner_texts()
    page.get_by_label("Noise in the picture").press("End")
    expect(page.locator(".digit-controls output")).to_have_text("1")
    assert page.locator(".digit-number").all_inner_texts() != before


@pytest.mark.parametrize("path", ["index.html", "deep-learning/literacy.html"])
def test_other_pages_load_it_when_it_comes_near(visit, path):
    page = visit(path, PHONE)
    near = "(box) => box.getBoundingClientRect().top < innerHeight + 450"
    assert not page.locator(".play.digit").evaluate(near)
    assert not any("reader.bin" in text for kind, text in page.notes if kind == "request")
    page.locator(".play.digit").scroll_into_view_if_needed()
    expect(said(page)).to_contain_text(EMPTY)
    assert quiet(page) == []


@pytest.mark.parametrize(
    ("screen", "scheme"), [(DESKTOP, "light"), (PHONE, "dark"), (ZOOMED, "light")]
)
def test_the_sheet_is_accessible_and_fits(start, screen, scheme):
    page = start(PAGE, screen, scheme)
    take(page, 8)
    page.evaluate("scrollTo(0, 0)")  # axe takes what the header covers for small
    problems = Axe().run(page, options=ALL_RULES).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in problems] == []
    assert page.evaluate(OVERFLOW) <= 0
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(OVERFLOW) <= 0


def test_a_network_that_does_not_arrive_is_said_and_asked_for_again(start):
    page = start()
    page.context.route("**/reader.bin", lambda route: route.abort())
    draw(page, ONE)
    expect(said(page)).to_contain_text("The network could not be loaded.")
    page.context.unroute_all()
    draw(page, ONE)
    expect(said(page)).to_contain_text("1, ")


def test_without_scripts_there_is_a_digit_with_words(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    expect(page.get_by_role("img", name="A handwritten 3, drawn as 28 rows")).to_be_visible()
    context.close()
