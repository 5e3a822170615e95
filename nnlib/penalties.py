"""Penalties pull weights towards zero and leave biases alone: which parts of a vector are weights?

A model declares it for its vector `theta`, so an optimizer that is given `theta` need not be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import finalize

from nnlib.arrays import Array

Parts = Sequence[slice]
EVERYTHING: Parts = (slice(None),)
declared: dict[int, Parts] = {}  # by the identity of a vector that is still in use


def declare_weights(theta: Array, weights: Parts) -> None:
    """Let penalties on this very vector act on these parts of it alone."""
    declared[id(theta)] = weights
    finalize(theta, declared.pop, id(theta))


def weights_of(theta: Array) -> Parts:
    """Return the parts that are weights: all of a vector about which nothing was declared."""
    return declared.get(id(theta), EVERYTHING)
