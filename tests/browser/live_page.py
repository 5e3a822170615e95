"""A page that runs, as its reader meets it: by the names of its buttons and by what it shows."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

BEGUN, OVER = 60_000, 400_000
"""Milliseconds: until something runs, and until all has run, on a machine with other work."""

READ = """(cell) => {
  const shown = (output) => output && {
    text: [...output.querySelectorAll("pre")].map((pre) => pre.textContent).join("\\n"),
    tables: [...output.querySelectorAll("table")].map((table) => table.textContent),
    figures: [...output.querySelectorAll("img:not(.only-dark)")].map((image) => image.alt),
    captions: [...output.querySelectorAll("figcaption")]
      .map((caption) => caption.cloneNode(true))
      .map((caption) => (caption.querySelector(".headerlink")?.remove(), caption.textContent)),
    complaints: [...output.querySelectorAll(".stderr, .live-error")].map((one) => one.textContent),
    isCheck: Boolean(output.querySelector(".check-place")),
  };
  return {
    state: cell.dataset.live ?? null,
    hasCode: Boolean(cell.querySelector(".cell_input")),
    printed: shown(cell.querySelector(".cell_output:not(.live-output)")),
    live: shown(cell.querySelector(".live-output")),
  };
}"""


class LivePage:
    """A page of the site whose cells can run."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cells = page.locator("article .cell")
        self.panel = page.get_by_role("region", name="Python in this page")

    def program(self) -> dict[str, Any]:
        """The program that the page names."""
        address = self.page.locator("script#live").get_attribute("data-program")
        return json.loads(self.page.evaluate("(it) => fetch(it).then((a) => a.text())", address))

    def lacking(self) -> list[list[str]]:
        """For each cell the packages that it needs and cannot have; empty where none lacks any."""
        said = self.page.locator("script#live").get_attribute("data-missing")
        return json.loads(said) if said else []

    def run_all(self) -> None:
        self.page.locator(".launch > summary").click()
        self.page.get_by_role("button", name="Run this page here").click()
        expect(self.panel.get_by_role("button", name="Stop")).to_be_visible(timeout=BEGUN)
        expect(self.panel.get_by_role("button", name="Run all")).to_be_visible(timeout=OVER)

    def run(self, cell: Locator) -> None:
        """Run a cell by its button, and wait until it has run to its end."""
        cell.get_by_role("button", name="Run", exact=True).click()
        expect(cell).to_have_attribute("data-live", "fresh", timeout=OVER)

    def put_all_solutions(self) -> None:
        """Take every solution that the page offers."""
        self.page.on("dialog", lambda dialog: dialog.accept())
        for fold in self.page.locator("details.solution").all():
            fold.locator("summary").click()
            fold.get_by_role("button", name="Put the solution in").click()

    def read(self) -> list[dict[str, Any]]:
        """What each cell shows: as it was printed, and as it ran."""
        return [cell.evaluate(READ) for cell in self.cells.all()]

    def numbers(self) -> list[tuple[str, str]]:
        """Each number of the text that a cell has named, with its name."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll("[class*='glue-']")].map((place) => [
              /glue-(\\S+)/.exec(place.className)[1], place.textContent])"""
        )
