"""How fast nnlib trains and predicts, beside PyTorch, scikit-learn and the matrix products alone.

All run on one thread in turns, in one process, on the 60,000 MNIST images in float32, with Adam.
What is compared is the CPU time of an epoch, the median of five rounds. PyTorch, scikit-learn and
numba take part where they are installed. The table is printed and written to RESULTS.md.

    python benchmarks/speed.py             # all of it, about fifteen minutes
    python benchmarks/speed.py --rounds 1  # a first look; writes nothing
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy and PyTorch are loaded
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import ctypes
import resource
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import geometric_mean, median
from time import process_time
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from results import machine, write_part

import nnlib as nn

Widths = tuple[int, ...]
NETS: list[tuple[Widths, int]] = [
    ((784, 32, 10), 64),
    ((784, 128, 10), 64),
    ((784, 128, 10), 200),
    ((784, 128, 64, 10), 64),
    ((784, 512, 10), 64),
    ((784, 512, 10), 200),
]
EPOCHS = 2
Predict = Callable[[np.ndarray], np.ndarray]


def nnlib_model(widths: Widths, seed: int) -> nn.Sequential:
    layers: list[nn.Layer] = []
    for n_in, n_out in pairwise(widths):
        layers += [nn.Dense(n_in, n_out), nn.ReLU()]
    return nn.Sequential(*layers[:-1], seed=seed)


def train_nnlib(
    data: nn.datasets.Dataset, widths: Widths, batch: int, seed: int, fused: bool = False
) -> Predict:
    model = nnlib_model(widths, seed)
    nn.fit(
        model,
        data.x_train,
        data.y_train,
        loss=nn.CrossEntropy(fused=fused),
        optimizer=nn.Adam(fused=fused),
        epochs=EPOCHS,
        batch_size=batch,
        seed=seed,
        progress=False,
    )
    return model.predict


def train_nnlib_fused(*arguments: Any) -> Predict:
    return train_nnlib(*arguments, fused=True)


def train_torch(
    data: nn.datasets.Dataset, widths: Widths, batch: int, seed: int, fused: bool = False
) -> Predict:
    """The fastest plain loop: no DataLoader, and nothing is recorded."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    layers: list[torch.nn.Module] = []
    for n_in, n_out in pairwise(widths):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    X, y = torch.from_numpy(data.x_train), torch.from_numpy(data.y_train)
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), fused=fused or None)
    for _ in range(EPOCHS):
        order = torch.randperm(len(X))
        for start in range(0, len(X), batch):
            rows = order[start : start + batch]
            optimizer.zero_grad()
            loss(model(X[rows]), y[rows]).backward()
            optimizer.step()

    def predict(images: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return model(torch.from_numpy(images)).argmax(dim=1).numpy()

    return predict


def train_torch_fused(*arguments: Any) -> Predict:
    return train_torch(*arguments, fused=True)


def train_sklearn(data: nn.datasets.Dataset, widths: Widths, batch: int, seed: int) -> Predict:
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        widths[1:-1],
        alpha=0,
        batch_size=batch,
        max_iter=EPOCHS,
        n_iter_no_change=EPOCHS + 1,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it was asked to stop after these epochs
        model.fit(data.x_train, data.y_train)
    predict: Predict = model.predict
    return predict


def matrix_products(data: nn.datasets.Dataset, widths: Widths, batch: int, seed: int) -> Predict:
    """The products of as many steps, without anything around them: the floor."""
    rng = np.random.default_rng(seed)
    W = [rng.random(shape, np.float32) for shape in pairwise(widths)]
    dW = [np.empty_like(w) for w in W]
    a = [rng.random((batch, n), np.float32) for n in widths]
    d = [np.empty_like(x) for x in a]
    for _ in range(EPOCHS * -(-len(data.x_train) // batch)):
        for i, w in enumerate(W):
            np.matmul(a[i], w, out=a[i + 1])
        for i in reversed(range(len(W))):
            np.matmul(a[i].T, a[i + 1], out=dW[i])
            if i > 0:
                np.matmul(a[i + 1], W[i].T, out=d[i])
    return lambda images: np.full(len(images), -1)


OURS, FUSED, FLOOR = "nnlib", "nnlib, numba", "matrix products"
PEERS: dict[str, Callable[..., Predict]] = {OURS: train_nnlib}
if find_spec("numba"):
    PEERS[FUSED] = train_nnlib_fused
if find_spec("torch"):
    PEERS |= {"torch, fused": train_torch_fused, "torch": train_torch}
if find_spec("sklearn"):
    PEERS["scikit-learn"] = train_sklearn
PEERS[FLOOR] = matrix_products
RIVALS = [name for name in PEERS if name not in (OURS, FUSED, FLOOR)]


def cpu_seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    begun = process_time()
    result = action()
    return process_time() - begun, result


def training_times(
    data: nn.datasets.Dataset, widths: Widths, batch: int, rounds: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Return CPU seconds per epoch (median) and test accuracy (mean) of every peer."""
    seconds: dict[str, list[float]] = {name: [] for name in PEERS}
    accuracy: dict[str, list[float]] = {name: [] for name in PEERS}
    for seed in range(rounds):
        for name, train in PEERS.items():
            used, predict = cpu_seconds(partial(train, data, widths, batch, seed))
            seconds[name].append(used / EPOCHS)
            accuracy[name].append(float((predict(data.x_test) == data.y_test).mean()))
    return (
        {name: median(values) for name, values in seconds.items()},
        {name: float(np.mean(values)) for name, values in accuracy.items()},
    )


def shown(widths: Widths, batch: int) -> str:
    return f"{'-'.join(map(str, widths))} / {batch}"


def training_section(data: nn.datasets.Dataset, rounds: int) -> list[str]:
    times = [f"| net / batch | {' | '.join(PEERS)} | nnlib / fastest peer | floor / nnlib |"]
    times.append("| --- |" + " ---: |" * (len(PEERS) + 2))
    trained = [name for name in PEERS if name != FLOOR]
    accuracies = [f"| net / batch | {' | '.join(trained)} |", "| --- |" + " ---: |" * len(trained)]
    ratios: dict[str, list[float]] = {name: [] for name in (OURS, FUSED) if name in PEERS}
    for widths, batch in NETS:
        seconds, accuracy = training_times(data, widths, batch, rounds)
        fastest = min((seconds[name] for name in RIVALS), default=float("nan"))
        for name, values in ratios.items():
            values.append(seconds[name] / fastest)
        cells = [f"{1000 * seconds[name]:.0f}" for name in PEERS]
        cells += [f"{ratios[OURS][-1]:.2f}", f"{seconds[FLOOR] / seconds[OURS]:.0%}"]
        times.append(f"| {shown(widths, batch)} | {' | '.join(cells)} |")
        cells = [f"{accuracy[name]:.2%}" for name in trained]
        accuracies.append(f"| {shown(widths, batch)} | {' | '.join(cells)} |")
        print(times[-1], flush=True)
    means = [f"{name} {geometric_mean(values):.2f}" for name, values in ratios.items()]
    return [
        "## Training",
        "",
        f"CPU milliseconds per epoch of {len(data.x_train):,} images; the median of {rounds} "
        f'rounds. "{FLOOR}" is the time of the products alone, below which no library that uses '
        f"them can go.",
        "",
        *times,
        "",
        f"Time as a part of the fastest peer's, geometric mean over the nets: "
        f"**{', '.join(means)}**.",
        "",
        f"Accuracy on the test images after {EPOCHS} epochs, mean of {rounds} seeds:",
        "",
        *accuracies,
    ]


def inference_section(data: nn.datasets.Dataset, rounds: int) -> list[str]:
    """Time predictions of all test images; each peer's network was trained before."""
    names = [name for name in PEERS if name not in (FUSED, FLOOR)]
    lines = [f"| net | {' | '.join(names)} |", "| --- |" + " ---: |" * len(names)]
    for widths in dict.fromkeys(widths for widths, _ in NETS):
        predictors = {name: PEERS[name](small_part(data), widths, 64, 0) for name in names}
        times: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(20 * rounds):
            for name, predict in predictors.items():
                used, _ = cpu_seconds(partial(predict, data.x_test))
                times[name].append(used)
        cells = [f"{1000 * median(times[name]):.1f}" for name in names]
        lines.append(f"| {'-'.join(map(str, widths))} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    n = len(data.x_test)
    return ["## Prediction", "", f"CPU milliseconds for the classes of {n:,} images.", "", *lines]


def small_part(data: nn.datasets.Dataset) -> nn.datasets.Dataset:
    return data._replace(x_train=data.x_train[:2000], y_train=data.y_train[:2000])


def memory_section() -> list[str]:
    """Measure each peer in a process of its own; empty where the system does not tell."""
    if not Path("/proc/self/clear_refs").exists():
        return []
    names = [name for name in PEERS if name != FLOOR]
    lines = [f"| net / batch | {' | '.join(names)} |", "| --- |" + " ---: |" * len(names)]
    for widths, batch in NETS[1], NETS[-1]:
        cells = [
            run_python(__file__, "--peak", name, "-".join(map(str, widths)), str(batch))
            for name in names
        ]
        lines.append(f"| {shown(widths, batch)} | {' | '.join(cells)} |")
    return [
        "## Memory",
        "",
        "Most megabytes in use while training, beyond the data and the loaded libraries.",
        "",
        *lines,
        "",
    ]


def peak_megabytes(name: str, widths: Widths, batch: int) -> float:
    data = nn.datasets.load_mnist(source="mnist")
    PEERS[name](small_part(data), (784, 4, 10), 64, 0)  # load all code
    ctypes.CDLL(None).malloc_trim(0)  # give back what is free, so that it is not used unseen
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    before = kilobytes("VmRSS")
    PEERS[name](data, widths, batch, 0)
    return (kilobytes("VmHWM") - before) / 1000


def kilobytes(entry: str) -> int:
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith(entry))


def import_section(rounds: int) -> list[str]:
    def cpu_milliseconds(code: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run_python("-c", code)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    times: dict[str, list[float]] = {"import numpy": [], "import nnlib": []}
    for _ in range(1 + 5 * rounds):  # the first compiles the modules and is left out
        for code, values in times.items():
            values.append(cpu_milliseconds(code))
    numpy, nnlib = (median(values[1:]) for values in times.values())
    return [
        "## Import",
        "",
        f"`import numpy` takes {numpy:.0f} ms of CPU time in a new process, `import nnlib` "
        f"{nnlib:.0f} ms: {nnlib / numpy:.2f} times as long.",
    ]


def run_python(*arguments: str) -> str:
    root = str(Path(__file__).resolve().parent.parent)
    environment = os.environ | {"PYTHONPATH": root}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def main(rounds: int) -> None:
    data = nn.datasets.load_mnist(source="mnist")
    for train in PEERS.values():
        train(small_part(data), NETS[0][0], 64, 0)  # load and compile all code
    report = [
        "nnlib beside its peers in float32, with Adam, on MNIST; all in turns, in one process.",
        machine({"numpy": "numpy", "torch": "torch", "sklearn": "scikit-learn", "numba": "numba"}),
        "",
        *training_section(data, rounds),
        "",
        *inference_section(data, rounds),
        "",
        *memory_section(),
        *import_section(rounds),
    ]
    print("\n".join(report))
    if rounds >= 5:
        write_part("Speed", report)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peak", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        name, widths, batch = options.peak
        peak = peak_megabytes(name, tuple(map(int, widths.split("-"))), int(batch))
        print(f"{peak:.0f}")
    else:
        main(options.rounds)
