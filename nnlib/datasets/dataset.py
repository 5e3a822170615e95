"""What every loader returns, and the error it raises."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Dataset(NamedTuple):
    """Samples to learn from, samples to test on, and the name of the set.

    Attributes
    ----------
    x_train : float32 array of shape (n, n_in), or uint8 where asked for
        Inputs to learn from, one sample per row.
    y_train : intp array of shape (n,)
        Their class indices 0 .. K-1, of the type by which NumPy counts: int64 on most machines.
    x_test : array of shape (n_test, n_in), of the same type
        Inputs to test on.
    y_test : intp array of shape (n_test,)
        Their class indices.
    name : str
        Such as "mnist" or "mnist-sample".
    """

    x_train: NDArray[Any]
    y_train: NDArray[np.intp]
    x_test: NDArray[Any]
    y_test: NDArray[np.intp]
    name: str


class DatasetError(RuntimeError):
    """A data set is damaged or cannot be found; the message says where we looked and what to do."""


def from_images(*arrays: NDArray[np.uint8], name: str, dtype: DTypeLike) -> Dataset:
    """The data set of training images and labels, test images and labels, all of them bytes."""
    x_train, y_train, x_test, y_test = arrays
    return Dataset(
        rows(x_train, dtype),
        y_train.astype(np.intp),
        rows(x_test, dtype),
        y_test.astype(np.intp),
        name,
    )


def rows(images: NDArray[np.uint8], dtype: DTypeLike) -> NDArray[Any]:
    """Images as rows: as they are, or 0 .. 255 becomes 0 .. 1 without a second large copy."""
    flat = images.reshape(len(images), -1)
    return flat if dtype == np.uint8 else np.divide(flat, np.float32(255), dtype=np.float32)
