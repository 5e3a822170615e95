"""How long a reader waits for a first output, on a return visit and later; and what it weighs."""

from __future__ import annotations

import gzip
import statistics
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

FIRST, RETURN, LATER = 6.0, 2.0, 0.1
"""Seconds that were aimed at."""

BEFORE_EDIT, WITH_EDITOR = 40_000, 150_000
"""Bytes of our scripts, compressed, that were aimed at."""

LAZY = {"editor.js", "notebook.js"}
"""What a page loads at the first Edit, and to download its notebook."""

FIGURE = "deep-learning/technical/neural-networks.html", 1
"""A page, and which of its cells first draws."""

SMALL = "notation.html", 0
"""A page with a cell that takes next to no time."""

RUN = """async (place) => {
  const cell = document.querySelectorAll("article .cell")[place];
  const begun = performance.now();
  cell.querySelector(".live-run").click();
  while (cell.dataset.live !== "fresh") await new Promise(requestAnimationFrame);
  return (performance.now() - begun) / 1000;
}"""
"""Press Run, and wait until the cell says that it has run."""

PUT_BY = """async () => {
  for (;;) {
    const shelf = await caches.open("course-live");
    if ((await shelf.keys()).some(({ url }) => url.endsWith("snapshot"))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}"""
"""Wait until the browser has put by what makes the next start quick."""


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    name: str
    value: float
    target: float
    unit: str

    def row(self) -> str:
        return f"| {self.name} | {self.value:,.3g} {self.unit} | {self.target:g} {self.unit} |"


def start_section(chromium: Browser, site: str, built: Path, rounds: int) -> list[Line]:
    """The rows, from the built site that is served at the address `site`."""
    first, again = best_visits(chromium, site, SMALL, rounds)
    drawn, drawn_again = best_visits(chromium, site, FIGURE, rounds)
    before, whole = weights(next((built / "live").glob("page-*")))
    return [
        Line("first output (NumPy), nothing kept", first, FIRST, "s"),
        Line("first output (NumPy), return visit", again, RETURN, "s"),
        Line("first figure (Matplotlib, nnlib), nothing kept", drawn, FIRST, "s"),
        Line("first figure (Matplotlib, nnlib), return visit", drawn_again, RETURN, "s"),
        Line("a small cell, later", later(chromium, site), LATER, "s"),
        Line("our scripts before the first Edit", before / 1000, BEFORE_EDIT / 1000, "kB"),
        Line("our scripts with the editor", whole / 1000, WITH_EDITOR / 1000, "kB"),
    ]


def best_visits(
    chromium: Browser, site: str, cell: tuple[str, int], rounds: int
) -> tuple[float, float]:
    """The least seconds of several readers on their first visit, and on their second."""
    visits = [first_and_return(chromium, site, *cell) for _ in range(rounds)]
    first, again = (min(times) for times in zip(*visits, strict=True))
    return first, again


def first_and_return(chromium: Browser, site: str, name: str, place: int) -> tuple[float, float]:
    """Seconds from the press on Run to what the cell shows, on two visits of a new reader."""
    context = chromium.new_context()
    page = opened(context, f"{site}{name}")
    first = page.evaluate(RUN, place)
    page.evaluate(PUT_BY)
    page.close()
    again = opened(context, f"{site}{name}").evaluate(RUN, place)
    context.close()
    return first, again


def later(chromium: Browser, site: str) -> float:
    """Seconds of a run of a small cell, once Python is there: the median of ten."""
    context = chromium.new_context()
    page = opened(context, f"{site}{SMALL[0]}")
    page.evaluate(RUN, SMALL[1])
    page.evaluate(PUT_BY)
    times = [rerun(page) for _ in range(10)]
    context.close()
    return statistics.median(times)


def rerun(page: Page) -> float:
    """Run a cell that has run before: it counts as new once its state is another."""
    page.evaluate(
        "(place) => delete document.querySelectorAll('article .cell')[place].dataset.live", SMALL[1]
    )
    seconds: float = page.evaluate(RUN, SMALL[1])
    return seconds


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address, wait_until="load")
    return page


def weights(folder: Path) -> tuple[int, int]:
    """Bytes of our scripts and styles as they are sent: before the first Edit, and with it."""
    sizes = {
        file.name: len(gzip.compress(file.read_bytes(), 9))
        for file in folder.iterdir()
        if file.suffix in (".js", ".css")
    }
    before = sum(size for name, size in sizes.items() if name not in LAZY)
    return before, before + sizes["editor.js"]
