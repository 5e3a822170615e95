"""What every loader returns, and the error it raises."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Dataset(NamedTuple):
    """Samples to learn from, samples to test on, and the name of the set.

    Attributes
    ----------
    x_train : float32 array of shape (n, n_in)
        Inputs to learn from, one sample per row.
    y_train : int64 array of shape (n,)
        Their class indices 0 .. K-1.
    x_test : float32 array of shape (n_test, n_in)
        Inputs to test on.
    y_test : int64 array of shape (n_test,)
        Their class indices.
    name : str
        Such as "mnist" or "digits".
    """

    x_train: NDArray[np.float32]
    y_train: NDArray[np.int64]
    x_test: NDArray[np.float32]
    y_test: NDArray[np.int64]
    name: str


class DatasetError(RuntimeError):
    """A data set is damaged or cannot be found; the message says where we looked and what to do."""
