"""The little experiments as readers use them: by keyboard, mouse and finger, on a phone, in the
dark, and without scripts."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from screens import DESKTOP, PHONE, SMALL_PHONE, ZOOMED
from test_browser_pages import ALL_RULES, OVERFLOW
from test_draw_a_digit import touch

TECHNICAL = "deep-learning/technical"
PLACES = {
    "batch-size": f"{TECHNICAL}/training.html",
    "decay": f"{TECHNICAL}/weight-decay.html",
    "dropout": f"{TECHNICAL}/dropout.html",
    "leak": f"{TECHNICAL}/activation-functions.html",
    "learning-rate": f"{TECHNICAL}/gradient-descent.html",
    "luck": f"{TECHNICAL}/judging-a-classifier.html",
    "momentum": f"{TECHNICAL}/optimizers.html",
    "neuron": f"{TECHNICAL}/neural-networks.html",
    "pieces": f"{TECHNICAL}/what-networks-can-express.html",
    "rare": f"{TECHNICAL}/judging-a-classifier.html",
    "start-size": f"{TECHNICAL}/deep-networks.html",
    "step-length": "deep-learning/literacy-judging.html",
    "surprise": f"{TECHNICAL}/learning.html",
    "temperature": f"{TECHNICAL}/inside-a-network.html",
    "threshold": f"{TECHNICAL}/judging-a-classifier.html",
}
MINUS = "\N{MINUS SIGN}"
NEURON = f"With weight 1 and bias {MINUS}1 the neuron responds to inputs above 1."


@pytest.fixture
def start(visit):
    """A page with an experiment, which the reader has come to."""

    def opened(name: str, *screen) -> tuple[Page, Locator]:
        page = visit(PLACES[name], *screen)
        box = page.locator(f".experiment-{name}")
        box.scroll_into_view_if_needed()
        expect(box).to_have_class(re.compile("is-open"))
        return page, box

    return opened


def said(box: Locator) -> Locator:
    return box.locator(".caption-text")


WORDS_OVER_WORDS = """(box) => {
  const drawing = box.querySelector("svg").getBoundingClientRect();
  const words = [...box.querySelectorAll("svg > text, svg > g text")].map((text) => ({
    said: text.textContent, at: text.getBoundingClientRect() }));
  const meet = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return words.flatMap(({ said, at }, k) => [
    ...words.slice(k + 1).filter((other) => meet(at, other.at)).map((one) => [said, one.said]),
    ...(at.left < drawing.left - 1 || at.right > drawing.right + 1 ? [[said, "the edge"]] : []),
  ]);
}"""


@pytest.mark.parametrize("name", PLACES)
def test_no_words_of_a_drawing_meet_on_a_small_phone(start, name):
    _, box = start(name, SMALL_PHONE)
    expect(box.locator(".experiment-drawing > svg")).to_be_visible()
    assert box.locator(".experiment-drawing").evaluate(WORDS_OVER_WORDS) == []


@pytest.mark.parametrize("name", PLACES)
def test_every_experiment_stands_in_its_page_and_follows_the_arrow_keys(start, name):
    page, box = start(name)
    expect(box.locator(".experiment-drawing > svg")).to_be_visible()
    at_first = said(box).inner_text()
    for slider in box.get_by_role("slider").all():
        before, words = slider.get_attribute("aria-valuetext"), said(box).inner_text()
        at_the_end = slider.get_attribute("max") == slider.input_value()
        slider.focus()
        page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")
        expect(slider).not_to_have_attribute("aria-valuetext", before)
        expect(said(box)).not_to_have_text(words)
    box.get_by_role("button", name="Reset").click()
    expect(said(box)).to_have_text(at_first)
    assert [note for note in page.notes if note[0] == "error"] == []


def test_a_screen_reader_hears_the_knob_the_picture_and_what_came_of_it(start):
    page, box = start("neuron")
    expect(box.get_by_role("slider", name="weight")).to_have_attribute("aria-valuetext", "1")
    expect(said(box)).to_have_attribute("aria-live", "polite")
    expect(said(box)).to_contain_text(NEURON)
    expect(box.get_by_role("img", name="The activation of one neuron")).to_be_visible()
    page.keyboard.press("Tab")
    box.get_by_role("slider", name="bias").focus()
    page.keyboard.press("Home")
    expect(said(box)).to_contain_text(
        f"With weight 1 and bias {MINUS}4 the neuron responds to inputs above 4."
    )


def test_a_press_on_the_knob_moves_it_and_reset_brings_it_back(start):
    _, box = start("neuron")
    bias = box.get_by_role("slider", name="bias")
    bias.click(position={"x": bias.bounding_box()["width"] - 2, "y": 10})
    expect(said(box)).to_contain_text(f"bias 4 the neuron responds to inputs above {MINUS}4.")
    box.get_by_role("button", name="Reset").click()
    expect(said(box)).to_contain_text(NEURON)


def test_a_finger_moves_a_knob_on_a_phone_and_nothing_is_wider_than_the_screen(start):
    page, box = start("luck", PHONE)
    examples = box.get_by_role("slider", name="examples N")
    size = examples.bounding_box()
    assert size["height"] >= 44
    middle = int(size["height"] / 2)
    touch(page, examples, [(int(size["width"] / 2), middle), (int(size["width"]) - 4, middle)])
    expect(said(box)).to_contain_text("on 6,400 examples")
    assert page.evaluate(OVERFLOW) <= 0
    drawing = box.locator(".experiment-drawing").bounding_box()
    svg = box.locator(".experiment-drawing > svg").bounding_box()
    assert svg["width"] == pytest.approx(drawing["width"], abs=1)


@pytest.mark.parametrize(("screen", "scheme"), [(DESKTOP, "dark"), (ZOOMED, "light")])
def test_nothing_stands_in_anybodys_way(start, screen, scheme):
    page, box = start("threshold", screen, scheme)
    ink = {"light": "#1d1b26", "dark": "#e9e6f2"}[scheme]
    expect(box.locator(f'path[stroke="{ink}"]').first).to_be_attached()
    found = Axe().run(page, context=".experiment-threshold", options=ALL_RULES)
    assert found.response["violations"] == []
    assert page.evaluate(OVERFLOW) <= 0


def test_the_models_come_only_when_the_reader_comes_near(visit):
    page = visit(PLACES["pieces"], PHONE)
    expect(page.locator(".experiment-pieces")).to_be_attached()
    asked = [url for kind, url in page.notes if kind == "request"]
    assert [url for url in asked if "/models/" in url] == []
    with page.expect_request(re.compile("/models/pieces.js")):
        page.locator(".experiment-pieces").scroll_into_view_if_needed()


def test_without_scripts_there_is_a_picture_with_words(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PLACES['neuron']}")
    box = page.locator(".experiment-neuron")
    expect(box.get_by_role("img", name="The activation of one neuron").first).to_be_attached()
    expect(said(box)).to_contain_text(NEURON)
    expect(box.get_by_role("slider")).to_have_count(0)
    context.close()
