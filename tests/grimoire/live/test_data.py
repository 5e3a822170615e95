"""The data set that stands in the site: MNIST's files as they were found, or none."""

from __future__ import annotations

import gzip
import hashlib
import struct

import numpy as np
import pytest

from grimoire.live import data
from grimoire.problem import BookError
from grimoire.store import Store
from nnlib.datasets.idx import IdxFile

SHAPES = {"train-images-idx3-ubyte": (6, 28, 28), "train-labels-idx1-ubyte": (6,)}
RAW = {
    name: struct.pack(f">4B{len(shape)}I", 0, 0, 8, len(shape), *shape)
    + np.random.default_rng(0).integers(0, 10, shape, dtype=np.uint8).tobytes()
    for name, shape in SHAPES.items()
}
IMAGES, LABELS = RAW


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A named folder with the images packed and the labels not."""
    files = [IdxFile(n, SHAPES[n], hashlib.sha256(raw).hexdigest()) for n, raw in RAW.items()]
    monkeypatch.setattr(data, "MNIST_FILES", files)
    monkeypatch.setattr(data, "data_set", lambda: "mnist")
    monkeypatch.setenv("NNLIB_DATA", str(tmp_path))
    (tmp_path / f"{IMAGES}.gz").write_bytes(gzip.compress(RAW[IMAGES], compresslevel=1))
    (tmp_path / LABELS).write_bytes(RAW[LABELS])
    return tmp_path


def test_packed_files_stay_as_they_were_found_and_others_are_packed(folder, tmp_path):
    found = data.data_folder(Store(tmp_path / "store"))
    assert set(found.facts) == {f"{name}.gz" for name in RAW}
    contents = found.contents()
    assert contents[f"{IMAGES}.gz"] == (folder / f"{IMAGES}.gz").read_bytes()
    assert gzip.decompress(contents[f"{LABELS}.gz"]) == RAW[LABELS]
    assert found.name == data.data_folder(Store(tmp_path / "store")).name


def test_a_damaged_file_is_never_published(folder, tmp_path):
    (folder / LABELS).write_bytes(RAW[LABELS][:-1] + b"\xff")
    with pytest.raises(BookError, match=f"{LABELS} cannot be used: its contents have SHA-256"):
        data.data_folder(Store(tmp_path / "store"))


def test_where_the_book_has_the_sample_nothing_is_published(tmp_path, monkeypatch):
    monkeypatch.setattr(data, "data_set", lambda: "mnist-sample")
    assert data.data_folder(Store(tmp_path / "store")) is None
