"""Measure how well the network of the page "Draw a digit" reads digits, and write the figures.

Run after `make book`, with MNIST at hand::

    .venv/bin/python benchmarks/digits.py

It takes the network as the built site has it. Each test picture is read as it is, and shifted by up
to 4 pixels, turned by up to 15 degrees and scaled by 0.8 to 1.2, each drawn uniformly; the picture
is centred as the page centres what is drawn. The page's own script reads a hundred of them in Node,
beside nnlib. The exit code is 1 if a target is missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from results import SITE, write_part

import nnlib as nn
from grimoire.node import NODE
from grimoire.play.digits.centring import all_centred
from grimoire.play.digits.network import inner
from nnlib.augment import bilinear

READERS = Path(__file__).resolve().parent.parent / "_build/html/play"
TARGETS = {"as they are": 0.985, "shifted, turned and scaled": 0.97}
SHIFT, TURN, SCALE = 4, 15, (0.8, 1.2)
ROWS = 1000
IN_NODE = 100
MOST_APART, MOST_MILLISECONDS, MOST_KILOBYTES = 1e-4, 2, 110


def main() -> None:
    data = nn.datasets.load_mnist(source="mnist")
    folder = reader_folder()
    model, kilobytes = network(folder)
    rng = np.random.default_rng(0)
    pictures = {"as they are": data.x_test, "shifted, turned and scaled": moved(data.x_test, rng)}
    reached = {name: accuracy(model, x, data.y_test) for name, x in pictures.items()}
    apart, milliseconds = in_node(folder, model, all_centred(data.x_test[:IN_NODE]))
    found = lines(reached, kilobytes, apart, milliseconds)
    write_part("The network that reads drawn digits", found, SITE)
    missed = [name for name, share in reached.items() if share < TARGETS[name]]
    if missed:
        sys.exit(f"A target is missed for test pictures {', '.join(missed)}.")
    if apart > MOST_APART or milliseconds > MOST_MILLISECONDS or kilobytes > MOST_KILOBYTES:
        sys.exit("The page's own script misses a target: see the table.")


def reader_folder() -> Path:
    """Where the site has the network, and the script that reads with it."""
    folder = next(READERS.glob("*/digit"), None)
    if folder is None:
        sys.exit("The site has no network for digits. Run `make book` first.")
    return folder


def in_node(folder: Path, model: nn.Sequential, pictures: np.ndarray) -> tuple[float, float]:
    """How far the page's outputs are from nnlib's at most, and milliseconds for a picture."""
    done = subprocess.run(
        [NODE, str(Path(__file__).with_suffix("") / "read.mjs"), str(folder)],
        input=json.dumps(pictures.tolist()),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    apart = np.abs(np.array(said["outputs"]) - model(inner(pictures))).max()
    return float(apart), said["milliseconds"]


def network(folder: Path) -> tuple[nn.Sequential, float]:
    """The network that the site sends, and its size in kB."""
    data = (folder / "reader.bin").read_bytes()
    facts = json.loads((folder / "reader.json").read_text())
    sizes = facts["sizes"]
    counts = [n_in * n_out for n_in, n_out in pairwise(sizes)]
    wholes = np.split(np.frombuffer(data, np.int8, sum(counts)), np.cumsum(counts)[:-1])
    floats = np.frombuffer(data, "<f4", 2 * sum(sizes[1:]), sum(counts))
    scales, biases = (np.split(part, np.cumsum(sizes[1:-1])) for part in np.split(floats, 2))
    dense = [nn.Dense(n_in, n_out) for n_in, n_out in pairwise(sizes)]
    model = nn.Sequential(dense[0], *(part for layer in dense[1:] for part in (nn.ReLU(), layer)))
    for layer, whole, scale, bias in zip(dense, wholes, scales, biases, strict=True):
        layer.W, layer.b = whole.reshape(len(scale), -1) * scale[:, None], bias
    return model, len(data) / 1000


def moved(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each picture (784) shifted, turned and scaled by amounts of its own."""
    return np.concatenate([batch(x[i : i + ROWS], rng) for i in range(0, len(x), ROWS)])


def batch(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    n, middle = len(x), 13.5
    angle, scale = np.radians(rng.uniform(-TURN, TURN, n)), rng.uniform(*SCALE, n)
    shift = rng.uniform(-SHIFT, SHIFT, (n, 2, 1))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    p = (np.indices((28, 28)) - middle).reshape(2, -1)
    places = np.moveaxis(turn, 2, 0) @ (p - shift) / scale[:, None, None] + middle
    return bilinear(x.reshape(n, 28, 28), places.reshape(n, 2, 28, 28)).reshape(n, -1)


def accuracy(model: nn.Sequential, x: np.ndarray, y: np.ndarray) -> float:
    return nn.evaluate(model, inner(all_centred(x)), y)["accuracy"]


def lines(
    reached: dict[str, float], kilobytes: float, apart: float, milliseconds: float
) -> list[str]:
    rows = [
        f"| {name} | {100 * share:.2f} % | {100 * TARGETS[name]:.1f} % |"
        for name, share in reached.items()
    ]
    return [
        f"MNIST's 10,000 test pictures; weights of 8 bits, with ten samples {kilobytes:.0f} kB.",
        f"Shifted by up to {SHIFT} pixels, turned by up to {TURN} degrees, scaled by {SCALE[0]} to",
        f"{SCALE[1]}, then centred as the page does. Written by `benchmarks/digits.py`.",
        "",
        "| test pictures | read right | target |",
        "| --- | ---: | ---: |",
        *rows,
        "",
        f"| the page's script, on {IN_NODE} of them in Node | measured | target |",
        "| --- | ---: | ---: |",
        f"| largest difference of an output from nnlib's | {apart:.0e} | {MOST_APART:.0e} |",
        f"| processor time for a picture | {milliseconds:.2f} ms | {MOST_MILLISECONDS} ms |",
        f"| the network, as it is sent | {kilobytes:.0f} kB | {MOST_KILOBYTES} kB |",
    ]


if __name__ == "__main__":
    main()
