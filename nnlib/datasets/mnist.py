"""The MNIST digits: looked for on disk first, and downloaded only if they are not there.

Its four files are known by the SHA-256 of their contents, so a damaged or false copy is never used.
"""

import os
import warnings
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnlib.datasets.dataset import Dataset, DatasetError
from nnlib.datasets.digits import load_digits
from nnlib.datasets.download import bytes_at, reason
from nnlib.datasets.idx import IdxFile, parse, size

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
PATIENCE = 8.0  # seconds that all mirrors together may waste on one file
MNIST_FILES = (
    IdxFile(
        "train-images-idx3-ubyte",
        (60_000, 28, 28),
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    IdxFile(
        "train-labels-idx1-ubyte",
        (60_000,),
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    IdxFile(
        "t10k-images-idx3-ubyte",
        (10_000, 28, 28),
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    IdxFile(
        "t10k-labels-idx1-ubyte",
        (10_000,),
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
)


def load_mnist(
    data_dir: str | os.PathLike[str] | None = None,
    download: bool = True,
    source: Literal["auto", "mnist"] = "auto",
) -> Dataset:
    """Load the 60,000 training and 10,000 test images of handwritten digits.

    Each file is looked for in `data_dir`, then in the folder that the environment variable
    `NNLIB_DATA` names, then in the user's cache, and at last on the mirrors. A downloaded file is
    kept in the cache. Both `name.gz` and the unpacked `name` are read.

    Parameters
    ----------
    data_dir : path, optional
        Folder that holds the four MNIST files.
    download : bool
        Whether missing files may be downloaded (11 MB in all).
    source : {"auto", "mnist"}
        Where MNIST cannot be had, "auto" falls back to `load_digits` with a warning, and "mnist"
        raises.

    Returns
    -------
    Dataset
        x in [0, 1] with shape (60000, 784) and (10000, 784): ink is 1, paper is 0; labels 0 .. 9.
        `name` is "mnist", or "digits" after a fall-back.

    Raises
    ------
    DatasetError
        If a file in `data_dir` or `NNLIB_DATA` is damaged; if no place has a file and `source` is
        "mnist" or scikit-learn is not installed.
    ValueError
        If `source` is neither "auto" nor "mnist".

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
    recognition.
    """
    if source not in ("auto", "mnist"):
        raise ValueError(f"unknown source {source!r}: expected 'auto' or 'mnist'")
    folders = [Path(folder) for folder in (data_dir, os.environ.get("NNLIB_DATA")) if folder]
    mirrors = list(MIRRORS) if download else []
    try:
        x_train, y_train, x_test, y_test = (find(f, folders, mirrors) for f in MNIST_FILES)
    except NotFoundError as missing:
        if source == "mnist":
            raise
        try:
            digits = load_digits()
        except DatasetError as error:
            raise DatasetError(f"{missing}\nThe stand-in is missing too: {error}") from None
        warnings.warn(
            f"MNIST was not found; going on with scikit-learn's {len(digits.x_train)} + "
            f"{len(digits.x_test)} small digits instead, so figures will differ. To use MNIST, "
            f"name the folder with its files in NNLIB_DATA; load_mnist(source='mnist') says what "
            f"was tried.",
            stacklevel=2,
        )
        return digits
    return Dataset(
        rows(x_train), y_train.astype(np.int64), rows(x_test), y_test.astype(np.int64), "mnist"
    )


class NotFoundError(DatasetError):
    """No place has the file: the one error that `source="auto"` answers with the stand-in."""


def find(file: IdxFile, folders: list[Path], mirrors: list[str]) -> NDArray[np.uint8]:
    """The array in one MNIST file, from the first place that has it."""
    tried: list[str] = []
    for path in (folder.expanduser() / name for folder in folders for name in names(file)):
        try:
            return parse(path.read_bytes(), file)
        except FileNotFoundError:
            tried.append(f"{path}: no such file")
        except (OSError, ValueError) as error:
            raise DatasetError(
                f"{path} cannot be used: {error}.\nPut a good copy in its place (from "
                f"{' or '.join(MIRRORS)}), or name another folder in data_dir or NNLIB_DATA."
            ) from error
    kept = cache_dir() / f"{file.name}.gz"
    try:
        return parse(kept.read_bytes(), file)
    except (OSError, ValueError) as error:
        tried.append(f"{kept}: {reason(error)}")
    for mirror in list(mirrors):
        url = f"{mirror}{file.name}.gz"
        try:
            packed = bytes_at(url, limit=size(file), grace=PATIENCE / len(mirrors))
            array = parse(packed, file)
        except (OSError, ValueError) as error:
            tried.append(f"{url}: {reason(error)}")
            mirrors.append(mirrors.pop(0))  # the next file starts with a mirror that may work
        else:
            keep(packed, kept)
            return array
    if not mirrors:
        tried.append("the mirrors: not asked, because download=False")
    raise NotFoundError(
        f"{file.name} was not found. Tried:\n  "
        + "\n  ".join(tried)
        + "\nTo supply MNIST, put these files into one folder and pass it as data_dir= or name it "
        "in NNLIB_DATA: " + ", ".join(f"{f.name}.gz" for f in MNIST_FILES)
    )


def names(file: IdxFile) -> tuple[str, str]:
    return f"{file.name}.gz", file.name


def cache_dir() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    return Path(os.path.expanduser(base)) / "nnlib" / "mnist"


def keep(packed: bytes, path: Path) -> None:
    """Write a file that is there whole or not at all, even if two processes write it at once."""
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(packed)
            os.replace(part, path)
        except BaseException:
            os.unlink(part)
            raise
    except OSError as error:
        warnings.warn(f"{path} could not be kept for the next time: {error}", stacklevel=4)


def rows(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Images as rows: 0 .. 255 becomes 0 .. 1, without a second large copy on the way."""
    return np.divide(images.reshape(len(images), -1), np.float32(255), dtype=np.float32)
