"""Smaller digits, by other hands than those of MNIST; they come with scikit-learn."""

import numpy as np
from numpy.typing import NDArray

from nnlib.datasets.dataset import Dataset, DatasetError


def load_digits() -> Dataset:
    """Load scikit-learn's 1,797 small digits, enlarged from 8x8 to MNIST's 28x28 pixels.

    They come with scikit-learn, so no network is needed. The first 1,500 images are for training.
    The other 297 are for testing; they stay in the order of the source, where each writer's digits
    stand together, so that the test asks mostly about hands that were not seen in training.

    Returns
    -------
    Dataset
        x in [0, 1] with shape (1500, 784) and (297, 784); labels 0 .. 9; `name` is "digits".

    Raises
    ------
    DatasetError
        If scikit-learn is not installed.

    References
    ----------
    Alpaydin and Kaynak (1998), Optical recognition of handwritten digits, UCI Machine Learning
    Repository.
    """
    try:
        from sklearn.datasets import (  # type: ignore[import-untyped, unused-ignore]
            load_digits as bundled_digits,
        )
    except ImportError as error:
        raise DatasetError(
            "the small digits come with scikit-learn, which is not installed: "
            "run `pip install scikit-learn`"
        ) from error
    images, labels = bundled_digits(return_X_y=True)
    x = enlarge(images.reshape(-1, 8, 8).astype(np.float32) / 16, 28).reshape(-1, 784)
    y = labels.astype(np.intp)
    return Dataset(x[:1500], y[:1500], x[1500:], y[1500:], "digits")


def enlarge(images: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Images of shape (n, s, s) as (n, side, side): R image R^T, linear between pixel centres."""
    old = images.shape[1]
    centres = np.clip((np.arange(side) + 0.5) * old / side - 0.5, 0, old - 1)
    distance = np.abs(centres[:, None] - np.arange(old))
    r = np.maximum(0, 1 - distance).astype(np.float32)  # (side, old), rows sum to 1
    larger: NDArray[np.float32] = r @ images @ r.T
    return larger
