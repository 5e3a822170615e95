"""The playground, as readers use it: mouse, finger, keyboard alone, a phone, the dark."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from screens import DESKTOP, PHONE, ZOOMED
from test_browser_pages import ALL_RULES, OVERFLOW

PAGE = "playground.html"

UNFOLD = "for (const fold of document.querySelectorAll('.play details')) fold.open = true"
TOO_SMALL = """() => [...document.querySelectorAll(".play button, .play select, .play summary")]
  .filter((control) => control.checkVisibility())
  .filter((control) => Math.min(control.offsetHeight, control.offsetWidth) < 24)
  .map((control) => control.outerHTML)"""


def facts(page: Page) -> Locator:
    return page.locator(".play-facts")


def reached(page: Page, epoch: int) -> None:
    expect(facts(page).first).to_contain_text(re.compile(rf"Epoch {epoch}\b"))


@pytest.fixture
def start(visit):
    """The playground with the state of an address, opened and trained as far as the state says."""

    def opened(state: str = "epochs=0", *screen) -> Page:
        page = visit(f"{PAGE}#{state}" if state else PAGE, *screen)
        expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
        return page

    return opened


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def quiet(page: Page) -> list[str]:
    return [text for kind, text in page.notes if kind in ("error", "warning")]


def test_the_page_begins_where_its_picture_is_and_goes_on(start):
    page = start("")
    reached(page, 60)
    press(page, "One epoch")
    reached(page, 61)
    press(page, "Start again")
    reached(page, 0)
    press(page, "Train")
    expect(facts(page)).to_contain_text(re.compile(r"Epoch [1-9]\d\b"))
    press(page, "Pause")
    expect(page.locator(".visually-hidden[role=status]")).to_contain_text("training loss")
    assert quiet(page) == []


GAPS = """() => {
  const canvas = document.querySelector(".play-canvas canvas");
  const { width, height } = canvas;
  const ink = canvas.getContext("2d");
  return [0.35, 0.65, 0.9].map((part) =>
    ink.getImageData(Math.round(part * width), 0, 2, height).data.join());
}"""
"""What stands in two columns of pixels between the layers of a network with two hidden layers."""


def test_the_lines_of_all_layers_follow_while_it_trains(start):
    page = start("layers=4,4&lr=0.1")
    before = page.evaluate(GAPS)
    press(page, "Train")
    expect(facts(page)).to_contain_text(re.compile(r"Epoch (\d\d\d|[3-9]\d)\b"))
    during = page.evaluate(GAPS)
    assert all(now != was for now, was in zip(during, before, strict=True))
    press(page, "Pause")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    whole = page.evaluate(GAPS)
    page.set_viewport_size({"width": 1279, "height": 900})  # which draws all of it from nothing
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert page.evaluate(GAPS) == whole


def test_one_step_changes_the_weights_and_twenty_are_an_epoch(start):
    page = start()
    page.get_by_text("All weights as a table").click()
    weight = page.get_by_label("Weight from x1 to unit 1 of layer 1")
    before = weight.input_value()
    press(page, "One step")
    expect(weight).not_to_have_value(before)
    reached(page, 0)
    for _ in range(19):
        press(page, "One step")
    reached(page, 1)


def test_what_the_reader_chooses_stands_in_the_address_and_comes_back(start):
    page = start()
    page.get_by_label("Moons").check()
    page.get_by_label("Activation").select_option("relu")
    page.get_by_role("button", name="One layer more").click()
    page.get_by_role("button", name="One unit more in layer 3").click()
    page.get_by_label("x₁x₂").check()
    page.get_by_label("Learning rate").press("ArrowRight")
    state = "data=moons&features=x1,x2,x1x2&layers=4,2,3&activation=relu&lr=0.3"
    page.wait_for_url(f"**/{PAGE}#{state}")
    page.reload()
    expect(page.get_by_label("Activation")).to_have_value("relu")
    expect(page.get_by_label("Moons")).to_be_checked()
    expect(page.get_by_role("group", name="Units of layer 3")).to_contain_text("3")


def test_the_learning_rate_changes_a_run_that_goes_on(start):
    page = start("epochs=12")
    reached(page, 12)
    page.get_by_label("Learning rate").press("ArrowLeft")
    press(page, "One epoch")
    reached(page, 13)


def test_a_click_on_a_line_of_the_network_changes_its_weight(start):
    page = start("layers=&features=x1")
    box = page.locator(".play-canvas canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    field = page.get_by_label("Weight from x1 to the output")
    field.fill("much")
    field.press("Enter")
    expect(page.locator(".play-problem")).to_contain_text("“much” is no number")
    field.fill("2.5")
    field.press("Enter")
    expect(field).to_be_hidden()
    page.get_by_text("All weights as a table").click()
    expect(page.locator(".play-tables input").first).to_have_value("2.5")


def test_a_click_on_a_unit_shows_it_large(start):
    page = start("layers=1&features=x1")
    box = page.locator(".play-canvas canvas").bounding_box()
    shown = page.get_by_label("Shown:")
    middle = (52 + box["width"]) / 2
    page.mouse.click(box["x"] + middle, box["y"] + box["height"] / 2)
    expect(shown).to_have_value("1 0")
    shown.select_option("the whole network")
    expect(page.get_by_text("class 1").first).to_be_visible()


def test_two_runs_stand_side_by_side_and_have_one_address(start):
    page = start()
    press(page, "Compare two runs")
    expect(facts(page)).to_have_count(2)
    page.get_by_label("Optimizer").select_option("adam")
    page.wait_for_url("**#b.seed=1&b.optimizer=adam")
    press(page, "One epoch")
    for run in (0, 1):
        expect(facts(page).nth(run)).to_contain_text("Epoch 1:")
    expect(page.locator(".play-run").nth(1)).to_have_text("Lower run. Seed: 1, Optimizer: Adam")
    page.get_by_label("upper run").check()
    expect(page.get_by_label("Optimizer")).to_have_value("sgd")
    page.reload()
    expect(facts(page)).to_have_count(2)


def test_points_are_clicked_pasted_and_taken_back(start):
    page = start("data=own")
    press(page, "Train")
    expect(page.locator(".play-problem")).to_contain_text("There is no point to train on yet")
    page.locator("summary", has_text="As nnlib code").click()
    expect(page.locator(".play-fold pre")).to_have_text("# There are no points to train on yet.")
    plane = page.locator(".play-side > canvas").first
    plane.click(position={"x": 60, "y": 60})
    page.get_by_label("▲ class 1").check()
    plane.click(position={"x": 200, "y": 200})
    page.wait_for_url(re.compile(r"points=-0\.68_0\.68_0~0\.44_-0\.44_1$"))
    table, note = page.get_by_label("Or paste a table"), page.locator(".play-own [role=status]")
    for text, said in {
        "1\n2": "has one column",
        "only, some, words": "no line with numbers",
        "7" * 100_000: "The text has 100,000 characters",
    }.items():
        table.fill(text)
        press(page, "Use these points")
        expect(note).to_contain_text(said)
        expect(note).to_contain_text("Your points are as they were.")
    page.wait_for_url(re.compile(r"points=-0\.68_0\.68_0~0\.44_-0\.44_1$"))
    table.fill("0,0,0\n1,1,1\n0,1,0\n1,0,1")
    press(page, "Use these points")
    page.wait_for_url("**points=0_0_0~1_1_1~0_1_0~1_0_1")
    press(page, "Take back")
    page.wait_for_url(re.compile(r"points=-0\.68_0\.68_0~0\.44_-0\.44_1$"))
    page.get_by_label("x1", exact=True).fill("0,5")
    page.get_by_label("x2", exact=True).fill("far")
    press(page, "Add point")
    expect(note).to_contain_text("Nothing was added")
    page.get_by_label("x2", exact=True).fill("-1")
    page.keyboard.press("Enter")
    expect(note).to_contain_text("Point 3 stands at 0.5, -1.")
    press(page, "One epoch")
    reached(page, 1)


def test_an_address_that_is_nonsense_says_so_and_the_rest_of_it_counts(start):
    page = start("lr=fast&zoom=2&data=xor")
    problem = page.locator(".play-problem")
    expect(problem).to_contain_text("Learning rate in the address must be a number")
    expect(problem).to_contain_text("“zoom”")
    expect(page.get_by_label("XOR")).to_be_checked()
    page.goto(f"{PAGE}#<img src>&<img onerror>=1")
    expect(problem).to_contain_text("<img src>")
    assert page.locator(".play-problem img").count() == 0


def test_a_link_of_a_teacher_hides_controls(start):
    page = start("hide=network,inspect&data=xor")
    expect(page.get_by_role("group", name="Training", exact=True).last).to_be_visible()
    expect(page.get_by_label("Activation")).to_be_hidden()
    expect(page.get_by_role("button", name="One layer more")).to_be_hidden()
    expect(page.locator("summary", has_text="As nnlib code")).to_be_hidden()


def test_training_that_goes_astray_says_what_to_do(start):
    page = start("lr=10&activation=relu&loss=mse&layers=8,8&data=spirals")
    press(page, "Train")
    expect(page.locator(".play-problem")).to_contain_text("Lower the learning rate")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()


def test_the_code_is_that_of_the_run(start):
    page = start("data=moons&epochs=3&optimizer=adam&lr=0.01")
    reached(page, 3)
    page.locator("summary", has_text="As nnlib code").click()
    code = page.locator(".play-fold pre")
    expect(code).to_contain_text("nn.datasets.moons(n=200, noise=0.05, seed=0)")
    expect(code).to_contain_text("epochs=3, batch_size=10, seed=0")
    page.get_by_label("Learning rate").press("ArrowRight")
    expect(page.get_by_text("You have changed a setting")).to_be_visible()


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_the_picture_is_downloaded(start, kind):
    page = start("epochs=2")
    page.locator("summary", has_text="Share and save").click()
    with page.expect_download() as download:
        press(page, f"Download picture ({kind})")
    assert download.value.suggested_filename == f"playground.{kind.lower()}"
    begin = download.value.path().read_bytes()[:8]
    assert begin.startswith(b"<svg" if kind == "SVG" else b"\x89PNG")


def test_a_link_of_a_lesson_opens_the_playground_in_its_state(visit):
    page = visit("deep-learning/technical/why-a-bend.html")
    page.get_by_role("link", name="two hidden units on XOR").click()
    page.wait_for_url(f"**/{PAGE}#data=xor&layers=2&lr=0.3")
    expect(page.get_by_label("XOR")).to_be_checked()


def test_all_of_it_works_by_keyboard_alone(start):
    page = start()
    page.get_by_label("Circles").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("XOR")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="One epoch")).to_be_focused()
    page.keyboard.press("Enter")
    reached(page, 1)
    page.get_by_role("button", name="One unit more in layer 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Units of layer 1")).to_contain_text("5")
    expect(page.get_by_role("button", name="One unit more in layer 1")).to_be_focused()
    page.get_by_text("All weights as a table").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Weight from x1 to unit 1 of layer 1")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Weight from x1 to unit 1 of layer 1")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("-3")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Weight from x1 to unit 1 of layer 1")).to_have_value("-3")


def test_a_finger_adds_points_and_scrolls_over_the_pictures(start):
    page = start("data=own", PHONE)
    plane = page.locator(".play-side > canvas").first
    plane.tap(position={"x": 60, "y": 60})
    page.wait_for_url("**points=*")
    assert plane.evaluate("(canvas) => getComputedStyle(canvas).touchAction") == "manipulation"


@pytest.mark.parametrize(
    ("screen", "scheme"), [(DESKTOP, "light"), (PHONE, "dark"), (ZOOMED, "light")]
)
def test_the_playground_is_accessible_and_fits(start, screen, scheme):
    page = start("data=own&points=0_0_0~1_1_1&b.lr=0.3", screen, scheme)
    page.evaluate(UNFOLD)
    expect(page.locator(".play-tables input").first).to_be_visible()
    problems = Axe().run(page, options=ALL_RULES).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in problems] == []
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(TOO_SMALL) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function(f"() => {OVERFLOW} <= 0")  # a canvas follows with the next frame


def test_without_scripts_there_is_a_picture_with_words(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    picture = page.locator(".play-still img").first
    expect(picture).to_be_visible()
    assert "hidden layers of 4, 2 units" in picture.get_attribute("alt")
    expect(page.get_by_text("After 60 epochs")).to_be_visible()
    context.close()


def test_scripts_that_do_not_arrive_leave_the_picture_and_a_sentence(visit):
    page = visit("index.html")
    page.context.route("**/playground/run.js", lambda route: route.abort())
    page.goto(PAGE)
    expect(page.get_by_text("This could not be loaded, so the picture stays.")).to_be_visible()
    expect(page.locator(".play-still img").first).to_be_visible()
