"""How fast nnlib trains and predicts, beside PyTorch, JAX, scikit-learn and the products alone.

All run on one processor in turns, in one process, on the 60,000 MNIST images in float32, with Adam.
What is compared is the CPU time of an epoch, the median of five rounds. PyTorch, JAX, scikit-learn
and numba take part where they are installed. The table is printed and written to RESULTS.md.

    python benchmarks/speed.py             # all of it, about fifteen minutes
    python benchmarks/speed.py --rounds 1  # a first look; writes nothing
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy and PyTorch are loaded
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.pop("OPENBLAS_CORETYPE", None)  # NumPy chooses the kernel for this processor itself
if hasattr(os, "sched_setaffinity"):  # JAX heeds no setting: it takes all processors that it may
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import argparse
import ctypes
import resource
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import cache, partial
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


@cache
def jax_epoch(widths: Widths, batch: int, n: int) -> Any:
    """An epoch as one program, `epoch(state, X, y, rows)`, compiled beforehand."""
    import jax
    import jax.numpy as jnp

    lr, beta1, beta2, eps = 1e-3, 0.9, 0.999, 1e-8

    def loss_of(parameters: Any, x: Any, y: Any) -> Any:
        *hidden, (W, b) = parameters
        for V, c in hidden:
            x = jax.nn.relu(x @ V + c)
        right = jnp.take_along_axis(jax.nn.log_softmax(x @ W + b), y[:, None], axis=1)
        return -right.mean()

    def epoch(state: Any, X: Any, y: Any, rows: Any) -> Any:
        def step(state: Any, rows: Any) -> Any:
            theta, m, v, t = state
            g = jax.grad(loss_of)(theta, X[rows], y[rows])
            t += 1
            m = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, m, g)
            v = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, v, g)
            low, high = 1 / (1 - beta1**t), 1 / (1 - beta2**t)
            theta = jax.tree.map(
                lambda p, m, v: p - lr * (m * low) / (jnp.sqrt(v * high) + eps), theta, m, v
            )
            return (theta, m, v, t), None

        return jax.lax.scan(step, state, rows)[0]

    X, y = jnp.zeros((n, widths[0])), jnp.zeros(n, jnp.int32)
    rows = jnp.zeros((n // batch, batch), jnp.int32)
    program = jax.jit(epoch, donate_argnums=0)
    return program.lower(jax_start(widths, seed=0), X, y, rows).compile()


def jax_start(widths: Widths, seed: int) -> Any:
    import jax
    import jax.numpy as jnp

    rng = np.random.default_rng(seed)
    theta = [
        (jnp.asarray(rng.normal(0, (2 / a) ** 0.5, (a, b)), jnp.float32), jnp.zeros(b))
        for a, b in pairwise(widths)
    ]
    zeros = jax.tree.map(jnp.zeros_like, theta)
    return theta, zeros, jax.tree.map(jnp.zeros_like, theta), jnp.float32(0)


def train_jax(data: nn.datasets.Dataset, widths: Widths, batch: int, seed: int) -> Predict:
    """Its fastest form: an epoch is one compiled program. Rows that fill no batch are left out."""
    import jax
    import jax.numpy as jnp

    n = len(data.x_train)
    epoch = jax_epoch(widths, batch, n)
    X, y = jnp.asarray(data.x_train), jnp.asarray(data.y_train, jnp.int32)
    state, rng = jax_start(widths, seed), np.random.default_rng(seed)
    for _ in range(EPOCHS):
        rows = rng.permutation(n)[: n // batch * batch].reshape(-1, batch)
        state = epoch(state, X, y, jnp.asarray(rows, jnp.int32))
    theta = jax.block_until_ready(state)[0]

    @jax.jit
    def classes(x: Any) -> Any:
        *hidden, (W, b) = theta
        for V, c in hidden:
            x = jax.nn.relu(x @ V + c)
        return (x @ W + b).argmax(axis=1)

    return lambda images: np.asarray(classes(images))


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


OURS, FUSED, JAX, FLOOR = "nnlib", "nnlib, numba", "JAX, scan", "matrix products"
PEERS: dict[str, Callable[..., Predict]] = {OURS: train_nnlib}
if find_spec("numba"):
    PEERS[FUSED] = train_nnlib_fused
if find_spec("torch"):
    PEERS |= {"torch, fused": train_torch_fused, "torch": train_torch}
if find_spec("sklearn"):
    PEERS["scikit-learn"] = train_sklearn
if find_spec("jax"):
    PEERS[JAX] = train_jax
PEERS[FLOOR] = matrix_products
OWN = [name for name in (OURS, FUSED) if name in PEERS]
RIVALS = [name for name in PEERS if name not in (*OWN, JAX, FLOOR)]


def cpu_seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    begun = process_time()
    result = action()
    return process_time() - begun, result


def training_times(
    data: nn.datasets.Dataset, widths: Widths, batch: int, rounds: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Return CPU seconds per epoch (median) and test accuracy (mean) of every peer."""
    if JAX in PEERS:
        jax_epoch(widths, batch, len(data.x_train))
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
    times = [f"| net / batch | {' | '.join(PEERS)} |", "| --- |" + " ---: |" * len(PEERS)]
    trained = [name for name in PEERS if name != FLOOR]
    accuracies = [f"| net / batch | {' | '.join(trained)} |", "| --- |" + " ---: |" * len(trained)]
    seconds_of = {}
    for net in NETS:
        seconds_of[net], accuracy = training_times(data, *net, rounds)
        cells = [f"{1000 * seconds_of[net][name]:.0f}" for name in PEERS]
        times.append(f"| {shown(*net)} | {' | '.join(cells)} |")
        cells = [f"{accuracy[name]:.2%}" for name in trained]
        accuracies.append(f"| {shown(*net)} | {' | '.join(cells)} |")
        print(times[-1], flush=True)
    return [
        "## Training",
        "",
        f"CPU milliseconds per epoch of {len(data.x_train):,} images; the median of {rounds} "
        f'rounds. "{FLOOR}" is the time of the products alone, below which no library that uses '
        f"them can go. JAX's time to compile is left out, numba's is not: it is kept on disk.",
        "",
        *times,
        "",
        *ratios(seconds_of),
        "",
        f"Accuracy on the test images after {EPOCHS} epochs, mean of {rounds} seeds:",
        "",
        *accuracies,
    ]


def ratios(seconds_of: dict[tuple[Widths, int], dict[str, float]]) -> list[str]:
    """A table of our time as a part of the peers', and of the products' as a part of ours."""
    columns: dict[str, Callable[[dict[str, float]], float]] = {}
    for name in OWN:
        if RIVALS:
            columns[f"{name} / best of PyTorch, scikit-learn"] = lambda s, name=name: (
                s[name] / min(s[rival] for rival in RIVALS)
            )
        if JAX in PEERS:
            columns[f"{name} / {JAX}"] = lambda s, name=name: s[name] / s[JAX]
        columns[f"{FLOOR} / {name}"] = lambda s, name=name: s[FLOOR] / s[name]
    lines = [f"| net / batch | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    table = {net: [ratio(s) for ratio in columns.values()] for net, s in seconds_of.items()}
    for net, values in table.items():
        lines.append(f"| {shown(*net)} | {' | '.join(f'{value:.2f}' for value in values)} |")
    means = [geometric_mean(column) for column in zip(*table.values(), strict=True)]
    lines.append(f"| geometric mean | {' | '.join(f'**{mean:.2f}**' for mean in means)} |")
    return lines


def inference_section(data: nn.datasets.Dataset, rounds: int) -> list[str]:
    """Time predictions of all test images; each peer's network was trained before."""
    names = [name for name in PEERS if name not in (FUSED, FLOOR)]  # numba does not predict
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


def kernel() -> str:
    """Say which matrix products NumPy has chosen, where threadpoolctl can tell."""
    if not find_spec("threadpoolctl"):
        return ""
    from threadpoolctl import threadpool_info

    blas = [i for i in threadpool_info() if i["user_api"] == "blas" and "numpy" in i["filepath"]]
    return "; ".join(f"{i['internal_api']} {i['version']}, {i['architecture']}" for i in blas)


def main(rounds: int) -> None:
    data = nn.datasets.load_mnist(source="mnist")
    for train in PEERS.values():
        train(small_part(data), NETS[0][0], 64, 0)  # load and compile all code
    report = [
        "nnlib beside its peers in float32, with Adam, on MNIST; all in turns, in one process.",
        machine(
            {"numpy": "numpy", "torch": "torch", "jax": "jax", "sklearn": "scikit-learn"}
            | {"numba": "numba"}
        ),
        kernel(),
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
