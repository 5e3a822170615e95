"""Every page with cells runs to its end in the browser, and gives what it was built with.

The pages run on the data of the built site, so that their numbers can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from live_page import LivePage
from playwright.sync_api import Browser, BrowserContext, expect
from screens import DESKTOP

from grimoire import ROOT
from grimoire.course import Course

PAGES = [page.docname for page in Course.load(ROOT).pages if page.has_code_cells]

NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
POINTS = 1.0
"""By how many points a percentage may differ: sums are made in another order in the browser, and
training lets the difference grow."""
PART = 0.02
"""By how large a part of it any other number may differ."""
LOOSE = {"adam-at-sgd-rate": 0.1, "use-logistic-size": 1.0}
"""Larger parts: a training that overshoots at each step, and a file of another scikit-learn."""
TIMES = {
    *("seconds", "price", "nudge-hours", "one-image", "use-seconds", "use-rate"),
    *("use-svm-time", "use-svm-slope", "use-table-ratio"),
}
"""What hangs on how fast the machine is, which is not compared."""


@pytest.fixture(scope="module")
def reader(browser: Browser, live_address: str) -> Iterator[BrowserContext]:
    """A reader who opens one page after the other: Python is kept from the first on."""
    context = browser.new_context(**DESKTOP, base_url=f"{live_address}/", reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def live(reader: BrowserContext, docname: str) -> Iterator[LivePage]:
    page = reader.new_page()
    page.set_default_timeout(30_000)
    page.notes = []
    page.on("pageerror", lambda error: page.notes.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.notes.append(said.text))
    page.goto(f"{docname}.html")
    yield LivePage(page)
    page.close()


def test_there_are_pages_to_run() -> None:
    assert len(PAGES) > 10


@pytest.mark.parametrize("docname", PAGES)
def test_a_page_runs_to_its_end_and_gives_what_was_printed(live: LivePage, docname: str) -> None:
    cells = live.read()
    assert len(cells) > 0
    if any(live.lacking()):
        return says_what_it_lacks(live)
    before = live.numbers()
    live.put_all_solutions()
    live.run_all()
    cells = live.read()
    assert [said for cell in cells if cell["live"] for said in cell["live"]["complaints"]] == []
    assert {cell["state"] for cell in cells if cell["hasCode"]} == {"fresh"}
    for cell in cells:
        gives_what_was_printed(cell)
    for (name, printed), (_, found) in zip(before, live.numbers(), strict=True):
        assert is_near(name, printed, found), f"{name}: printed {printed}, found {found}"
    assert live.page.notes == []


def says_what_it_lacks(live: LivePage) -> None:
    """From the beginning, and still after it was run all the same."""
    lacking = [
        (cell, names) for cell, names in zip(live.cells.all(), live.lacking(), strict=True) if names
    ]
    for _ in range(2):
        for cell, names in lacking:
            expect(cell.get_by_text(f"needs {', '.join(names)}, which")).to_be_visible()
        live.run_all()


def gives_what_was_printed(cell: dict) -> None:
    """The same words, figures and tables, but for the digits of numbers."""
    printed, live = cell["printed"], cell["live"]
    if printed is None:
        assert live is None or not live["text"].strip()
    elif printed["isCheck"]:
        assert live["text"].startswith("Right")
    else:
        assert words(live["text"]) == words(printed["text"])
        assert list(map(words, live["tables"])) == list(map(words, printed["tables"]))
        assert (live["figures"], live["captions"]) == (printed["figures"], printed["captions"])


def words(text: str) -> list[str]:
    return NUMBER.sub("#", text).split()


def is_near(name: str, printed: str, found: str) -> bool:
    if name in TIMES:
        return bool(NUMBER.search(found))
    if words(printed) != words(found):
        return False
    percent = "%" in printed
    for was, now in zip(numbers(printed), numbers(found), strict=True):
        allowed = POINTS if percent else LOOSE.get(name, PART) * abs(was)
        if abs(now - was) > allowed:
            return False
    return True


def numbers(text: str) -> list[float]:
    plain = (
        number.replace(",", "").replace("\N{MINUS SIGN}", "-") for number in NUMBER.findall(text)
    )
    return [float(number) for number in plain]
