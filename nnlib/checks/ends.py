"""What a notebook says before the first step and after the last."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from nnlib.checks.compare import fail

OLDEST_NUMPY = (1, 24)
FINISHED, EXTENDED = 0.90, 0.97  # test accuracies that the project asks for


def ready() -> None:
    """Say in one line whether a notebook has what it needs, or how to get it."""
    import nnlib

    numpy_version = tuple(map(int, np.__version__.split(".")[:2]))
    if numpy_version < OLDEST_NUMPY:
        oldest = ".".join(map(str, OLDEST_NUMPY))
        print(
            f"NumPy {np.__version__} is too old, {oldest} or newer is needed: run"
            " `%pip install -U numpy` in a cell of its own, then restart the kernel."
        )
        return
    try:
        data = nnlib.datasets.load_mnist()
    except nnlib.datasets.DatasetError as error:
        print(f"nnlib is ready, but there is no data: {error}")
        return
    here = f"Python {sys.version.split()[0]}, NumPy {np.__version__}, nnlib {installed_version()}"
    print(f"Ready: {here}, data set {data.name}.")


def installed_version() -> str:
    """The version that pip knows, which changes with the code; the number alone in a checkout."""
    import nnlib

    try:
        return version("grimoire-nnlib")
    except PackageNotFoundError:
        return nnlib.__version__


def finish(net: Any, test_accuracy: float, data_set: str = "mnist") -> None:
    """The end: an entry for the club's chat, with the network and its accuracy."""
    sizes = [net.parameters[0].shape[1], *(len(b) for b in net.parameters[1::2])]
    hidden = len(sizes) - 2
    if hidden < 3:
        fail("the project", f"hidden layers: {hidden}", "Give the network at least three.")
    if test_accuracy < FINISHED:
        fail(
            "the project",
            f"{test_accuracy:.1%} of the test images",
            f"{FINISHED:.0%} is the goal. More epochs, or another learning rate?",
        )
    parameters = sum(array.size for array in net.parameters)
    print(
        f"I built a neural network from nothing but NumPy:\n{'-'.join(map(str, sizes))},"
        f" {parameters:,} parameters.\nIt reads {test_accuracy:.2%} of the test images"
        f" ({'MNIST' if data_set == 'mnist' else data_set})."
        + (" Extension done!" if test_accuracy >= EXTENDED else "")
    )
