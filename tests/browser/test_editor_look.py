"""The look of the editor of a live page's cells: that of the printed code, and readable for all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from editor_page import CODE, editor_page, field, printed
from myst_nb.core.read import read_myst_markdown_notebook
from playwright.sync_api import Page, expect
from screens import DESKTOP, PHONE

from grimoire import ROOT

LOOKS = """(box) => {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const looks = [];
  while (walker.nextNode()) {
    const { color, fontStyle, fontWeight } = getComputedStyle(walker.currentNode.parentElement);
    for (const sign of walker.currentNode.data) {
      if (sign.trim()) looks.push([sign, color, fontStyle, fontWeight].join(" "));
    }
  }
  return looks;
}"""
COMPARED = f"""(cells) => {{
  const looks = {LOOKS};
  const [shown, edited] = ["#printed pre", ".cm-content"].map((box) => document.querySelector(box));
  const differ = {{}};
  let signs = 0;
  const differences = (a, b) =>
    a.filter((look, at) => look !== b[at]).length + Math.abs(a.length - b.length);
  for (const [html, code] of cells) {{
    shown.innerHTML = html;
    const printed = looks(shown);
    let count = 1;
    // The editor's parser leaves off after 20 ms, which on a busy machine may be too few.
    for (let tries = 0; count && tries < 3; tries++) {{
      editor.set("");
      editor.set(code);
      count = differences(printed, looks(edited));
    }}
    if (count) differ[code] = count;
    signs += printed.length;
  }}
  return [signs, differ];
}}"""
PLACES = """(box) => {
  const { left, top } = box.closest(".highlight").getBoundingClientRect();
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const places = [];
  const range = document.createRange();
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.data.length; at++) {
      if (!walker.currentNode.data[at].trim()) continue;
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const sign = range.getBoundingClientRect();
      places.push([sign.left - left, sign.top - top]);
    }
  }
  return places;
}"""
CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const light = (colours) => {
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = {};
  for (const word of document.querySelectorAll(".cm-line span, .cm-line")) {
    const grounds = [];
    for (let box = word; box; box = box.parentElement) {
      grounds.unshift(getComputedStyle(box).backgroundColor);
    }
    const [ground, ink] = [light(grounds), light([getComputedStyle(word).color])];
    const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    const line = word.closest(".cm-line").className;
    found[`${line}: ${word.className}`] = contrast;
  }
  return found;
}"""


@pytest.fixture
def open_editor(browser) -> Iterator:
    with ExitStack() as stack:

        def open_one(code: str = CODE, screen: dict = DESKTOP, scheme: str = "light") -> Page:
            return stack.enter_context(editor_page(browser, code, screen, scheme))

        yield open_one


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_looks_in_the_editor_as_it_does_on_the_page(open_editor, scheme):
    page = open_editor(CODE, DESKTOP, scheme)
    shown, edited = page.locator("#printed pre"), page.locator(".cm-content")
    looks = shown.evaluate(LOOKS)
    assert len({look.split(" ", 1)[1] for look in looks}) == 6, "each kind of word has its look"
    assert edited.evaluate(LOOKS) == looks
    places = [place for pair in shown.evaluate(PLACES) for place in pair]
    assert [place for pair in edited.evaluate(PLACES) for place in pair] == pytest.approx(
        places, abs=0.6
    )
    boxes = [page.locator(box).bounding_box() for box in ("#printed", ".cm-editor")]
    assert boxes[0]["width"] == boxes[1]["width"]
    assert boxes[0]["height"] == pytest.approx(boxes[1]["height"], abs=1)


def test_the_cells_of_the_course_look_the_same(open_editor):
    page = open_editor(CODE, {"viewport": {"width": 1280, "height": 4000}})
    cells = [
        cell.source
        for file in sorted((ROOT / "content").rglob("*.md"))
        for cell in read_myst_markdown_notebook(file.read_text("utf-8")).cells
        if cell.cell_type == "code"
    ]
    assert len(cells) > 200
    signs, differ = page.evaluate(COMPARED, [(printed(cell), cell) for cell in cells])
    assert signs > 50_000
    assert sum(differ.values()) <= signs / 1000, differ


def test_the_editor_follows_the_theme_of_the_page(open_editor):
    page = open_editor()
    light = page.locator(".cm-content").evaluate(LOOKS)
    page.evaluate("document.body.dataset.theme = 'dark'")
    dark = page.locator(".cm-content").evaluate(LOOKS)
    assert dark == page.locator("#printed pre").evaluate(LOOKS)
    assert all(a != b for a, b in zip(light, dark, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_on_every_ground(open_editor, scheme):
    page = open_editor(CODE, DESKTOP, scheme)
    field(page).focus()
    contrasts = {}
    for line in range(1, len(CODE.splitlines()) + 1):
        page.evaluate("editor.markErrorLine", line)
        page.keyboard.press("End")
        contrasts |= page.evaluate(CONTRASTS)
        page.keyboard.press("ArrowDown")
    assert {"cm-line: k", "cm-line cm-errorLine: s2"} <= set(contrasts)
    assert any("cm-matchingBracket" in name for name in contrasts)
    assert {name: value for name, value in contrasts.items() if value < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(open_editor, screen, scheme):
    page = open_editor(CODE, screen, scheme)
    for prepare in ("editor.markErrorLine(3)", "editor.focus()"):
        page.evaluate(prepare)
        assert Axe().run(page).response["violations"] == []


def test_on_a_phone_long_lines_scroll_inside_and_nothing_is_enlarged(open_editor):
    page = open_editor("x = " + " + ".join("12345" for _ in range(40)), PHONE)
    inside = page.locator(".cm-scroller")
    assert inside.evaluate("box => box.scrollWidth > box.clientWidth")
    assert inside.evaluate("box => parseFloat(getComputedStyle(box).fontSize)") >= 16
    field(page).tap()
    page.keyboard.press("End")
    assert inside.evaluate("box => box.scrollLeft") > 0
    assert page.evaluate("[document.documentElement.scrollWidth, scrollX]") == [390, 0]


def test_with_forced_colours_the_field_and_the_error_line_still_show(open_editor):
    page = open_editor()
    page.emulate_media(forced_colors="active")
    page.evaluate("editor.markErrorLine(2)")
    system = page.evaluate(
        """(["CanvasText", "Canvas"]).map((name) => {
          const box = document.body.appendChild(document.createElement("i"));
          box.style.cssText = `forced-color-adjust: none; color: ${name}`;
          return getComputedStyle(box).color;
        })"""
    )
    style = "([box, name]) => getComputedStyle(document.querySelector(box))[name]"
    assert page.evaluate(style, [".cm-line .k", "color"]) == system[0]
    assert page.evaluate(style, [".cm-editor", "outlineStyle"]) == "solid"
    assert page.evaluate(style, [".cm-errorLine", "borderLeft"]).startswith("3px solid")
    assert page.evaluate(style, [".cm-errorLine", "borderLeftColor"]) != system[1]


def test_the_focus_shows(open_editor):
    page = open_editor()
    editor = page.locator(".cm-editor")
    expect(editor).to_have_css("outline-width", "1px")
    field(page).focus()
    expect(editor).to_have_css("outline-width", "2px")
