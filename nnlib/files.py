"""Models and checkpoints are .npz files: NumPy arrays by name, and a header of text (JSON)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from os import PathLike
from typing import Any

import numpy as np

from nnlib.arrays import Array


def write(path: str | PathLike[str], header: dict[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write to a temporary file beside `path`, then rename it: `path` is never half written."""
    check_place(path)
    temporary = f"{os.fspath(path)}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            np.savez(file, allow_pickle=False, header=np.array(text(header)), **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


def check_place(path: str | PathLike[str]) -> None:
    """Raise the `OSError` that writing to `path` would end with, in words that name the place."""
    folder = os.path.dirname(os.fspath(path)) or "."
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"{path} cannot be written: make the folder {folder} first")
    if os.path.isdir(path):
        raise IsADirectoryError(f"{path} cannot be written: it is a folder, so add a file name")
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"{path} cannot be written: the folder {folder} is read-only")


def text(header: Mapping[str, Any]) -> str:
    """Return a header as JSON, arrays and numbers of NumPy as lists and plain numbers."""

    def simple(value: Any) -> Any:
        if isinstance(value, np.ndarray | np.generic):
            return value.tolist()
        raise TypeError(f"{value!r} cannot be written into a file: use numbers, text and lists")

    return json.dumps(header, default=simple)


def plain(header: Mapping[str, Any]) -> dict[str, Any]:
    """Return a header as it comes back from a file."""
    again: dict[str, Any] = json.loads(text(header))
    return again


def read(path: str | PathLike[str], kind: str) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return header and arrays of a file that `write` made, with `header["format"] == kind`.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is damaged or another kind of file. Pickles are never loaded.
    """
    try:
        with open(path, "rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        header = json.loads(str(arrays.pop("header")))
        found = header["format"]
    except (FileNotFoundError, PermissionError, IsADirectoryError):
        raise
    except Exception as error:  # NumPy, zipfile and json raise a dozen kinds for damaged files
        raise ValueError(
            f"{path} is damaged or was not written by nnlib ({type(error).__name__}: {error}): "
            f"use another copy, or train again"
        ) from error
    if found != kind:
        raise ValueError(f"{path} has format {found!r}, expected {kind!r}: update nnlib")
    return header, arrays
