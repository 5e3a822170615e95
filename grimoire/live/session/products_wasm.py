"""Let the page's kernel do nnlib's busiest work, where NumPy is slow: products, the step of Adam.

The kernel works in the memory in which the arrays stand. It is told where each begins, and how far
apart its rows and columns are. What it does not know is left to NumPy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib import optimizers, products
from nnlib.arrays import Array

FEW = 20_000
"""Multiplications in a product, below which NumPy is done before the kernel is called."""

numpy_adam_step = optimizers.adam_step


def install(kernel: Any) -> bool:
    """Put the kernel's functions in the place of nnlib's, and return whether they are there.

    They are not where the kernel has been given another memory than Python's: all goes on as
    before then, only slower.

    Parameters
    ----------
    kernel : JavaScript object
        Has the functions of `grimoire/live/kernel`, such as `sgemm`.
    """
    product = Product(kernel)
    a = np.eye(30, dtype=np.float32)
    if not np.array_equal(product(a, a), a):
        return False
    products.product = product
    optimizers.adam_step = adam_step_by(kernel)
    return True


class Product:
    """`nnlib.products.product`, made by the kernel where it can.

    Attributes
    ----------
    scratch : ndarray
        Where the kernel keeps what it has in hand; it lives as long as this object.
    """

    def __init__(self, kernel: Any) -> None:
        self.kernels = {np.dtype(np.float32): kernel.sgemm, np.dtype(np.float64): kernel.dgemm}
        self.scratch = np.empty(8 * kernel.dgemm_scratch(), np.uint8)  # enough for sgemm too
        self.scratch_address = address(self.scratch)

    def __call__(self, a: Array, b: Array, out: Array | None = None) -> Array:
        gemm = self.kernels.get(a.dtype) if are_plain(a, b) else None
        if gemm is None or len(a) * b.size < FEW or (out is not None and not takes(out, a, b)):
            c: Array = np.matmul(a, b, out=out)
            return c
        c = np.empty((len(a), b.shape[1]), a.dtype) if out is None else out
        sizes = len(a), b.shape[1], len(b)
        c_address, c_row, _ = place(c)
        gemm(*sizes, *place(a), *place(b), c_address, c_row, self.scratch_address)
        return c


def are_plain(a: Any, b: Any) -> bool:
    """Whether these are two matrices of one type that fit each other."""
    return bool(
        type(a) is type(b) is np.ndarray
        and a.ndim == b.ndim == 2
        and a.dtype == b.dtype
        and a.shape[1] == b.shape[0]
        and a.flags.aligned
        and b.flags.aligned
    )


def takes(out: Any, a: Array, b: Array) -> bool:
    """Whether the product can be written into `out` as it is made."""
    return bool(
        type(out) is np.ndarray
        and out.dtype == a.dtype
        and out.shape == (len(a), b.shape[1])
        and out.strides[1] == out.itemsize
        and out.flags.behaved  # may be written to, and is aligned
        and not np.may_share_memory(out, a)
        and not np.may_share_memory(out, b)
    )


def place(x: Array) -> tuple[int, int, int]:
    """Where a matrix stands: its address, and its strides in numbers."""
    row, column = x.strides
    return address(x), row // x.itemsize, column // x.itemsize


def address(x: Array) -> int:
    """Where the first number of an array stands in memory."""
    first: int = x.__array_interface__["data"][0]
    return first


def adam_step_by(kernel: Any) -> Callable[..., None]:
    """A function like `nnlib.optimizers.adam_step` that asks the kernel where it can."""
    kernels = {np.dtype(np.float32): kernel.sadam, np.dtype(np.float64): kernel.dadam}

    def adam_step(theta: Array, grad: Array, m: Array, v: Array, *numbers: float) -> None:
        vectors = theta, grad, m, v
        adam = kernels.get(theta.dtype)
        if adam is None or not all(
            x.flags.carray and x.dtype == theta.dtype and x.shape == theta.shape for x in vectors
        ):
            numpy_adam_step(*vectors, *numbers)
        else:
            adam(theta.size, *map(address, vectors), *numbers)

    return adam_step
