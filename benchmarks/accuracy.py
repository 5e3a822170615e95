"""How well nnlib learns MNIST: three set-ups, five seeds each, beside the published errors.

Each network is trained on all 60,000 images and meets the test images once, at the end. What to
train, and for how long, was chosen with `--validate`, which trains on 50,000 images and scores the
other 10,000.

    python benchmarks/accuracy.py                              # all of it, about an hour
    python benchmarks/accuracy.py --setup plain --seeds 1      # one of it; writes nothing
    python benchmarks/accuracy.py --setup plain --validate     # the choice; writes nothing
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from time import process_time
from typing import NamedTuple

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is loaded: minutes are then comparable

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from results import machine, write_part

import nnlib as nn


class Setup(NamedTuple):
    name: str
    description: str
    layers: Callable[[], list[nn.Layer]]
    epochs: int
    batch_size: int
    lr: float
    weight_decay: float
    augment: Callable[[np.ndarray, np.random.Generator], np.ndarray] | None
    target: float


def regularized(widths: list[int], drop_input: float, drop: float) -> list[nn.Layer]:
    layers: list[nn.Layer] = [nn.Dropout(drop_input)] if drop_input else []
    for n_in, n_out in pairwise([784, *widths]):
        layers += [nn.Dense(n_in, n_out), nn.BatchNorm(n_out), nn.ReLU(), nn.Dropout(drop)]
    return [*layers, nn.Dense(widths[-1], 10)]


SETUPS = [
    Setup(
        name="plain",
        description="784-128-10",
        layers=lambda: [nn.Dense(784, 128), nn.ReLU(), nn.Dense(128, 10)],
        epochs=30,
        batch_size=64,
        lr=3e-3,
        weight_decay=0.05,
        augment=None,
        target=0.98,
    ),
    Setup(
        name="regularized",
        description="784-1024-1024-10, batch norm, dropout",
        layers=lambda: regularized([1024, 1024], 0.2, 0.5),
        epochs=50,
        batch_size=128,
        lr=2e-3,
        weight_decay=0.01,
        augment=None,
        target=0.988,
    ),
    Setup(
        name="augmented",
        description="784-800-800-10, batch norm, dropout, affine and elastic changes",
        layers=lambda: regularized([800, 800], 0.0, 0.1),
        epochs=40,
        batch_size=128,
        lr=2e-3,
        weight_decay=0.01,
        augment=nn.augment.Compose(
            nn.augment.Affine(rotate=12, scale=0.12, shear=0.12, shift=1.5),
            nn.augment.Elastic(alpha=24, sigma=4),
        ),
        target=0.992,
    ),
]
PUBLISHED = [
    ("linear classifier", "12.0", "LeCun et al. 1998"),
    ("784-300-10, squared error", "4.7", "LeCun et al. 1998"),
    ("784-300-100-10, squared error", "3.05", "LeCun et al. 1998"),
    ("784-800-10, cross-entropy", "1.6", "Simard et al. 2003"),
    ("three layers of 1024, dropout", "1.25", "Srivastava et al. 2014"),
    ("784-800-10, affine changes", "1.1", "Simard et al. 2003"),
    ("784-800-10, elastic changes", "0.7", "Simard et al. 2003"),
]


def trained(name: str, seed: int, validate: bool) -> tuple[float, float]:
    """Train once; return the accuracy on the test images, or those held back, and CPU seconds."""
    begun = process_time()
    setup = next(setup for setup in SETUPS if setup.name == name)
    data = nn.datasets.load_mnist(source="mnist")
    X, y, X_score, y_score = data.x_train, data.y_train, data.x_test, data.y_test
    if validate:
        X, X_score, y, y_score = nn.train_val_split(X, y, fraction=1 / 6, seed=0)
    model = nn.Sequential(*setup.layers(), seed=seed)
    optimizer = nn.AdamW(lr=nn.CosineDecay(setup.lr, setup.epochs), weight_decay=setup.weight_decay)
    nn.fit(
        model,
        X,
        y,
        optimizer=optimizer,
        epochs=setup.epochs,
        batch_size=setup.batch_size,
        seed=seed,
        augment=setup.augment,
        progress=False,
    )
    score = nn.evaluate(model, X_score, y_score)["accuracy"]
    print(f"{name}, seed {seed}: {score:.2%}", flush=True)
    return score, process_time() - begun


def row(setup: Setup, runs: Sequence[tuple[float, float]]) -> str:
    scores, seconds = zip(*runs, strict=True)
    return (
        f"| {setup.description} | {np.mean(scores):.2%} | {np.std(scores):.2%} | "
        f"{100 * (1 - np.mean(scores)):.2f} | {setup.target:.1%} | {setup.epochs} | "
        f"{np.mean(seconds) / 60:.1f} |"
    )


def main() -> None:
    names = [setup.name for setup in SETUPS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--setup", choices=names, help="only this one")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--validate", action="store_true", help="score images held back")
    options = parser.parse_args()
    chosen = [setup for setup in SETUPS if options.setup in (None, setup.name)]
    with ProcessPoolExecutor() as pool:  # as many at a time as there are processors
        runs = {
            setup.name: [
                pool.submit(trained, setup.name, seed, options.validate)
                for seed in range(options.seeds)
            ]
            for setup in chosen
        }
    rows = [row(setup, [run.result() for run in runs[setup.name]]) for setup in chosen]
    scored = "the 10,000 test images, which each network met once"
    if options.validate:
        scored = "10,000 training images held back"
    lines = [
        f"Mean and standard deviation over {options.seeds} seeds, on {scored}. AdamW with cosine "
        f"decay; CPU minutes are for one network.",
        machine({"numpy": "numpy"}),
        "",
        "| nnlib | accuracy | deviation | error % | target | epochs | minutes |",
        "| --- |" + " ---: |" * 6,
        *rows,
        "",
        "| published | error % | source |",
        "| --- | ---: | --- |",
        *(f"| {' | '.join(entry)} |" for entry in PUBLISHED),
    ]
    print("\n".join(lines))
    if chosen == SETUPS and options.seeds >= 5 and not options.validate:
        write_part("Accuracy", lines)


if __name__ == "__main__":
    main()
