"""How fast a network learns in the page: our kernel, plain NumPy in Pyodide, nnlib outside.

All three train on the 60,000 images of MNIST in float32 with Adam, in turns, in one run: the first
two in a worker of headless Chromium, from the files that the site has, the third natively on one
thread. What counts is the wall time of an epoch, the best of several. The table is printed and
written to RESULTS.md. Then it asks the built site (`make book`) how long a reader waits. The exit
code is 1 if a target is missed.

    python benchmarks/live.py             # all of it, about five minutes
    python benchmarks/live.py --rounds 1  # a first look; writes nothing
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is loaded
os.environ["MKL_NUM_THREADS"] = "1"

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().with_suffix("")))
from results import machine, write_part
from start import Line, start_section
from training import epoch

import nnlib as nn
from grimoire import ROOT
from grimoire.live.data import data_folder
from grimoire.live.lock import the_lock
from grimoire.live.page_files import LIBRARY, SESSION, page_folder
from grimoire.live.runtime import prepare, runtime
from grimoire.names import Names
from grimoire.store import Store
from grimoire.wheel import kept_wheel

PAGE = Path(__file__).with_suffix("")
"""A page whose worker trains, and what it trains with."""

NETS = [([784, 128, 10], 64), ([784, 512, 10], 200)]
NATIVE, PLAIN, OURS = "native", "plain", "ours"
MOST_OF_PLAIN = 0.20
MOST_OF_NATIVE = 5.0
SAME_LOSS = 0.02
"""By how large a part the losses of the three may differ after an epoch: rounding grows in it."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(rounds: int) -> int:
    data = nn.datasets.load_mnist(source="mnist")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        question = write_site(Path(folder))
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        with served(Path(folder)) as address:
            page = chromium.new_page()
            page.goto(address)
            page.evaluate("ask", question)
            lines, missed = training_section(data, page, rounds)
        site = ROOT / "_build" / "html"
        with served(site) as home:
            waits = start_section(chromium, home.removesuffix("index.html"), site, rounds)
        head = f"In Chromium {chromium.version} and Pyodide {the_lock().pyodide}."
        chromium.close()
    missed += [
        f"{wait.name}: {wait.value:.3g} {wait.unit}, target {wait.target:g}"
        for wait in waits
        if wait.value > wait.target
    ]
    report = [head, machine({"numpy": "numpy"}), "", *lines, *wait_section(waits, rounds)]
    print("\n".join(report))
    if rounds > 1:
        write_part("The page that runs", report)
    for sentence in missed:
        print(sentence, file=sys.stderr)
    return 1 if missed else 0


def training_section(
    data: nn.datasets.Dataset, page: Page, rounds: int
) -> tuple[list[str], list[str]]:
    """The table, and a sentence for each target that is missed."""
    titles = ("net / batch", "plain NumPy in Pyodide", "ours", "native", "ours / plain")
    titles = (*titles, "ours / native", "loss of the three")
    lines, missed = (
        [f"| {' | '.join(titles)} |", "| --- " + "| ---: " * (len(titles) - 1) + "|"],
        [],
    )
    for widths, batch in NETS:
        seconds, losses = best_times(data, page, widths, batch, rounds)
        net = f"{'-'.join(map(str, widths))} / {batch}"
        of_plain, of_native = (seconds[OURS] / seconds[who] for who in (PLAIN, NATIVE))
        cells = [f"{seconds[who]:.2f}" for who in (PLAIN, OURS, NATIVE)]
        cells += [f"{of_plain:.3f}", f"{of_native:.2f}"]
        shown = ", ".join(f"{losses[who]:.5f}" for who in (PLAIN, OURS, NATIVE))
        lines.append(f"| {net} | {' | '.join(cells)} | {shown} |")
        print(lines[-1], flush=True)
        for name, ratio, most in (
            ("plain NumPy", of_plain, MOST_OF_PLAIN),
            ("native", of_native, MOST_OF_NATIVE),
        ):
            if ratio > most:
                missed.append(f"{net}: {ratio:.2f} x {name}, which was to be at most {most:g}")
        if max(losses.values()) > (1 + SAME_LOSS) * min(losses.values()):
            missed.append(f"{net}: the losses differ ({shown})")
    return [
        "## Training",
        "",
        f"Seconds per epoch of {len(data.x_train):,} images, the best of {rounds}; the loss is "
        f"that on the test images after one epoch. Targets: at most {MOST_OF_PLAIN:g} x plain "
        f"NumPy in Pyodide, and {MOST_OF_NATIVE:g} x native on one thread.",
        "",
        *lines,
    ], missed


def wait_section(waits: list[Line], rounds: int) -> list[str]:
    """The table of what a reader waits for and loads."""
    return [
        "",
        "## Waiting",
        "",
        f"From the press on Run, with the site on this machine, the best of {rounds} new readers.",
        "",
        "| what | measured | target |",
        "| --- | ---: | ---: |",
        *(wait.row() for wait in waits),
    ]


def best_times(
    data: nn.datasets.Dataset, page: Page, widths: list[int], batch: int, rounds: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds per epoch and loss of each of the three, which train in turns."""
    seconds: dict[str, float] = dict.fromkeys((NATIVE, PLAIN, OURS), float("inf"))
    losses: dict[str, float] = {}
    for _ in range(rounds):
        for who in seconds:
            if who == NATIVE:
                result = epoch(data, widths, batch)
            else:
                result = page.evaluate("ask", {"who": who, "widths": widths, "batch": batch})
            seconds[who] = min(seconds[who], result["seconds"])
            losses[who] = result["loss"]
    return seconds, losses


def write_site(folder: Path) -> dict[str, Any]:
    """Put a page that trains beside the files that live pages have; return what it starts with."""
    prepare()
    store = Store(folder / "store")
    python = runtime()
    if python is None:
        sys.exit("There is no Pyodide to measure; the line above says where it was looked for.")
    page, data = page_folder(kept_wheel(store, ROOT, Names.of(ROOT))), data_folder(store)
    if data is None:
        sys.exit("MNIST is not here: name the folder with its four files in NNLIB_DATA.")
    for part in (python, page, data):
        part.write_into(folder)
    shutil.copytree(PAGE, folder, dirs_exist_ok=True)
    return {
        "runtime": f"./{python.name}/",
        "page": f"./{page.name}/",
        "packs": [
            f"./{python.name}/{the_lock().served()['numpy']}",
            *(f"./{page.name}/{name}" for name in (LIBRARY, SESSION)),
        ],
        "data": [f"./{place}" for place in data.listed()],
    }


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder on a free port of this machine and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


def browser() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        sys.exit(
            "To measure the page takes Chromium. Install it (Debian and Ubuntu: `apt-get install"
            " chromium`) or name your Chrome: CHROMIUM=/path/to/chrome."
        )
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    sys.exit(main(parser.parse_args().rounds))
