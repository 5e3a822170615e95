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
    temporary = f"{os.fspath(path)}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            np.savez(file, allow_pickle=False, header=np.array(json.dumps(header)), **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


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
