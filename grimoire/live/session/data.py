"""MNIST from the site itself, fetched when a cell first loads it; or nnlib's sample of it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable


def supply(folder: str, fetch: Callable[[str], bytes]) -> None:
    """Let `nnlib.datasets.load_mnist` take its files from the site.

    Parameters
    ----------
    folder : str
        The address of the folder that holds them, with a slash at the end.
    fetch : function
        Returns the bytes at an address; OSError if they cannot be had.
    """
    from nnlib.datasets import mnist

    def bytes_at(url: str, limit: int, grace: float) -> bytes:
        return fetch(url)

    mnist.MIRRORS = (folder,)  # type: ignore[assignment]
    mnist.bytes_at = bytes_at
    os.environ.pop("NNLIB_OFFLINE", None)


def take_sample() -> None:
    """From now on `load_mnist` gives nnlib's sample; that it does, the page says itself."""
    os.environ["NNLIB_OFFLINE"] = "1"
    warnings.filterwarnings("ignore", "MNIST was not found")
