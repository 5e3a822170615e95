"""Inputs on another scale: a model that begins with this layer takes them as they were stored."""

from __future__ import annotations

from math import isfinite

from nnlib.arguments import brief, is_number
from nnlib.arrays import Array
from nnlib.layer import Layer


class Scale(Layer):
    """Multiply every number by `factor`.

    A model that begins with `Scale(1 / 255)` takes pixels as bytes from 0 to 255, which need a
    quarter of the memory of float32: they become floats a batch at a time.

    Parameters
    ----------
    factor : float
        What to multiply by, not 0.

    Raises
    ------
    ValueError
        If `factor` is 0 or not finite.

    Examples
    --------
    >>> from nnlib import Dense, Sequential
    >>> model = Sequential(Scale(1 / 255), Dense(3, 2))
    >>> model([[0, 51, 255]]).shape
    (1, 2)
    """

    def __init__(self, factor: float) -> None:
        if not (is_number(factor) and isfinite(factor) and factor):
            raise ValueError(f"Scale needs a finite factor other than 0, got {brief(factor)}")
        self.factor = float(factor)  # one of NumPy would turn float32 into float64

    def forward(self, x: Array, training: bool) -> Array:
        a: Array = x * self.factor
        return a

    def backward(self, d_out: Array) -> Array:
        d_in: Array = d_out * self.factor
        return d_in
