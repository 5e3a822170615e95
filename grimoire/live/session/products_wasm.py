"""Let NumPy multiply matrices with the page's kernel: `@` is quick then, in any code.

NumPy's `matmul` chooses from a list of compiled functions by the types of the numbers. Two of them
are replaced here. All that NumPy does around them stays as it is.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

TYPES = {"ff->f": "smatmul", "dd->d": "dmatmul"}
"""What the kernel multiplies, as `np.matmul.types` writes it, and the name of its function."""

HEAD = 8
"""Bytes at the beginning of an object of Python, which count its references and name its type."""

scratch = np.zeros(0, np.uint8)
"""Where the kernel keeps what it has in hand; it is never given away."""


def install(kernel: Any) -> bool:
    """Put the kernel's functions into NumPy's list, and return whether they are there.

    They are not where NumPy keeps its list elsewhere, or where the kernel has been given another
    memory than Python's: all goes on as before then, only slower.

    Parameters
    ----------
    kernel : JavaScript object
        Has the functions of `grimoire/live/kernel`, such as `sgemm`; `smatmul` and `dmatmul` are
        their places in the table by which compiled code calls functions.
    """
    global scratch
    scratch = np.zeros(8 * kernel.dgemm_scratch(), np.uint8)  # enough for sgemm too
    lists = lists_of_matmul()
    if lists is None or not sees_arrays(kernel):
        return False
    functions, given = lists
    for types, name in TYPES.items():
        index = np.matmul.types.index(types)
        functions[index], given[index] = getattr(kernel, name), address(scratch)
    return True


def lists_of_matmul() -> tuple[Array, Array] | None:
    """The functions of `np.matmul`, and what each is given besides the arrays, to be written to.

    A ufunc is a C structure, `PyUFuncObject` in NumPy's headers: behind its head stand three
    counts, its identity, where the two lists are, and how long they are.
    """
    matmul = np.matmul
    n_in, n_out, n_both, _, functions, given, n = words(id(matmul) + HEAD, 7).tolist()
    if (n_in, n_out, n_both, n) != (matmul.nin, matmul.nout, matmul.nargs, matmul.ntypes):
        return None
    return words(functions, n), words(given, n)


def sees_arrays(kernel: Any) -> bool:
    """Whether the kernel works in the memory in which NumPy's arrays stand."""
    a, b, c = (np.full((1, 1), value, np.float32) for value in (2, 3, 0))
    kernel.sgemm(1, 1, 1, *place(a), *place(b), *place(c)[:2], address(scratch))
    return bool(c[0, 0] == 6)


def place(x: Array) -> tuple[int, int, int]:
    """Where a matrix stands: its address, and its strides in numbers."""
    row, column = x.strides
    return address(x), row // x.itemsize, column // x.itemsize


def address(x: Array) -> int:
    """Where the first number of an array stands in memory."""
    first: int = x.__array_interface__["data"][0]
    return first


def words(start: int, n: int) -> Array:
    """The `n` numbers of 32 bits that stand in memory from the address `start` on."""

    class Place:
        __array_interface__ = {  # noqa: RUF012
            "version": 3,
            "data": (start, False),
            "shape": (n,),
            "typestr": "<u4",
        }

    return np.asarray(Place())
