"""The data set that the book was built with, as the pages that run fetch it."""

from __future__ import annotations

from grimoire.digits import WHOLE, data_set
from grimoire.live.folder import Folder, name_of
from grimoire.problem import BookError
from grimoire.store import Store
from nnlib.datasets.idx import IdxFile, pack, parse
from nnlib.datasets.mnist import MNIST_FILES, cached, located, named_folders


def data_folder(store: Store) -> Folder | None:
    """MNIST's four files, or None where the book has the sample, which is in nnlib's wheel."""
    if data_set() != WHOLE:
        return None
    return Folder.of("data", {f"{file.name}.gz": packed(file, store) for file in MNIST_FILES})


def packed(file: IdxFile, store: Store) -> bytes:
    """A file of MNIST as it was found, or packed where it was not.

    Raises
    ------
    BookError
        If it is damaged.
    """
    found = (located(file, folder) for folder in named_folders())
    path = next(filter(None, found), cached(file))
    data = path.read_bytes()
    try:
        store.make("digits", name_of(data), lambda: parse(data, file).shape)
    except ValueError as error:
        raise BookError(f"{path} cannot be used: {error}. Put a good copy in its place.") from error
    return data if data.startswith(b"\x1f\x8b") else pack(data)
