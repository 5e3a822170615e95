"""Activation functions act on z = Wa + b, number by number, and make the network nonlinear; without
them a stack of layers would be one layer. Each is here as a function and as a layer.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib.arguments import brief, is_number
from nnlib.arrays import Array, floats
from nnlib.layer import Layer


def sigmoid(z: Any) -> Array:
    """1/(1 + exp(-z)), between 0 and 1.

    >>> print(sigmoid(0.0))
    0.5
    """
    # exp(1000) is inf, and 1/(1 + inf) is the right answer, 0; exp(-1000) is 0
    with np.errstate(over="ignore", under="ignore"):
        s: Array = 1 / (1 + np.exp(-floats(z)))
    return s


def tanh(z: Any) -> Array:
    """tanh(z) = (exp(z) - exp(-z))/(exp(z) + exp(-z)), between -1 and 1."""
    t: Array = np.tanh(z)
    return t


def relu(z: Any) -> Array:
    """max(z, 0).

    >>> relu([-2, 3])
    array([0, 3])
    """
    a: Array = np.maximum(z, 0)
    return a


def leaky_relu(z: Any, slope: float = 0.01) -> Array:
    """z where z > 0, else slope·z.

    >>> leaky_relu([-2.0, 3.0])
    array([-0.02,  3.  ])
    """
    z = np.asarray(z)
    a: Array = np.where(z > 0, z, slope * z)
    return a


def softmax(z: Any) -> Array:
    """exp(z_k) / sum over j of exp(z_j) along the last axis: positive numbers with sum 1.

    The largest z is taken off first. That changes nothing in the ratio and keeps exp finite.

    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])
    """
    z = floats(z)
    with np.errstate(under="ignore"):  # exp(-1000) is 0, and 0 is the right answer
        e: Array = np.exp(z - z.max(axis=-1, keepdims=True))
        a: Array = e / e.sum(axis=-1, keepdims=True)
    return a


def identity(z: Any) -> Array:
    """z itself."""
    return np.asarray(z)


leakyrelu = leaky_relu


class Sigmoid(Layer):
    """a = sigmoid(z), with derivative a(1 - a), at most 1/4."""

    def forward(self, x: Array, training: bool) -> Array:
        a = sigmoid(x)
        if training:
            self.kept = a
        return a

    @np.errstate(under="ignore")
    def backward(self, d_out: Array) -> Array:
        a = self.recall()
        d_in: Array = d_out * (a * (1 - a))
        return d_in


class Tanh(Layer):
    """a = tanh(z), with derivative 1 - a². Pairs with `init="glorot"`."""

    def forward(self, x: Array, training: bool) -> Array:
        a = tanh(x)
        if training:
            self.kept = a
        return a

    def backward(self, d_out: Array) -> Array:
        a = self.recall()
        d_in: Array = d_out * (1 - a * a)
        return d_in


class ReLU(Layer):
    """a = max(z, 0), with derivative 1 where z > 0 and 0 elsewhere (Nair and Hinton, 2010)."""

    def forward(self, x: Array, training: bool) -> Array:
        a = relu(x)
        if training:
            self.kept = a
        return a

    def backward(self, d_out: Array) -> Array:
        d_in: Array = d_out * (self.recall() > 0)
        return d_in


class LeakyReLU(Layer):
    """a = z where z > 0, else slope·z, so that no neuron stops learning (Maas et al., 2013).

    Raises
    ------
    ValueError
        If `slope` is negative or not finite.
    """

    def __init__(self, slope: float = 0.01) -> None:
        if not (is_number(slope) and 0 <= slope < np.inf):
            raise ValueError(f"LeakyReLU needs a slope of at least 0, got slope={brief(slope)}")
        self.slope = float(slope)

    def forward(self, x: Array, training: bool) -> Array:
        if training:
            self.kept = x
        return leaky_relu(x, self.slope)

    def backward(self, d_out: Array) -> Array:
        return np.where(self.recall() > 0, d_out, self.slope * d_out)


class Softmax(Layer):
    """Each row becomes positive numbers with sum 1: a = softmax(z).

    For training a classifier leave it out: `CrossEntropy` takes logits and does it inside.
    """

    def forward(self, x: Array, training: bool) -> Array:
        a = softmax(x)
        if training:
            self.kept = a
        return a

    @np.errstate(under="ignore")
    def backward(self, d_out: Array) -> Array:
        # dL/dz_k = a_k (dL/da_k - sum over j of a_j dL/da_j)
        a = self.recall()
        d_in: Array = a * (d_out - (d_out * a).sum(axis=1, keepdims=True))
        return d_in


class Identity(Layer):
    """a = z: no activation, for the output of a regression or to show what a layer adds."""

    def forward(self, x: Array, training: bool) -> Array:
        return x

    def backward(self, d_out: Array) -> Array:
        return d_out
