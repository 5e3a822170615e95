"""When NumPy is given the page's kernel, and when it is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from grimoire.live.session import products_wasm


class Kernel:
    """A kernel in Python, which works on what stands at the addresses that it is given."""

    smatmul, dmatmul = 1, 2

    def __init__(self, memory: bool = True) -> None:
        self.memory = memory

    def dgemm_scratch(self) -> int:
        return 100

    def sgemm(self, m, n, k, a, a_row, a_column, b, b_row, b_column, c, c_row, scratch) -> None:
        if self.memory:
            left, right, result = (products_wasm.words(x, 1).view(np.float32) for x in (a, b, c))
            result[:] = left * right


@pytest.mark.parametrize("memory", [True, False])
def test_a_kernel_in_another_memory_is_noticed(memory: bool) -> None:
    kernel = Kernel(memory)
    assert products_wasm.sees_arrays(kernel) is memory


def test_a_numpy_that_keeps_its_functions_elsewhere_is_left_alone() -> None:
    a = np.eye(30)
    assert products_wasm.lists_of_matmul() is None  # a machine of 64 bits
    assert not products_wasm.install(Kernel())
    np.testing.assert_array_equal(a @ a, a)
