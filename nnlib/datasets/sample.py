"""A sample of MNIST that comes with nnlib, for machines on which the whole cannot be had.

It holds the first 6,000 training images and every tenth test image, in files like MNIST's own.
"""

from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike

from nnlib.datasets.dataset import Dataset, DatasetError, from_images
from nnlib.datasets.idx import IdxFile, parse

FOLDER = Path(__file__).parent / "sample"
SAMPLE_FILES = (
    IdxFile(
        "train-images-idx3-ubyte",
        (6_000, 28, 28),
        "2782ff6f3467f3487a520503c34fe99b761aa97623af029969e59716ac3585c3",
    ),
    IdxFile(
        "train-labels-idx1-ubyte",
        (6_000,),
        "0d830540a6191e75a9f5cd63cd5b4bde38960b893784bbf456d560179296d7cd",
    ),
    IdxFile(
        "t10k-images-idx3-ubyte",
        (1_000, 28, 28),
        "d353016623d61d7d75190455437c57a367f81866a607a1d686b6a0afd725d50d",
    ),
    IdxFile(
        "t10k-labels-idx1-ubyte",
        (1_000,),
        "36a2921a2f1378c9f834c85856c7f19fc85e97636abd8dd0ae14fe1c056e3ed1",
    ),
)


def load_sample(dtype: DTypeLike = np.float32) -> Dataset:
    """Load the 6,000 training and 1,000 test images; `name` is "mnist-sample".

    `dtype` is that of `load_mnist`.

    Raises
    ------
    DatasetError
        If a file of the installed package is missing or damaged.
    """
    arrays = []
    for file in SAMPLE_FILES:
        path = FOLDER / f"{file.name}.gz"
        try:
            arrays.append(parse(path.read_bytes(), file))
        except (OSError, ValueError) as error:
            raise DatasetError(
                f"{path}, a part of nnlib, cannot be used: {error}. Install nnlib again."
            ) from error
    return from_images(*arrays, name="mnist-sample", dtype=dtype)
