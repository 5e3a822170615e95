"""The numbers that the checks try the functions on: random, and the same on each call."""

from __future__ import annotations

import numpy as np

from nnlib.arrays import Array


def seeded() -> np.random.Generator:
    """A generator that always gives the same numbers."""
    return np.random.default_rng(0)


def numbers(*shapes: tuple[int, ...], seed: int = 0) -> list[Array]:
    """Return random arrays of these shapes, the same on each call."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]
