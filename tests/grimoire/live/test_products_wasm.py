"""What the page asks of its kernel, and what it leaves to NumPy."""

from __future__ import annotations

import numpy as np
import pytest

import nnlib as nn
from grimoire.live.session import products_wasm
from nnlib import optimizers, products

RNG = np.random.default_rng(2)


class Kernel:
    """A kernel in Python that finds its matrices as the real one does: by address and strides."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.scratches: set[int] = set()

    def sgemm_scratch(self) -> int:
        return 100

    dgemm_scratch = sgemm_scratch

    def sgemm(self, *arguments: int) -> None:
        self.gemm("<f4", *arguments)

    def dgemm(self, *arguments: int) -> None:
        self.gemm("<f8", *arguments)

    def gemm(self, typestr, m, n, k, a, a_row, a_column, b, b_row, b_column, c, c_row, scratch):
        self.calls.append(typestr)
        self.scratches.add(scratch)
        at(scratch, (100,), (1,), typestr)[...] = np.nan
        left, right = (m, k), (k, n)
        c_array = at(c, (m, n), (c_row, 1), typestr)
        np.matmul(
            at(a, left, (a_row, a_column), typestr),
            at(b, right, (b_row, b_column), typestr),
            out=c_array,
        )

    def sadam(self, *arguments: float) -> None:
        self.adam("<f4", *arguments)

    def dadam(self, *arguments: float) -> None:
        self.adam("<f8", *arguments)

    def adam(self, typestr, n, theta, grad, m, v, *numbers):
        self.calls.append(f"adam {typestr}")
        vectors = [at(address, (n,), (1,), typestr) for address in (theta, grad, m, v)]
        vectors[1] = vectors[1].copy()
        products_wasm.numpy_adam_step(*vectors, *numbers)


def at(address: int, shape: tuple[int, ...], strides: tuple[int, ...], typestr: str) -> np.ndarray:
    """The array that stands there; strides in numbers."""

    class Place:
        __array_interface__ = {  # noqa: RUF012
            "version": 3,
            "data": (address, False),
            "shape": shape,
            "strides": tuple(stride * int(typestr[-1]) for stride in strides),
            "typestr": typestr,
        }

    return np.asarray(Place())


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """The kernel, put in the place of nnlib's functions for one test."""
    monkeypatch.setattr(products, "product", products.product)
    monkeypatch.setattr(optimizers, "adam_step", optimizers.adam_step)
    made = Kernel()
    assert products_wasm.install(made)
    made.calls.clear()
    return made


def numbers(*shape: int, dtype: type = np.float32) -> np.ndarray:
    return RNG.standard_normal(shape).astype(dtype)


def half_aligned(*shape: int) -> np.ndarray:
    """Numbers that begin one byte beside the places where numbers of their size belong."""
    array = numbers(*shape)
    raw = np.zeros(array.nbytes + 1, np.uint8)[1:]
    raw[...] = np.frombuffer(array.tobytes(), np.uint8)
    return raw.view(np.float32).reshape(shape)


KNOWN = {
    "rows": lambda dtype: (numbers(40, 30, dtype=dtype), numbers(30, 50, dtype=dtype)),
    "columns": lambda dtype: (numbers(30, 40, dtype=dtype).T, numbers(50, 30, dtype=dtype).T),
    "turned": lambda dtype: (
        numbers(40, 30, dtype=dtype)[::-1],
        numbers(30, 50, dtype=dtype)[:, ::-1],
    ),
    "every second": lambda dtype: (
        numbers(40, 60, dtype=dtype)[:, ::2],
        numbers(60, 50, dtype=dtype)[::2],
    ),
    "broadcast": lambda dtype: (
        np.broadcast_to(numbers(1, 30, dtype=dtype), (40, 30)),
        np.broadcast_to(numbers(30, 1, dtype=dtype), (30, 50)),
    ),
    "one row": lambda dtype: (numbers(1, 300, dtype=dtype), numbers(300, 90, dtype=dtype)),
    "one column": lambda dtype: (numbers(90, 300, dtype=dtype), numbers(300, 1, dtype=dtype)),
    "with itself": lambda dtype: (both := numbers(40, 40, dtype=dtype), both),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", KNOWN.values(), ids=KNOWN)
def test_the_kernel_multiplies_matrices_of_either_precision(kernel: Kernel, make, dtype) -> None:
    a, b = make(dtype)
    a.flags.writeable = b.flags.writeable = False
    c = products.product(a, b)
    assert kernel.calls == [a.dtype.str]
    assert type(c) is np.ndarray
    assert (c.dtype, c.flags.c_contiguous) == (dtype, True)
    np.testing.assert_allclose(c, a @ b, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("part", [slice(None), slice(None, None, 2), slice(None, None, -1)])
def test_the_kernel_writes_into_out(kernel: Kernel, part: slice) -> None:
    rows = 80 if part.step == 2 else 40
    whole, a, b = numbers(rows, 60), numbers(40, 30), numbers(30, 50)
    out = whole[part, 5:55]
    before = whole.copy()
    assert products.product(a, b, out=out) is out
    assert kernel.calls == ["<f4"]
    before[part, 5:55] = a @ b
    np.testing.assert_allclose(whole, before, rtol=1e-4, atol=1e-4)


class Own(np.ndarray):
    """An array that may multiply in its own way."""


A, B = numbers(40, 30), numbers(30, 50)
UNKNOWN = {
    "whole numbers": (np.ones((40, 30), int), np.ones((30, 50), int), None),
    "float16": (A.astype(np.float16), B.astype(np.float16), None),
    "complex": (A.astype(complex), B.astype(complex), None),
    "objects": (A.astype(object), B.astype(object), None),
    "two types": (A, B.astype(np.float64), None),
    "two orders of bytes": (A.astype(">f4"), B, None),
    "big-endian": (A.astype(">f4"), B.astype(">f4"), None),
    "beside the grid": (half_aligned(40, 30), B, None),
    "a vector first": (numbers(300), numbers(300, 90), None),
    "a vector last": (numbers(90, 300), numbers(300), None),
    "a stack": (numbers(2, 40, 30), B, None),
    "a list": (A.tolist(), B, None),
    "an array of another kind": (A.view(Own), B, None),
    "nothing to add": (numbers(200, 0), numbers(0, 200), None),
    "no rows": (numbers(0, 300), numbers(300, 200), None),
    "no columns": (numbers(200, 300), numbers(300, 0), None),
    "few": (numbers(4, 5), numbers(5, 6), None),
    "out of another type": (A, B, np.empty((40, 50))),
    "out by columns": (A, B, np.empty((50, 40), np.float32).T),
    "out with gaps": (A, B, np.empty((40, 100), np.float32)[:, ::2]),
    "out beside the grid": (A, B, half_aligned(40, 50)),
    "out of many": (A, B, np.empty((2, 40, 50), np.float32)),
}


@pytest.mark.parametrize(("a", "b", "out"), UNKNOWN.values(), ids=UNKNOWN)
def test_numpy_multiplies_what_the_kernel_does_not_know(kernel: Kernel, a, b, out) -> None:
    right = np.matmul(a, b, out=None if out is None else out.copy("K"))
    c = products.product(a, b, out=out)
    assert kernel.calls == []
    assert out is None or c is out
    assert (type(c), c.dtype) == (type(right), right.dtype)
    np.testing.assert_array_equal(c, right)


WRONG = {
    "lengths": (A, B.T, None),
    "out too small": (A, B, np.empty((39, 50), np.float32)),
    "out to read only": (A, B, np.broadcast_to(np.float32(0), (40, 50))),
    "numbers": (np.float32(2), B, None),
}


@pytest.mark.parametrize(("a", "b", "out"), WRONG.values(), ids=WRONG)
def test_mistakes_are_those_of_numpy(kernel: Kernel, a, b, out) -> None:
    with pytest.raises(ValueError) as numpys:
        np.matmul(a, b, out=out)
    with pytest.raises(ValueError) as ours:
        products.product(a, b, out=out)
    assert str(ours.value) == str(numpys.value)
    assert kernel.calls == []


@pytest.mark.parametrize("which", ["a", "b"])
def test_out_may_overlap_what_is_multiplied(kernel: Kernel, which: str) -> None:
    square, other = numbers(40, 40), numbers(40, 40)
    a, b = (square, other) if which == "a" else (other, square)
    right = a @ b
    products.product(a, b, out=square[:, :])
    np.testing.assert_allclose(square, right, rtol=1e-4, atol=1e-4)


def test_the_scratch_of_the_kernel_is_never_given_away(kernel: Kernel) -> None:
    for dtype in (np.float32, np.float64):
        products.product(A.astype(dtype), B.astype(dtype))
    held = products.product.scratch
    assert kernel.scratches == {products_wasm.address(held)}
    assert held.nbytes == 100 * 8


def test_a_kernel_in_another_memory_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    before = products.product, optimizers.adam_step
    elsewhere = Kernel()
    monkeypatch.setattr(elsewhere, "gemm", lambda *arguments: None)
    assert not products_wasm.install(elsewhere)
    assert (products.product, optimizers.adam_step) == before


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("optimizer", [nn.Adam, nn.AdamW])
def test_training_asks_the_kernel_and_learns_the_same(kernel: Kernel, dtype, optimizer) -> None:
    x, y = RNG.standard_normal((256, 40)), RNG.integers(0, 3, 256)
    letter = np.dtype(dtype).str

    def losses() -> list[float]:
        model = nn.Sequential(nn.Dense(40, 60), nn.ReLU(), nn.Dense(60, 3), dtype=dtype)
        return nn.fit(model, x, y, optimizer=optimizer(0.01), epochs=3, progress=False).loss

    with_kernel = losses()
    asked = list(kernel.calls)
    products.product, optimizers.adam_step = np.matmul, products_wasm.numpy_adam_step
    np.testing.assert_allclose(with_kernel, losses(), rtol=1e-5)
    assert asked == kernel.calls
    assert asked.count(letter) == 6 * 5  # of five products a batch none is too small
    assert asked.count(f"adam {letter}") == 6


def vectors(rng: np.random.Generator, n: int = 9, dtype: type = np.float32) -> list[np.ndarray]:
    """theta, grad, m and v."""
    return [abs(rng.standard_normal(n)).astype(dtype) for _ in range(4)]


STEPS = {
    "float16": lambda rng: vectors(rng, dtype=np.float16),
    "two types": lambda rng: [*vectors(rng)[:3], rng.random(9)],
    "a gradient with gaps": lambda rng: [
        v[::2] if i == 1 else v[:9] for i, v in enumerate(vectors(rng, 18))
    ],
    "parameters with gaps": lambda rng: [
        v[::2] if i == 0 else v[:9] for i, v in enumerate(vectors(rng, 18))
    ],
}


@pytest.mark.parametrize("make", STEPS.values(), ids=STEPS)
def test_steps_that_the_kernel_does_not_know_are_numpys(kernel: Kernel, make) -> None:
    ours, numpys = (make(np.random.default_rng(1)) for _ in range(2))
    optimizers.adam_step(*ours, 0.9, 0.99, 1e-3, 0.1)
    assert kernel.calls == []
    products_wasm.numpy_adam_step(*numpys, 0.9, 0.99, 1e-3, 0.1)
    for one, other in zip(ours, numpys, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_gradient_of_another_length_is_refused_by_numpy(kernel: Kernel) -> None:
    theta, grad, m, v = vectors(RNG)
    with pytest.raises(ValueError, match="shape"):
        optimizers.adam_step(theta, grad[:8], m, v, 0.9, 0.99, 1e-3, 0.1)
    assert kernel.calls == []
