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
    assert len(result["errors"]) == 2 * 6 * 6
    assert {name: error for name, (error, _) in result["errors"].items() if not error <= 1} == {}


def test_numpy_multiplies_with_the_kernel_all_but_single_columns(result: dict) -> None:
    packed = {name: packed for name, (_, packed) in result["errors"].items()}
    assert packed == {name: "x1 " not in name for name in packed}
    assert set(packed.values()) == {True, False}


def test_a_part_of_an_array_is_written_in_place(result: dict) -> None:
    assert len(result["into_out"]) == 5
    for error, around in result["into_out"].values():
        assert error <= 1
        assert around
    assert result["over_itself"] < 1e-4


def test_stacks_vectors_and_nothing_are_multiplied_as_ever(result: dict) -> None:
    found = result["stacks_and_vectors"]
    assert found["a stack"] <= 1
    assert max(found["a vector first"], found["a vector last"]) < 1e-4
    assert result["empty"] == [[], [[0, 0, 0], [0, 0, 0]], [[], []]]


def test_other_types_are_left_to_numpy(result: dict) -> None:
    assert result["left_to_numpy"] == {"products": [[[5, 14], [14, 50]]] * 4, "packed": False}


def test_a_mistake_is_told_by_numpy(result: dict) -> None:
    assert "mismatch in its core dimension" in result["mistake"]


def test_class_indices_can_be_counted_where_numbers_have_32_bits(result: dict) -> None:
    assert result["counts_of_classes"] == [True] * 6


def test_the_kernel_writes_into_no_array_of_others(result: dict) -> None:
    assert result["neighbours_changed"] is False


def test_the_memory_may_grow(result: dict) -> None:
    assert result["after_growth"] == {"same": True, "far": 1000 * 1000 * 50}


def test_a_step_of_adam_has_the_bits_of_numpy(result: dict) -> None:
    assert result["adam_bits"] == {"same": [True] * 6, "asked": "sadam dadam"}


def test_training_with_the_kernel_learns_the_same(result: dict) -> None:
    training = result["training"]
    assert training["with"] == pytest.approx(training["without"], rel=1e-4)
    assert len(set(training["with"])) == 6
    assert training["asked"] == " ".join(2 * 20 * ["sadam"])  # one for each batch
    assert training["packed"]
    assert training["left"] == ["", False]


def test_the_browsers_own_memory_class_is_put_back(result: dict) -> None:
    assert result["memoryIsAsBefore"]
