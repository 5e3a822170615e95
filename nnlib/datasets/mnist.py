"""The MNIST digits: looked for on disk first, and downloaded only if they are not there.

Its four files are known by the SHA-256 of their contents, so a damaged or false copy is never used.
"""

import os
import warnings
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nnlib.datasets.dataset import Dataset, DatasetError, from_images
from nnlib.datasets.download import bytes_at, reason
from nnlib.datasets.idx import IdxFile, parse, size
from nnlib.datasets.sample import load_sample

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
PATIENCE = 8.0  # seconds that all mirrors together may waste on one file
FEW = 8  # files of a folder that a message names
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
    source: Literal["auto", "mnist", "sample"] = "auto",
    dtype: DTypeLike = np.float32,
) -> Dataset:
    """Load the 60,000 training and 10,000 test images of handwritten digits.

    Each file is looked for in `data_dir`, then in the folder that the environment variable
    `NNLIB_DATA` names, then in the user's cache, and at last on the mirrors. A downloaded file is
    kept in the cache. Packed (`name.gz`) and unpacked files are read, under the names that common
    unpackers give them and in the folders where Kaggle and torchvision put them.

    Where that fails there is a sample of MNIST in nnlib itself: the first 6,000 training images and
    every tenth test image.

    Parameters
    ----------
    data_dir : path, optional
        Folder that holds the four MNIST files.
    download : bool
        Whether missing files may be downloaded (11 MB in all). They are not where the environment
        variable `NNLIB_OFFLINE` is set.
    source : {"auto", "mnist", "sample"}
        Where MNIST cannot be had, "auto" takes the sample with a warning, and "mnist" raises.
        "sample" takes the sample in any case.
    dtype : {float32, uint8}
        float32 gives pixels from 0 to 1, in 188 MB. uint8 gives them as they are stored, from 0 to
        255, in 47 MB: for a model that begins with `Scale(1 / 255)`.

    Returns
    -------
    Dataset
        x in [0, 1] with shape (60000, 784) and (10000, 784): ink is 1, paper is 0; labels 0 .. 9.
        `name` is "mnist". The sample has shapes (6000, 784) and (1000, 784); its `name` is
        "mnist-sample".

    Raises
    ------
    DatasetError
        If a file in `data_dir` or `NNLIB_DATA` is damaged; if no place has a file and `source` is
        "mnist".
    ValueError
        If `source` or `dtype` is another one.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
    recognition. The data set is by LeCun, Cortes and Burges (CC BY-SA 3.0).
    """
    if source not in ("auto", "mnist", "sample"):
        raise ValueError(f"unknown source {source!r}: expected 'auto', 'mnist' or 'sample'")
    if np.dtype(dtype) not in (np.float32, np.uint8):
        raise ValueError(f"dtype must be float32 or uint8, got {np.dtype(dtype)}")
    if source == "sample":
        return load_sample(dtype)
    folders = named_folders(data_dir)
    mirrors = list(MIRRORS) if download and not os.environ.get("NNLIB_OFFLINE") else []
    try:
        images = [find(file, folders, mirrors) for file in MNIST_FILES]
        return from_images(*images, name="mnist", dtype=dtype)
    except NotFoundError as error:
        if source == "mnist":
            raise
        in_vain = "".join(f" ({place})" for place in error.tried[: len(folders)])
    sample = load_sample(dtype)
    warnings.warn(
        f"MNIST was not found{in_vain}; going on with a sample of it, "
        f"{len(sample.x_train):,} of its 60,000 training images and {len(sample.x_test):,} of its "
        f"10,000 test images, so figures will differ. For the whole set connect to a network, or "
        f"name the folder with its files in NNLIB_DATA; load_mnist(source='mnist') says what was "
        f"tried.",
        stacklevel=2,
    )
    return sample


class NotFoundError(DatasetError):
    """No place has the file: the one error that `source="auto"` answers with the sample."""

    def __init__(self, message: str, tried: list[str]) -> None:
        super().__init__(message)
        self.tried = tried  # the places, the folders that the user names first


def find(file: IdxFile, folders: list[Path], mirrors: list[str]) -> NDArray[np.uint8]:
    """The array in one MNIST file, from the first place that has it."""
    tried: list[str] = []
    for folder in folders:
        path = located(file, folder)
        if path is None:
            tried.append(f"{folder}: {lack(file, folder)}")
            continue
        try:
            return parse(path.read_bytes(), file)
        except (OSError, ValueError) as error:
            raise DatasetError(
                f"{path} cannot be used: {error}.\nPut a good copy in its place (from "
                f"{' or '.join(MIRRORS)}), or name another folder in data_dir or NNLIB_DATA."
            ) from error
    kept = cached(file)
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
        tried.append("the mirrors: not asked, because of download=False or NNLIB_OFFLINE")
    raise NotFoundError(
        f"{file.name} was not found. Tried:\n  "
        + "\n  ".join(tried)
        + "\nTo supply MNIST, put these files into one folder and pass it as data_dir= or name it "
        "in NNLIB_DATA: " + ", ".join(f"{f.name}.gz" for f in MNIST_FILES),
        tried,
    )


def named_folders(data_dir: str | os.PathLike[str] | None = None) -> list[Path]:
    """The folders that the user names, in the order in which they are searched."""
    named = (data_dir, os.environ.get("NNLIB_DATA"))
    return [Path(folder).expanduser() for folder in named if folder]


def located(file: IdxFile, folder: Path) -> Path | None:
    """Where the file is in a folder, under any of the names that it goes by.

    gzip files of MNIST have a dot in the name of their contents, which some unpackers take up;
    Kaggle keeps a file in a folder of the same name, torchvision all of them in MNIST/raw.
    """
    spellings = [file.name, file.name.replace("-idx", ".idx")]
    names = [name + ending for name in spellings for ending in (".gz", "")]
    paths = (folder / place / name for place in ("", *names, "MNIST/raw") for name in names)
    return next((path for path in paths if os.path.isfile(path)), None)


def lack(file: IdxFile, folder: Path) -> str:
    """Why the file cannot be taken from a folder, and what the folder holds in its place."""
    try:
        there = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        return "no such folder" if isinstance(error, FileNotFoundError) else reason(error)
    more = ", …" if len(there) > FEW else ""
    if any(name.lower().startswith("qmnist") for name in there):
        more += " (QMNIST is another set, and its label files have another form)"
    return f"no {file.name}.gz; it holds {', '.join(there[:FEW]) or 'nothing'}{more}"


def cache_dir() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    return Path(os.path.expanduser(base)) / "nnlib" / "mnist"


def cached(file: IdxFile) -> Path:
    return cache_dir() / f"{file.name}.gz"


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
