"""Data sets to train on: the MNIST digits, a small stand-in, and four toy problems in the plane.

Every function returns a `Dataset`: one sample per row, float32 inputs, integer labels 0, 1, 2, ...
MNIST is looked for on disk first and downloaded only if it is not there. Its four files are
known by the SHA-256 of their contents, so a damaged or false copy is never used.

The download uses Python's own `urllib`: it needs no further package, and the thread around it
keeps its promise to give up in time even where a name server or a mirror never answers.
"""

import math
import os
import struct
import threading
import time
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
PATIENCE = 8.0  # seconds that all mirrors together may waste on one file
MIN_SPEED = 50_000  # bytes per second; a transfer earns more time while it is faster than this


class IdxFile(NamedTuple):
    """One MNIST file: its name, the shape of its array, and the SHA-256 of its unpacked bytes."""

    name: str
    shape: tuple[int, ...]
    sha256: str


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
        x_train, y_train, x_test, y_test = (_load(f, folders, mirrors) for f in MNIST_FILES)
    except _NotFoundError as missing:
        if source == "mnist":
            raise
        try:
            digits = load_digits()
        except DatasetError as error:
            raise DatasetError(f"{missing}\nThe stand-in is missing too: {error}") from None
        warnings.warn(
            f"MNIST was not found; going on with scikit-learn's {len(digits.x_train)} + "
            f"{len(digits.x_test)} small digits instead, so figures will differ.\n{missing}",
            stacklevel=2,
        )
        return digits
    return Dataset(_rows(x_train), _labels(y_train), _rows(x_test), _labels(y_test), "mnist")


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
    x = _enlarge(images.reshape(-1, 8, 8).astype(np.float32) / 16, 28).reshape(-1, 784)
    y = _labels(labels)
    return Dataset(x[:1500], y[:1500], x[1500:], y[1500:], "digits")


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
        Labels 0 and 1 in turn as the corners (0, 0), (0, 1), (1, 0), (1, 1) are.

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

    def corners(index: NDArray[np.int64], t: NDArray[np.float64]) -> tuple[_Points, _Classes]:
        first, second = index // 2 % 2, index % 2
        return np.stack([first, second], axis=1), first ^ second

    return _in_the_plane("xor", corners, n, noise, seed)


def circles(n: int = 400, noise: float = 0.05, seed: int = 0) -> Dataset:
    """Two circles around the origin: class 0 has radius 1, class 1 has radius 1/2.

    A point is r (cos a, sin a) plus noise, with the angle a uniform in [0, 2 pi).
    Parameters, return value and errors are those of `xor`.

    Examples
    --------
    >>> from nnlib import datasets
    >>> datasets.circles(n=100).x_test.shape
    (100, 2)
    """

    def rings(index: NDArray[np.int64], t: NDArray[np.float64]) -> tuple[_Points, _Classes]:
        y = index % 2
        return _polar(1 - y / 2, 2 * np.pi * t), y

    return _in_the_plane("circles", rings, n, noise, seed)


def moons(n: int = 400, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Two half circles that reach into each other, the upper one class 0, the lower one class 1.

    With a uniform in [0, pi): (cos a, sin a) for class 0, (1 - cos a, 1/2 - sin a) for class 1,
    plus noise. Parameters, return value and errors are those of `xor`.

    Examples
    --------
    >>> from nnlib import datasets
    >>> datasets.moons(n=6).y_train.tolist()
    [0, 1, 0, 1, 0, 1]
    """

    def halves(index: NDArray[np.int64], t: NDArray[np.float64]) -> tuple[_Points, _Classes]:
        y = index % 2
        upper = _polar(1.0, np.pi * t)
        return np.where(y[:, None] == 0, upper, [1.0, 0.5] - upper), y

    return _in_the_plane("moons", halves, n, noise, seed)


def spirals(n: int = 400, noise: float = 0.02, seed: int = 0) -> Dataset:
    """Two spirals that wind around each other one and a half times, one for each class.

    With t uniform in [0, 1): radius t, angle 3 pi t for class 0 and 3 pi t + pi for class 1, plus
    noise. Parameters, return value and errors are those of `xor`.

    References
    ----------
    Lang and Witbrock (1988), Learning to tell two spirals apart.

    Examples
    --------
    >>> from nnlib import datasets
    >>> datasets.spirals(n=300, seed=1).name
    'spirals'
    """

    def arms(index: NDArray[np.int64], t: NDArray[np.float64]) -> tuple[_Points, _Classes]:
        y = index % 2
        return _polar(t, np.pi * (3 * t + y)), y

    return _in_the_plane("spirals", arms, n, noise, seed)


_Points = NDArray[Any]
_Classes = NDArray[np.int64]
_Shape = Callable[[NDArray[np.int64], NDArray[np.float64]], tuple[_Points, _Classes]]


def _in_the_plane(name: str, shape: _Shape, n: int, noise: float, seed: int) -> Dataset:
    """Draw n points of a shape twice: the shape maps counts 0 .. n-1 and chance t to x and y."""
    if n < 1:
        raise ValueError(f"{name}: n must be at least 1 point, got {n}")
    if not 0 <= noise < np.inf:
        raise ValueError(f"{name}: noise is a standard deviation, at least 0, got {noise}")
    rng = np.random.default_rng(seed)

    def draw() -> tuple[NDArray[np.float32], _Classes]:
        x, y = shape(np.arange(n), rng.random(n))
        return (x + noise * rng.standard_normal((n, 2))).astype(np.float32), y

    return Dataset(*draw(), *draw(), name)


def _polar(radius: float | NDArray[np.float64], angle: NDArray[np.float64]) -> _Points:
    """Points (r cos a, r sin a), one a row."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


class _NotFoundError(DatasetError):
    """No place has the file: the one error that `source="auto"` answers with the stand-in."""


def _load(file: IdxFile, folders: list[Path], mirrors: list[str]) -> NDArray[np.uint8]:
    """The array in one MNIST file, from the first place that has it."""
    tried: list[str] = []
    for path in (folder.expanduser() / name for folder in folders for name in _names(file)):
        try:
            return _parse(path.read_bytes(), file)
        except FileNotFoundError:
            tried.append(f"{path}: no such file")
        except (OSError, ValueError) as error:
            raise DatasetError(
                f"{path} cannot be used: {error}.\nPut a good copy in its place (from "
                f"{' or '.join(MIRRORS)}), or name another folder in data_dir or NNLIB_DATA."
            ) from error
    kept = _cache_dir() / f"{file.name}.gz"
    try:
        return _parse(kept.read_bytes(), file)
    except (OSError, ValueError) as error:
        tried.append(f"{kept}: {_reason(error)}")
    for mirror in list(mirrors):
        url = f"{mirror}{file.name}.gz"
        try:
            packed = _download(url, limit=_size(file), grace=PATIENCE / len(mirrors))
            array = _parse(packed, file)
        except (OSError, ValueError) as error:
            tried.append(f"{url}: {_reason(error)}")
            mirrors.append(mirrors.pop(0))  # the next file starts with a mirror that may work
        else:
            _keep(packed, kept)
            return array
    if not mirrors:
        tried.append("the mirrors: not asked, because download=False")
    raise _NotFoundError(
        f"{file.name} was not found. Tried:\n  "
        + "\n  ".join(tried)
        + "\nTo supply MNIST, put these files into one folder and pass it as data_dir= or name it "
        "in NNLIB_DATA: " + ", ".join(f"{f.name}.gz" for f in MNIST_FILES)
    )


def _parse(packed: bytes, file: IdxFile) -> NDArray[np.uint8]:
    """The array in an IDX file: 4 bytes 0, 0, type, rank; the shape; the values; all big-endian.

    Raises ValueError if a byte differs from what the file must hold. Reads at most one byte more
    than that, so a file that unpacks without end does no harm.
    """
    raw = packed
    if packed[:2] == b"\x1f\x8b":
        try:
            raw = zlib.decompressobj(wbits=31).decompress(packed, _size(file) + 1)
        except zlib.error as error:
            raise ValueError(f"its gzip data is damaged ({error})") from error
    unsigned_byte, rank = 8, len(file.shape)
    header = struct.pack(f">4B{rank}I", 0, 0, unsigned_byte, rank, *file.shape)
    if not raw.startswith(header):
        raise ValueError(
            f"it does not start as an IDX file of shape {file.shape} does "
            f"(got {raw[: len(header)].hex()!r}, expected {header.hex()!r})"
        )
    if len(raw) != _size(file):
        more = "or more " if len(raw) > _size(file) else ""
        raise ValueError(f"it unpacks to {len(raw):,} {more}bytes, expected {_size(file):,}")
    import hashlib

    digest = hashlib.sha256(raw).hexdigest()
    if digest != file.sha256:
        raise ValueError(f"its contents have SHA-256 {digest}, expected {file.sha256}")
    return np.frombuffer(raw, dtype=np.uint8, offset=len(header)).reshape(file.shape)


def _size(file: IdxFile) -> int:
    """Bytes in the unpacked file: header and values."""
    return 4 + 4 * len(file.shape) + math.prod(file.shape)


def _names(file: IdxFile) -> tuple[str, str]:
    return f"{file.name}.gz", file.name


def _cache_dir() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    return Path(os.path.expanduser(base)) / "nnlib" / "mnist"


def _download(url: str, limit: int, grace: float) -> bytes:
    """The bytes at a URL, at most `limit` and a little.

    Raises OSError where the server fails, or falls behind: after s seconds it must have sent more
    than (s - grace) * MIN_SPEED bytes. The transfer runs in a thread of its own, because no time
    limit of a socket covers the name server, the headers and bytes that drip in one by one.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import urlopen

    received = bytearray()
    failures: list[Exception] = []
    finished, abandoned = threading.Event(), threading.Event()

    def fetch() -> None:
        try:
            with urlopen(url, timeout=grace) as response:
                while len(received) <= limit and not abandoned.is_set():
                    chunk = response.read1(1 << 16)
                    if not chunk:
                        break
                    received.extend(chunk)
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()
            failures.append(error)
        finally:
            finished.set()

    start = time.monotonic()
    threading.Thread(target=fetch, daemon=True).start()
    try:
        while not finished.is_set():
            left = start + grace + len(received) / MIN_SPEED - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"too slow: {len(received):,} bytes in {grace:.1f} s and more")
            finished.wait(left)
    finally:
        abandoned.set()
    if failures:
        raise OSError(_reason(failures[0])) from failures[0]
    return bytes(received)


def _keep(packed: bytes, path: Path) -> None:
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


def _reason(error: Exception) -> str:
    """What went wrong, in one line: the system's words where it has some."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return str(error) or type(error).__name__


def _rows(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Images as rows: 0 .. 255 becomes 0 .. 1, without a second large copy on the way."""
    return np.divide(images.reshape(len(images), -1), np.float32(255), dtype=np.float32)


def _labels(values: NDArray[Any]) -> NDArray[np.int64]:
    return values.astype(np.int64)


def _enlarge(images: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Images of shape (n, s, s) as (n, side, side): R image R^T, linear between pixel centres."""
    old = images.shape[1]
    centres = np.clip((np.arange(side) + 0.5) * old / side - 0.5, 0, old - 1)
    distance = np.abs(centres[:, None] - np.arange(old))
    r = np.maximum(0, 1 - distance).astype(np.float32)  # (side, old), rows sum to 1
    larger: NDArray[np.float32] = r @ images @ r.T
    return larger
