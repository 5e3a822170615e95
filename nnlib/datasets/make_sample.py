"""Cut the sample that comes with nnlib out of the whole of MNIST.

Run by hand, `python -m nnlib.datasets.make_sample`; the result is committed. It needs MNIST.
"""

from pathlib import Path

import numpy as np

from nnlib.datasets.idx import header_of, pack
from nnlib.datasets.mnist import MIRRORS, MNIST_FILES, find, named_folders
from nnlib.datasets.sample import FOLDER

TRAINING, TEST = slice(6_000), slice(None, None, 10)


def make_sample(folder: Path) -> None:
    """Write the four files of the sample into a folder."""
    for file in MNIST_FILES:
        whole = find(file, named_folders(), list(MIRRORS))
        part = np.ascontiguousarray(whole[TRAINING if file.name.startswith("train") else TEST])
        raw = header_of(part.shape) + part.tobytes()
        (folder / f"{file.name}.gz").write_bytes(pack(raw))


if __name__ == "__main__":
    make_sample(FOLDER)
