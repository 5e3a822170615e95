"""What all layers share: parameters and gradients, alone or as a part of a model.

Notation: rows are samples; `x` (n, n_in) enters; `d_out` is dL/d(output), `d_in` is dL/d(input).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from types import MappingProxyType
from typing import Any

import numpy as np

from nnlib.arrays import Array
from nnlib.describe import arguments, described
from nnlib.elsewhere import no_attribute

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Layer:
    """What all layers share. To write your own, define `forward` and `backward`.

    A layer never writes into the arrays it is given. In training it keeps what `backward` needs. It
    keeps each argument of its constructor under its own name.

    A layer that learns names its parameters and their shapes in `shapes`. Each becomes an array of
    that name, and its gradient, which `backward` writes, one with a d before the name.

    Examples
    --------
    >>> class Scale(Layer):
    ...     def __init__(self, n):
    ...         self.n = n
    ...         self.shapes = {"s": (n,)}
    ...
    ...     def reset(self, rng):
    ...         self.s = 1
    ...
    ...     def forward(self, x, training):
    ...         self.kept = x
    ...         return x * self.s
    ...
    ...     def backward(self, d_out):
    ...         self.ds = (d_out * self.kept).sum(axis=0)
    ...         return d_out * self.s
    """

    n_in: int | None = None  # None: any width
    n_out: int | None = None  # None: as wide as what enters
    n_weights = 0  # the first entries of the layer's parameters: those that weight decay applies to
    shapes: Mapping[str, tuple[int, ...]] = NOTHING  # of the parameters: learned
    statistics: Mapping[str, tuple[int, ...]] = NOTHING  # measured in training, not learned
    arrays: Mapping[str, Array] = NOTHING  # parameters, gradients and statistics, once it has any
    place = ""  # "model.layers[2], " once a model holds the layer
    alone = False  # whether it has parameters without a model
    drawn = False  # whether its parameters begin by `reset` alone: `__init__` sets none
    rng: np.random.Generator  # where random choices in training come from; the model sets it
    kept: Any = None

    def __init__(self) -> None:
        self.shapes, self.statistics = {}, {}

    @property
    def size(self) -> int:
        """How many parameters the layer has."""
        return sum(prod(shape) for shape in self.shapes.values())

    def forward(self, x: Array, training: bool) -> Array:
        """Return the layer's output for the batch `x`."""
        raise NotImplementedError(f"{self!r} must define forward(x, training)")

    def backward(self, d_out: Array) -> Array:
        """Write the gradients of the parameters, and return `d_in`, by the chain rule."""
        raise NotImplementedError(f"{self!r} must define backward(d_out)")

    def gradients(self, d_out: Array) -> None:
        """Write the gradients of the parameters only: the first layer needs no `d_in`."""
        self.backward(d_out)

    def bind(self, theta: Array, grad: Array) -> None:
        """Use these two vectors of length `size` for the parameters and their gradients."""
        start, arrays = 0, {}
        for name, shape in self.shapes.items():
            part = slice(start, start + prod(shape))
            arrays[name] = theta[part].reshape(shape)
            arrays[f"d{name}"] = grad[part].reshape(shape)
            start = part.stop
        for name, shape in self.statistics.items():
            arrays[name] = np.zeros(shape, theta.dtype)
        self.hold(**arrays)

    def hold(self, **arrays: Array) -> None:
        """Make these arrays attributes of the layer; what they are set to beforehand goes in."""
        for name in arrays.keys() & vars(self).keys() - self.arrays.keys():
            arrays[name][...] = vars(self)[name]
        vars(self).update(arrays)
        self.arrays = arrays

    def __setattr__(self, name: str, value: Any) -> None:
        """Assigning to an array of the layer copies the values in: it stays the model's own."""
        if self.drawn and not self.arrays and name in {*self.shapes, *self.statistics}:
            self.stand_alone()
        if name in self.arrays:
            self.arrays[name][...] = value
        else:
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        """Give a layer outside any model its arrays when one is first asked for."""
        if name.startswith("_") or self.place or self.alone or not self.shapes:
            raise no_attribute(type(self).__name__, self, name)
        self.stand_alone()
        return getattr(self, name)

    def reset(self, rng: np.random.Generator) -> None:
        """Draw new initial parameters; without this they start as `__init__` set them, or at 0."""

    def stand_alone(self) -> None:
        """Give a layer outside any model parameters of its own."""
        self.alone = True
        self.bind(np.zeros(self.size, np.float32), np.zeros(self.size, np.float32))
        self.reset(np.random.default_rng(0))

    def join(self, place: str, theta: Array, grad: Array, rng: np.random.Generator) -> None:
        """Become part of a model. What the layer had and was set to on its own stays."""
        own = self.arrays
        self.place = place
        self.bind(theta, grad)
        self.reset(rng)
        for name, values in own.items():
            self.arrays[name][...] = values

    def recall(self) -> Any:
        """Return what `forward` kept for `backward`."""
        if self.kept is None:
            raise RuntimeError(
                f"{self.place}{self!r}: backward was called before forward: "
                f"call forward(x, training=True) first"
            )
        return self.kept

    def check_width(self, x: Array) -> None:
        """Raise `ValueError` unless `x` is (n, n_in)."""
        if x.ndim != 2 or x.shape[1] != self.n_in:
            hint = "check the layer before it and the data"
            if x.ndim == 1:
                hint = "for one sample, pass x[None, :]"
            elif x.ndim == 0:
                hint = "put the number into an array, one row per sample"
            elif x.ndim > 2 and prod(x.shape[1:]) == self.n_in:
                hint = "put Flatten() before it"
            raise ValueError(
                f"{self.place}{self!r} expected input of shape (n, {self.n_in}), "
                f"got {x.shape}: {hint}"
            )

    def arguments(self) -> dict[str, Any]:
        """Return what the constructor was called with, by name."""
        return arguments(self)

    def __repr__(self) -> str:
        return described(self)
