"""The kernel in the Python it is for: same memory, same results, and nnlib trains with it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from grimoire import ROOT
from grimoire.node import NODE

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def result(pyodide: Path) -> dict:
    command = [NODE, HERE / "run_in_pyodide.mjs", pyodide, ROOT, HERE / "in_pyodide.py"]
    finished = subprocess.run(command, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr[-2000:]
    return json.loads(finished.stdout)


def test_products_are_right_to_rounding_in_all_layouts(result: dict) -> None:
    assert len(result["errors"]) == 2 * 6 * 5
    assert {name: error for name, error in result["errors"].items() if not error <= 1} == {}
    asked = result["errors asked"].split()
    assert (asked.count("sgemm"), asked.count("dgemm")) == (30, 30)


def test_a_part_of_the_gradient_is_written_in_place(result: dict) -> None:
    assert result["into_out asked"] == "sgemm"
    assert result["into_out"]["error"] <= 1
    assert result["into_out"]["around"] == [7]


def test_the_kernel_writes_into_no_array_of_others(result: dict) -> None:
    assert result["neighbours_changed asked"] == "sgemm dgemm"
    assert result["neighbours_changed"] is False


def test_the_memory_may_grow(result: dict) -> None:
    assert result["after_growth asked"] == "sgemm sgemm sgemm"
    assert result["after_growth"] == {"same": True, "far": 1000 * 1000 * 50}


def test_a_step_of_adam_has_the_bits_of_numpy(result: dict) -> None:
    assert result["adam_bits asked"] == "sadam dadam"
    assert result["adam_bits"] == [True] * 6


def test_training_with_the_kernel_learns_the_same(result: dict) -> None:
    training = result["training"]
    assert training["with"] == pytest.approx(training["without"], rel=1e-4)
    assert len(set(training["with"])) == 6
    for calls in training["calls"]:
        asked = calls.split()
        assert asked.count("sadam") == 20  # a batch
        assert asked.count("sgemm") > 20 * 5
        assert set(asked) == {"sadam", "sgemm"}
    assert training["left"] == ""


def test_the_browsers_own_memory_class_is_put_back(result: dict) -> None:
    assert result["memoryIsAsBefore"]
