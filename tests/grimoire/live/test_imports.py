"""What a cell cannot do in a page, from its text and that of the cells above it."""

from __future__ import annotations

import pytest

from grimoire.live.imports import missing

HAD = {
    "the library of Python": "import json, os.path\nfrom collections.abc import Mapping",
    "packages of the lock": "import numpy as np, matplotlib.pyplot\nfrom sklearn import svm",
    "what those bring along": "import threadpoolctl, scipy.optimize, PIL",
    "nnlib, and a stand-in for glue": "import nnlib as nn\nfrom myst_nb import glue",
    "a name that only looks like one": "torch = 3\nprint('import torch')",
    "no Python": "%pip install torch",
}


@pytest.mark.parametrize("code", HAD.values(), ids=HAD)
def test_nothing_is_missing(code: str) -> None:
    assert missing([code]) == [[]]


LACKING = {
    "a package": ("import torch", ["torch"]),
    "two, by one of their parts": ("import torch.nn as t, dask.array", ["dask", "torch"]),
    "a name out of one": ("from numba import njit", ["numba"]),
    "in a condition": ("if x:\n    import numba\nelse:\n    numba = None", ["numba"]),
    "in a function": ("def f():\n    from torch.nn import ReLU\n    return ReLU", ["torch"]),
}


@pytest.mark.parametrize(("code", "packages"), LACKING.values(), ids=LACKING)
def test_what_a_cell_imports_is_missing(code: str, packages: list[str]) -> None:
    assert missing(["import numpy", code]) == [[], packages]


BELOW = {
    "the module": ("print(torch.__version__)", True),
    "what was made with it": ("data + 1", True),
    "in a function": ("def f(x):\n    return x + data", True),
    "in a comprehension": ("[x + data for x in range(3)]", True),
    "nothing of it": ("print(1)", False),
    "a name of a function's own": ("def f(data):\n    return data", False),
    "a name made anew": ("data = [1]\nprint(data)", False),
}


@pytest.mark.parametrize(("code", "lacks"), BELOW.values(), ids=BELOW)
def test_a_cell_below_that_uses_what_could_not_be_made_lacks_it_too(code: str, lacks: bool) -> None:
    first = "import torch\ndata = torch.zeros(3)"
    assert missing([first, code]) == [["torch"], ["torch"] if lacks else []]


def test_it_goes_on_from_cell_to_cell_until_the_name_is_made_anew() -> None:
    cells = ["import torch", "net = torch.nn", "out = net(1)", "net = 1", "net + 1", "out + 1"]
    assert missing(cells) == [["torch"], ["torch"], ["torch"], [], [], ["torch"]]


def test_a_cell_that_can_do_without_takes_nothing_from_those_below() -> None:
    maybe = "try:\n    import numba\nexcept ImportError:\n    numba = None"
    assert missing([maybe, "print(numba)"]) == [["numba"], []]
