"""Every page with cells runs to its end in the browser, and gives what it was built with.

The pages run on the data of the built site, so that their numbers can be compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from live_page import SLOW, reader, visit
from playwright.sync_api import Browser, BrowserContext, Page, expect
from screens import DESKTOP

from grimoire import ROOT
from grimoire.course import Course

PAGES = [page.docname for page in Course.load(ROOT).pages if page.has_code_cells]
PATIENCE = 400_000
"""Milliseconds for a page on a busy machine."""

NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
POINTS = 1.0
"""By how many points a percentage or a number of points may differ: sums are made in another order
in the browser, and training lets the difference grow."""
PART = 0.02
"""By how large a part of it any other number may differ."""
LOOSE = {"adam-at-sgd-rate": 0.1, "use-logistic-size": 1.0}
"""Larger parts: for a training that overshoots at each step, and for a model of scikit-learn, which
is another version here."""
TIMES = {
    *("seconds", "price", "nudge-hours", "one-image", "use-seconds", "use-rate"),
    *("use-svm-time", "use-svm-slope", "use-table-ratio"),
}
"""What hangs on how fast the machine is; it is not compared."""

CELLS = """() => [...document.querySelectorAll("article .cell")].map((cell) => {
  const texts = (place, what) => [...place.querySelectorAll(what)].map((one) => one.textContent);
  const shown = (output) => output && {
    text: texts(output, "pre").join("\\n"),
    tables: texts(output, "table"),
    figures: [...output.querySelectorAll("img:not(.only-dark)")].map((image) => image.alt),
    captions: texts(output, "figcaption"),
    complaints: texts(output, ".stderr, .live-error"),
    isCheck: Boolean(output.querySelector(".check-place")),
  };
  return {
    state: cell.dataset.live ?? null,
    hasCode: Boolean(cell.querySelector(".cell_input")),
    printed: shown(cell.querySelector(".cell_output:not(.live-output)")),
    live: shown(cell.querySelector(".live-output")),
  };
})"""
"""What each cell shows: as it was printed, and as it ran."""

NUMBERS = """() => [...document.querySelectorAll("[class*='glue-']")].map((place) => [
  /glue-(\\S+)/.exec(place.className)[1], place.textContent])"""
"""Each number of the text that a cell has named, with its name."""


@pytest.fixture(scope="module")
def context(browser: Browser, live_address: str) -> Iterator[BrowserContext]:
    """One reader, who opens page after page: Python is kept from the first on."""
    with reader(browser, live_address, **DESKTOP) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, docname: str) -> Iterator[Page]:
    page = visit(context, f"{docname}.html")
    yield page
    assert page.errors == []
    page.close()


def test_there_are_pages_to_run() -> None:
    assert len(PAGES) > 10


@pytest.mark.parametrize("docname", PAGES)
def test_a_page_runs_to_its_end_and_gives_what_was_printed(page: Page, docname: str) -> None:
    assert len(page.evaluate(CELLS)) > 0
    if said := page.locator("script#live").get_attribute("data-missing"):
        return says_what_it_lacks(page, json.loads(said))
    before = page.evaluate(NUMBERS)
    put_solutions(page)
    run_all(page)
    cells = page.evaluate(CELLS)
    assert [said for cell in cells if cell["live"] for said in cell["live"]["complaints"]] == []
    assert {cell["state"] for cell in cells if cell["hasCode"]} == {"fresh"}
    for cell in cells:
        gives_what_was_printed(cell)
    for (name, printed), (_, found) in zip(before, page.evaluate(NUMBERS), strict=True):
        assert is_near(name, printed, found), f"{name}: printed {printed}, found {found}"


def put_solutions(page: Page) -> None:
    page.on("dialog", lambda question: question.accept())
    for fold in page.locator("details.solution").all():
        fold.locator("summary").click()
        fold.get_by_role("button", name="Put the solution in").click()


def run_all(page: Page) -> None:
    page.locator(".launch > summary").click()
    page.get_by_role("button", name="Run this page here").click()
    panel = page.get_by_role("region", name="Python in this page")
    expect(panel.get_by_role("button", name="Stop")).to_be_visible(timeout=SLOW)
    expect(panel.get_by_role("button", name="Run all")).to_be_visible(timeout=PATIENCE)


def says_what_it_lacks(page: Page, missing: list[list[str]]) -> None:
    """At each such cell, from the beginning, and still after it was run all the same."""
    cells = page.locator("article .cell").all()
    lacking = [(cell, names) for cell, names in zip(cells, missing, strict=True) if names]
    assert len(lacking) > 0
    for run in (lambda: None, lambda: run_all(page)):
        run()
        for cell, names in lacking:
            note = f"needs {', '.join(names)}, which this page cannot load: open it in Colab"
            expect(cell.locator(".live-note")).to_have_text(note)


def gives_what_was_printed(cell: dict[str, Any]) -> None:
    """The same words, figures and tables; numbers may have other digits."""
    printed, live = cell["printed"], cell["live"]
    if printed is None:
        assert live is None or not live["text"].strip()
    elif printed["isCheck"]:
        assert live["text"].startswith(("Right", "I built", "I sorted"))
    else:
        assert words(live["text"]) == words(printed["text"])
        assert list(map(words, live["tables"])) == list(map(words, printed["tables"]))
        assert live["figures"] == printed["figures"]
        assert live["captions"] == [caption.replace("#", "") for caption in printed["captions"]]


def words(text: str) -> list[str]:
    return NUMBER.sub("#", text).split()


def is_near(name: str, printed: str, found: str) -> bool:
    if name in TIMES:
        return len(numbers(found)) == 1
    if words(printed) != words(found):
        return False
    pairs = zip(numbers(printed), numbers(found), strict=True)
    part = LOOSE.get(name, PART)
    in_points = "%" in printed or "points" in printed
    return all(abs(now - was) <= (POINTS if in_points else part * abs(was)) for was, now in pairs)


def numbers(text: str) -> list[float]:
    found = NUMBER.findall(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    return list(map(float, found))
