"""Four toy problems in the plane, each with two classes that no straight line parts."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnlib.arguments import is_number, whole_number
from nnlib.datasets.dataset import Dataset

Points = NDArray[Any]
Classes = NDArray[np.intp]
Shape = Callable[[NDArray[np.intp], NDArray[np.float64]], tuple[Points, Classes]]


def xor(n: int = 4, noise: float = 0.0, seed: int = 0) -> Dataset:
    """The corners of the unit square, labelled x1 XOR x2: no straight line parts the classes.

    Parameters
    ----------
    n : int
        Number of training points, and of test points. With 4 and no noise, the truth table.
    noise : float
        Standard deviation of the Gaussian noise added to each coordinate.
    seed : int
        The same seed gives the same points.

    Returns
    -------
    Dataset
        x of shape (n, 2), drawn twice in the same way: once to train on, once to test on.
        The corners (0, 0), (0, 1), (1, 0), (1, 1) come in turn, with labels 0, 1, 1, 0.

    Raises
    ------
    ValueError
        If `n` < 1, or `noise` is negative or not finite.

    References
    ----------
    Minsky and Papert (1969), Perceptrons.

    Examples
    --------
    >>> from nnlib import datasets
    >>> table = datasets.xor()
    >>> table.x_train.tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    >>> table.y_train.tolist()
    [0, 1, 1, 0]
    """

    def corners(index: NDArray[np.intp], t: NDArray[np.float64]) -> tuple[Points, Classes]:
        first, second = index // 2 % 2, index % 2
        return np.stack([first, second], axis=1), first ^ second

    return in_the_plane("xor", corners, n, noise, seed)


def circles(n: int = 400, noise: float = 0.05, seed: int = 0) -> Dataset:
    """Two circles around the origin: class 0 has radius 1, class 1 has radius 1/2.

    A point is r (cos a, sin a) plus noise, with the angle a uniform in [0, 2 pi).
    The classes come in turn. Parameters, shapes and errors are those of `xor`.

    Examples
    --------
    >>> from nnlib import datasets
    >>> datasets.circles(n=100).x_test.shape
    (100, 2)
    """

    def rings(index: NDArray[np.intp], t: NDArray[np.float64]) -> tuple[Points, Classes]:
        y = index % 2
        return polar(1 - y / 2, 2 * np.pi * t), y

    return in_the_plane("circles", rings, n, noise, seed)


def moons(n: int = 400, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Two half circles that reach into each other, the upper one class 0, the lower one class 1.

    With a uniform in [0, pi): (cos a, sin a) for class 0, (1 - cos a, 1/2 - sin a) for class 1,
    plus noise; the classes come in turn. Parameters, shapes and errors are those of `xor`.

    Examples
    --------
    >>> from nnlib import datasets
    >>> datasets.moons(n=6).y_train.tolist()
    [0, 1, 0, 1, 0, 1]
    """

    def halves(index: NDArray[np.intp], t: NDArray[np.float64]) -> tuple[Points, Classes]:
        y = index % 2
        upper = polar(1.0, np.pi * t)
        return np.where(y[:, None] == 0, upper, [1.0, 0.5] - upper), y

    return in_the_plane("moons", halves, n, noise, seed)


def spirals(n: int = 400, noise: float = 0.02, seed: int = 0) -> Dataset:
    """Two spirals that wind around each other one and a half times, one for each class.

    With t uniform in [0, 1): radius t, angle 3 pi t for class 0 and 3 pi t + pi for class 1, plus
    noise; the classes come in turn. Parameters, shapes and errors are those of `xor`.

    References
    ----------
    Lang and Witbrock (1988), Learning to tell two spirals apart.

    Examples
    --------
    >>> from nnlib import datasets
    >>> datasets.spirals(n=300, seed=1).name
    'spirals'
    """

    def arms(index: NDArray[np.intp], t: NDArray[np.float64]) -> tuple[Points, Classes]:
        y = index % 2
        return polar(t, np.pi * (3 * t + y)), y

    return in_the_plane("spirals", arms, n, noise, seed)


def in_the_plane(name: str, shape: Shape, n: int, noise: float, seed: int) -> Dataset:
    """Draw n points of a shape twice: the shape maps counts 0 .. n-1 and chance t to x and y."""
    n = whole_number(f"{name}: n", n, 1)
    if not (is_number(noise) and 0 <= noise < np.inf):
        raise ValueError(f"{name}: noise is a standard deviation, at least 0, got {noise}")
    rng = np.random.default_rng(seed)

    def draw() -> tuple[NDArray[np.float32], Classes]:
        x, y = shape(np.arange(n, dtype=np.intp), rng.random(n))
        return (x + noise * rng.standard_normal((n, 2))).astype(np.float32), y

    return Dataset(*draw(), *draw(), name)


def polar(radius: float | NDArray[np.float64], angle: NDArray[np.float64]) -> Points:
    """Points (r cos a, r sin a), one a row."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
