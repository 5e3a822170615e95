"""Data sets to train on: the MNIST digits, smaller digits, and four toy problems in the plane.

Every function returns a `Dataset`: one sample per row, float32 inputs, integer labels 0, 1, 2, ...
"""

from nnlib.datasets.dataset import Dataset, DatasetError
from nnlib.datasets.digits import load_digits
from nnlib.datasets.mnist import load_mnist
from nnlib.datasets.toys import circles, moons, spirals, xor

__all__ = [
    "Dataset",
    "DatasetError",
    "circles",
    "load_digits",
    "load_mnist",
    "moons",
    "spirals",
    "xor",
]
