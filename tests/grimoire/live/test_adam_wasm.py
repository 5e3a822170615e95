"""What of Adam's steps the page asks of its kernel, and what it leaves to NumPy."""

from __future__ import annotations

import numpy as np
import pytest

import nnlib as nn
from grimoire.live.session import adam_wasm
from nnlib import optimizers

RNG = np.random.default_rng(2)


class Kernel:
    """A kernel in Python that finds its vectors as the real one does: by their addresses."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def sadam(self, *arguments: float) -> None:
        self.adam("<f4", *arguments)

    def dadam(self, *arguments: float) -> None:
        self.adam("<f8", *arguments)

    def adam(self, typestr, n, theta, grad, m, v, *numbers):
        self.calls.append(typestr)
        vectors = [at(address, n, typestr) for address in (theta, grad, m, v)]
        vectors[1] = vectors[1].copy()
        adam_wasm.numpy_adam_step(*vectors, *numbers)


def at(address: int, n: int, typestr: str) -> np.ndarray:
    """The vector that stands there."""

    class Place:
        __array_interface__ = {  # noqa: RUF012
            "version": 3,
            "data": (address, False),
            "shape": (n,),
            "typestr": typestr,
        }

    return np.asarray(Place())


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """The kernel, put in the place of nnlib's step for one test."""
    monkeypatch.setattr(optimizers, "adam_step", optimizers.adam_step)
    made = Kernel()
    adam_wasm.install(made)
    return made


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("optimizer", [nn.Adam, nn.AdamW])
def test_training_asks_the_kernel_and_learns_the_same(kernel: Kernel, dtype, optimizer) -> None:
    x, y = RNG.standard_normal((256, 40)), RNG.integers(0, 3, 256)

    def losses() -> list[float]:
        model = nn.Sequential(nn.Dense(40, 60), nn.ReLU(), nn.Dense(60, 3), dtype=dtype)
        return nn.fit(model, x, y, optimizer=optimizer(0.01), epochs=3, progress=False).loss

    with_kernel = losses()
    assert kernel.calls == 6 * [np.dtype(dtype).str]  # two batches in each of three epochs
    optimizers.adam_step = adam_wasm.numpy_adam_step
    np.testing.assert_allclose(with_kernel, losses(), rtol=1e-5)
    assert len(kernel.calls) == 6


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
    adam_wasm.numpy_adam_step(*numpys, 0.9, 0.99, 1e-3, 0.1)
    for one, other in zip(ours, numpys, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_gradient_of_another_length_is_refused_by_numpy(kernel: Kernel) -> None:
    theta, grad, m, v = vectors(RNG)
    with pytest.raises(ValueError, match="shape"):
        optimizers.adam_step(theta, grad[:8], m, v, 0.9, 0.99, 1e-3, 0.1)
    assert kernel.calls == []
