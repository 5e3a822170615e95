"""Is the gradient right? Move a parameter a little, and see whether the loss moves as it said."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib.arrays import Array
from nnlib.losses import Loss
from nnlib.model import Sequential
from nnlib.preparing import checked_data, checked_loss, checked_model

PER_ARRAY = 25  # entries tried in each array of parameters
STEPS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)


def check_gradients(model: Sequential, loss: Loss, X: Any, y: Any, seed: Any = 0) -> float:
    """Return the largest relative error of the gradient, against central differences.

    For an entry of theta, a = dL/dtheta from `backward` is compared with
    b = (L(theta + h) - L(theta - h))/(2h): the error is `|a - b| / max(|a|, |b|, 1e-8)`.
    Below 1e-5 all is well; above 1e-2 there is a mistake.

    The check works on a copy in float64 with the `backward` that trains. It tries up to 25 entries
    of each array of parameters, and one random direction through all of them at once. Of several
    steps h the best counts: a small h suffers from rounding, a large one may cross the kink of a
    ReLU, a wrong gradient is wrong with each. All parameters of the copy are first moved by about
    0.01, since biases start at zero, where a ReLU may have its kink. Dropout drops the same numbers
    every time.

    Parameters
    ----------
    model : Sequential
        Is not changed.
    loss : Loss
        The loss to differentiate.
    X : array-like
        Inputs (n, n_in); a few samples are enough.
    y : array-like
        What the loss compares the outputs with.
    seed : int, Generator or None
        Chooses the entries and the direction.

    Examples
    --------
    >>> from nnlib import CrossEntropy, Dense, Sequential, Tanh
    >>> model = Sequential(Dense(3, 4), Tanh(), Dense(4, 2))
    >>> X, y = np.eye(3), np.array([0, 1, 1])
    >>> check_gradients(model, CrossEntropy(), X, y) < 1e-6
    True
    """
    model, loss = checked_model(model), checked_loss(loss)
    twin = model.copy(dtype=np.float64)
    X, y = checked_data(twin, X, y, loss)
    rng = np.random.default_rng(seed)
    theta = twin.theta + 0.01 * rng.standard_normal(twin.theta.size)

    def loss_at(parameters: Array) -> float:
        twin.theta = parameters
        twin.use_generator(np.random.default_rng(0))
        return loss(twin.forward(X, training=True), y)

    loss_at(theta)
    twin.backward(loss.backward())
    grad = twin.grad.copy()

    def error_along(direction: Array) -> float:
        a = float(grad @ direction)
        errors = []
        for h in STEPS:
            b = (loss_at(theta + h * direction) - loss_at(theta - h * direction)) / (2 * h)
            errors.append(abs(a - b) / max(abs(a), abs(b), 1e-8))
        return min(errors)

    directions = [one_hot(entry, theta.size) for entry in chosen_entries(twin, rng)]
    directions.append(rng.standard_normal(theta.size) / np.sqrt(theta.size))
    return max(error_along(direction) for direction in directions)


def chosen_entries(model: Sequential, rng: np.random.Generator) -> list[int]:
    """Return indices into theta: some of each array of parameters."""
    entries: list[int] = []
    start = 0
    for layer in model.layers:
        for size in (int(np.prod(shape)) for shape in layer.shapes.values()):
            chosen = rng.choice(size, min(size, PER_ARRAY), replace=False)
            entries.extend(start + chosen)
            start += size
    return entries


def one_hot(i: int, n: int) -> Array:
    """Return n zeros with a one at place i."""
    direction = np.zeros(n)
    direction[i] = 1
    return direction
