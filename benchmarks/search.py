"""Say what a new reader's first query to the built site's search fetches, and write the table.

Run after `make book`::

    .venv/bin/python benchmarks/search.py

Each query is asked in a browser that keeps nothing yet. What counts is all that comes for it after
the page of search itself, as it is sent. The exit code is 1 if a query fetches a page, or more than
MOST.
"""

from __future__ import annotations

import sys

from lighthouse import SITE, browser, served
from playwright.sync_api import Browser, sync_playwright
from results import SITE as RESULTS
from results import write_part

QUERIES = (
    "what is a neuron",
    "cross entropy",
    "learning rate",
    "dead relu",
    "θ",
    "backpropogation",
)
MOST = 250
"""kB: the search that the course had before fetched ten times as much, whole pages."""


def main() -> None:
    if not (SITE / "search.html").is_file():
        sys.exit("The site is not built. Run `make book` first.")
    with served(SITE) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        found = {query: fetched(chromium, f"{address}/search.html", query) for query in QUERIES}
    write_part("A first query to the search", lines(found), RESULTS)
    if any(pages or kilobytes > MOST for kilobytes, _, pages in found.values()):
        sys.exit(f"A query fetches a page, or more than {MOST} kB.")


def fetched(chromium: Browser, search: str, query: str) -> tuple[float, int, int]:
    """Kilobytes, files, and how many of these are pages; a worker's are among them."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(search, wait_until="networkidle")
    answers: list[dict[str, str]] = []
    page.on("response", lambda response: answers.append(response.headers))
    box = page.locator("article").get_by_role("searchbox")
    box.fill(query)
    box.press("Enter")
    page.locator(".hit-title a").first.wait_for()
    context.close()
    sent = sum(int(answer["content-length"]) for answer in answers) / 1000
    return sent, len(answers), sum("html" in answer["content-type"] for answer in answers)


def lines(found: dict[str, tuple[float, int, int]]) -> list[str]:
    return [
        "What a browser that keeps nothing yet fetches for it, as it is sent. Written by",
        "`benchmarks/search.py`.",
        "",
        f"Targets: no page of the course, and at most {MOST} kB.",
        "",
        "| query | sent | files | pages among them |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {query} | {kilobytes:.0f} kB | {files} | {pages} |"
            for query, (kilobytes, files, pages) in found.items()
        ),
    ]


if __name__ == "__main__":
    main()
