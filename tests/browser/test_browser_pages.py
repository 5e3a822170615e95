"""Every page, as a browser shows it: on a phone in light colours, on a desktop in dark ones."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from screens import DESKTOP, PHONE

from grimoire import ROOT
from grimoire.course import Course

APART = ["search.html?q=loss", "keep.html", "genindex.html"]
PAGES = [*(f"{page.docname}.html" for page in Course.load(ROOT).pages), *APART]
SCREENS = {"phone, light": (PHONE, "light"), "desktop, dark": (DESKTOP, "dark")}

LOADED_IMAGES = """async () => {
  const shown = [...document.images].filter((image) => image.offsetParent);
  for (const image of shown) image.loading = "eager";
  await Promise.allSettled(shown.map((image) => image.decode()));
  return shown.filter((image) => !image.naturalWidth || !image.alt).map((image) => image.src);
}"""

# A page of code has thousands of coloured words: axe looks at the first of each look.
LEAVE_EACH_LOOK_ONCE = """() => {
  const seen = new Set();
  const repeated = [];
  for (const word of document.querySelectorAll(".highlight span, .katex-html span")) {
    const place = word.closest("pre, p, li, td, th, div");
    const colours = [getComputedStyle(word), getComputedStyle(place)];
    const look = colours.map((style) => style.color + style.backgroundColor + style.opacity);
    const key = [word.className, place.className, ...look].join();
    if (seen.has(key)) repeated.push(word);
    seen.add(key);
  }
  repeated.forEach((word) => word.remove());
}"""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
# A box that scrolls takes the keyboard without being a control: that rule knows controls alone.
VIOLATIONS = {"resultTypes": ["violations"]}  # to describe what is right takes axe most of its time
ALL_RULES = {
    **VIOLATIONS,
    "runOnly": LEVELS,
    "rules": {"focus-order-semantics": {"enabled": False}},
}

# An open menu covers what stands below it; test_notebooks.py looks into it.
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details:not(.launch)")) fold.open = true;
}"""

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) =>
    element &&
    (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  return [...document.querySelectorAll("article *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .filter((element) => !element.closest(".katex-mathml, .hide-tail") && !scrolls(element))
    .map((element) => element.outerHTML.slice(0, 120));
}"""

PARTED = """() =>
  [...document.querySelectorAll(".unbroken")]
    .filter((box) => box.offsetParent)
    .filter((box) => {
      const mark = document.createRange();
      mark.selectNodeContents(box.lastChild);
      const formula = [...box.querySelectorAll(".base")].at(-1).getBoundingClientRect();
      return mark.getBoundingClientRect().left < formula.left;
    })
    .map((box) => box.querySelector("annotation").textContent);
"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", PAGES)
def test_page(visit, address, path, screen):
    page = visit(path, *SCREENS[screen])
    page.evaluate(UNFOLD)

    assert page.evaluate("document.body.dataset.theme") == "auto", "its own script is refused"
    assert page.evaluate(LOADED_IMAGES) == [], "images that do not load or have no alt"
    assert page.evaluate(OVERFLOW) <= 0, "the page scrolls sideways"
    assert page.evaluate(TOO_WIDE) == [], "these stand out of the page"
    assert page.evaluate(PARTED) == [], "formulas whose punctuation mark is on the next line"

    page.evaluate(LEAVE_EACH_LOOK_ONCE)
    problems = [
        f"{rule['id']}: {rule['help']}: {[node['html'][:120] for node in rule['nodes']]}"
        for rule in Axe().run(page, options=ALL_RULES).response["violations"]
    ]
    assert problems == []

    requests = [text for kind, text in page.notes if kind == "request"]
    assert [url for url in requests if not url.startswith((address, "data:"))] == []
    assert [note for note in page.notes if note[0] in ("error", "warning")] == []

    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(OVERFLOW) <= 0, "the page scrolls sideways at 320 pixels"
