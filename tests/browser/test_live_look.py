"""A page that runs can be read and used by all: axe, phone, dark, forced colours, print, speech."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from live_page import (
    LESSON,
    LIVE,
    SITE,
    bar,
    button,
    cell,
    has_state,
    note,
    printed,
    reader,
    run,
    visit,
    write,
)
from playwright.sync_api import Page, expect
from screens import DESKTOP, PHONE

pytestmark = pytest.mark.skipif(not LIVE, reason="the site was built without live pages")

SCREENS = {"desktop": DESKTOP, "phone": PHONE}
CONTROLS = ".live-bar, .live-panel, .live-offer, .live-keys, .live-put, .live-launch"

# What an earlier visit has left: code for a cell that has changed since, and for one that has not.
DRAFTS = """
  const drafts = [
    { index: 7, id: "gone", code: "print('x')  # " + "long ".repeat(40) },
    { index: 8, id: %s, code: "print(1)\\n# " + "long ".repeat(40) },
  ];
  localStorage.setItem(`code ${location.pathname}`, JSON.stringify(drafts));
"""

# A page of code has thousands of coloured words, which other tests look at.
PLAIN = """() => {
  for (const pre of document.querySelectorAll(".cell pre:not(.live-output *)")) {
    pre.textContent = pre.textContent;
  }
}"""
RESULT = "group Your result of cell 4"
TOO_SMALL = """([controls, least]) => [...document.querySelectorAll(controls)]
  .flatMap((box) => (box.matches("button") ? [box] : [...box.querySelectorAll("button, summary")]))
  .filter((control) => control.offsetParent)
  .filter((control) => Math.min(control.offsetHeight, control.offsetWidth) < least)
  .map((control) => control.outerHTML)"""
COVERED = """() => {
  const panel = document.querySelector(".live-panel");
  return [...document.querySelectorAll("article :is(button, summary, a, textarea, input)")]
    .filter((control) => !panel.contains(control))
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .filter((control) => {
      control.focus();
      const { top, bottom } = control.getBoundingClientRect();
      const last = control.matches("textarea") ? top + 20 : bottom; // where one begins to write
      return last > panel.getBoundingClientRect().top;
    })
    .map((control) => control.outerHTML.slice(0, 100));
}"""
SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      const moved = shift.sources.map(({ node }) => node?.className ?? "?");
      if (!shift.hadRecentInput) shifts.push([shift.value, moved]);
    }
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def made(browser, address) -> Iterator[Page]:
    """A page with a cell in each state."""
    with reader(browser, address, **DESKTOP) as context:
        page = visit(context, "index.html")
        page.add_init_script(DRAFTS % json.dumps(id_of_cell(8)))
        page.goto(LESSON)
        page.wait_for_selector(".live-draft")
        make_scene(page)
        yield page
        assert page.errors == []


@pytest.fixture(params=SCREENS)
def scene(request, made) -> Iterator[Page]:
    """That page on a desktop and on a phone, which is touched."""
    session = made.context.new_cdp_session(made)
    made.set_viewport_size(SCREENS[request.param]["viewport"])
    is_touched = request.param == "phone"
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": is_touched})
    yield made
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()
    made.emulate_media(media="screen", color_scheme="light", forced_colors="none")


def id_of_cell(index: int) -> str:
    programs = [json.loads(file.read_text("utf-8")) for file in SITE.glob("live/programs/*.json")]
    return next(p for p in programs if f"{p['page']}.html" == LESSON)["cells"][index]["id"]


TABLE = """\
class Table:
    def _repr_html_(self):
        return "<table><tr><td>1</td></tr></table>"
Table()"""


def make_scene(page: Page) -> None:
    """A cell that has run, one out of date, one that printed nothing, one that has failed, …"""
    run(page, 4)
    write(page, 3, "x = picture = np.eye(4)")
    run(page, 3)
    write(page, 5, "def f():\n    return 1 / 0\nf()")
    run(page, 5, "failed")
    write(page, 7, "# not run\n" + "x + " * 60)
    write(page, 2, TABLE)
    run(page, 2)
    write(page, 10, "1")
    button(page, 10, "Reset").click()
    expect(bar(page, 10).get_by_role("button", name="Undo")).to_be_visible()
    states = {1: "fresh", 2: "fresh", 3: "stale", 4: "stale", 5: "failed", 7: "edited", 9: "edited"}
    for number, state in states.items():
        has_state(page, number, state)


def problems(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {[node['html'][:150] for node in rule['nodes']]}" for rule in found]


# -- for all


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_in_a_page_before_it_runs(browser, address, screen):
    with reader(browser, address, **SCREENS[screen]) as context:
        page = visit(context, LESSON)
        page.evaluate(PLAIN)
        page.get_by_text("Run this page", exact=True).click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert problems(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(scene, scheme):
    scene.emulate_media(color_scheme=scheme)
    scene.evaluate(PLAIN)
    scene.evaluate("document.querySelector('.live-more').open = true")
    assert problems(scene) == []
    scene.evaluate("document.querySelector('.live-more').open = false")


def test_what_a_screen_reader_meets_in_a_cell(scene):
    session = scene.context.new_cdp_session(scene)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def said(node: dict) -> str:
        name = node.get("name", {}).get("value", "")
        return f"{node['role']['value']} {name}".strip()

    def inside(node: dict) -> list[str]:
        below = [by_id[child] for child in node.get("childIds", []) if child in by_id]
        own = [said(each) for each in below if not each["ignored"]]
        return own + [text for each in below for text in inside(each)]

    groups = {said(node): inside(node) for node in nodes if not node["ignored"]}
    controls = [text for text in groups["group Cell 5"] if text.startswith("button")]
    assert controls == ["button Run", "button Reset"]
    assert "StaticText stopped at an error in line 2" in groups["group Cell 5"]
    assert "button Edit" in groups["group Cell 4"]
    assert "textbox Code of cell 5" in groups
    assert any(text.startswith("image Above, a grid") for text in groups[RESULT])
    panel = groups["region Python in this page"]
    assert [text for text in panel if text.startswith("button")] == ["button Run all"]
    assert sum(said(node).startswith("status") for node in nodes) == 1, "one voice"
    field = next(node for node in nodes if said(node) == "textbox Code of cell 5")
    assert field["description"]["value"].startswith("Shift+Enter runs and goes on")
    assert {"name": "multiline", "value": {"type": "boolean", "value": True}} in field["properties"]
    spoken = [said(node) for node in nodes if not node["ignored"]]
    assert not [text for text in spoken if text[-1] in "▸▾■" and not text.startswith("Inline")]


# -- on each screen


def test_nothing_is_too_wide_or_too_small_to_touch(scene):
    width = scene.viewport_size["width"]
    coarse = scene.evaluate("matchMedia('(pointer: coarse)').matches")
    assert coarse == (width == 390)
    for size in ({"width": 320, "height": 640}, {"width": 640, "height": 450}, None):
        scene.set_viewport_size(size or (PHONE if coarse else DESKTOP)["viewport"])
        wide = scene.evaluate("document.documentElement.scrollWidth")
        assert wide == scene.viewport_size["width"]
        assert scene.evaluate(TOO_SMALL, [CONTROLS, 44 if coarse else 24]) == []


def test_the_panel_covers_neither_what_has_the_focus_nor_the_end_of_the_page(scene):
    assert scene.evaluate(COVERED) == []
    scene.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    panel = scene.locator(".live-panel").bounding_box()
    footer = scene.locator("footer").bounding_box()
    assert panel["y"] + panel["height"] <= footer["y"]


def test_the_menu_stays_on_the_screen(scene):
    scene.evaluate("scrollTo(0, 2000)")
    scene.locator(".live-more > summary").click()
    menu = scene.locator(".live-more > div").bounding_box()
    panel = scene.locator(".live-panel").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= scene.viewport_size["width"]
    assert menu["y"] + menu["height"] <= panel["y"]
    scene.locator("h1").click()
    expect(scene.locator(".live-more > div")).to_be_hidden()


def test_buttons_stand_where_the_text_begins(scene):
    text = scene.locator("article p").first.bounding_box()["x"]
    assert button(scene, 1, "Run").bounding_box()["x"] == text
    assert printed(scene, 10).count() == 1


def test_the_buttons_move_nothing_when_they_come(browser, address):
    with reader(browser, address, **DESKTOP) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        page.goto(LESSON, wait_until="networkidle")
        page.evaluate("new Promise(requestAnimationFrame)")
        moved = [name for value, classes in page.evaluate("shifts") for name in classes]
        assert [name for name in moved if "cell" in name or "live" in name] == []
        heights = "all => all.map((bar) => Math.round(bar.getBoundingClientRect().height))"
        bars = page.locator(".live-bar").evaluate_all(heights)
        room = page.evaluate(
            """() => {
              const [first, second] = document.querySelectorAll(".cell");
              const before = first.getBoundingClientRect().height;
              first.querySelector(".live-bar").remove();
              return [before, first.getBoundingClientRect().height];
            }"""
        )
        assert len(set(bars)) == 1
        assert room[0] == pytest.approx(room[1], abs=0.5)


# -- in other ways


def test_states_differ_in_words_and_with_forced_colours_too(scene):
    notes = [note(scene, number).inner_text() for number in (2, 3, 5, 7)]
    assert len({text.split(",")[0] for text in notes}) == 4
    scene.emulate_media(forced_colors="active")
    style = "box => getComputedStyle(box).borderLeft"
    code = cell(scene, 4).locator(".cell_input .highlight").first
    assert code.evaluate(style).startswith("3px solid")
    assert button(scene, 4, "Edit").evaluate(style).startswith("1px solid")


def test_on_paper_there_is_no_control(scene):
    scene.emulate_media(media="print")
    shown = "all => all.filter((box) => box.checkVisibility()).map((box) => box.className)"
    assert scene.locator(f"{CONTROLS}, .live-bar button").evaluate_all(shown) == []
    expect(scene.locator("#live-cell-4 .live-output img").first).to_be_visible()


def test_without_scripts_the_page_is_as_before(browser, address):
    with reader(browser, address, **DESKTOP, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(LESSON)
        expect(page.locator(CONTROLS)).to_have_count(0)
        gap = page.locator(".cell").first.locator(".cell_output").bounding_box()["y"]
        code = page.locator(".cell").first.locator(".cell_input").bounding_box()
        assert gap == pytest.approx(code["y"] + code["height"], abs=1)


def test_scripts_are_light():
    """In bytes, compressed: before the first run, before the first edit, and with the editor."""
    folder = SITE / "live" / json.loads(LIVE[0].read_text("utf-8"))["page"]
    sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in folder.glob("*.[jc]*s*")}
    sizes = {name: size for name, size in sizes.items() if name.endswith((".js", ".css"))}
    assert sizes["live.js"] + sizes["live.css"] < 5_000
    assert sum(sizes.values()) - sizes["editor.js"] < 40_000
    assert sum(sizes.values()) < 150_000


def test_axe_finds_nothing_while_a_cell_runs_and_nothing_moves(made):
    write(made, 1, "import time\nwhile True: pass")
    button(made, 1, "Run").click()
    has_state(made, 1, "running")
    expect(cell(made, 1).locator("[aria-busy=true]")).to_have_count(0)
    assert made.evaluate("document.getAnimations().map((one) => one.animationName)") == []
    assert problems(made) == []
    button(made, 1, "Stop").click()
    expect(note(made, 1)).to_contain_text("stopped")
