"""MNIST from the site itself, fetched when a cell first loads it; or nnlib's sample of it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from typing import Any

from nnlib.datasets import mnist
from nnlib.datasets.dataset import Dataset


class Supply:
    """Where `nnlib.datasets.load_mnist` takes its files from in a page.

    Parameters
    ----------
    folder : str or None
        The address of the folder that holds them, with a slash at the end. None takes nnlib's
        sample without a word: the page says that it does.
    fetch : function
        Returns the bytes at an address; OSError if they cannot be had.
    """

    def __init__(self, folder: str | None, fetch: Callable[[str], bytes]) -> None:
        self.fetch, self.reason = fetch, ""
        self.load_sample = mnist.load_sample
        mnist.MIRRORS = (folder,) if folder else ()  # type: ignore[assignment]
        mnist.bytes_at = self.bytes_at
        mnist.load_sample = self.sample_with_reason
        warnings.filterwarnings("ignore", "MNIST was not found")  # that is said below

    def bytes_at(self, url: str, limit: int, grace: float) -> bytes:
        """Stands for nnlib's download."""
        try:
            return self.fetch(url)
        except OSError as error:
            self.reason = str(error)
            raise

    def sample_with_reason(self, dtype: Any) -> Dataset:
        """nnlib's sample; where files of MNIST did not come, say so."""
        data = self.load_sample(dtype)
        if self.reason:
            rows = f"{len(data.x_train):,} of its 60,000 images"
            print(
                f"{self.reason} The cell goes on with a sample of MNIST, {rows}.", file=sys.stderr
            )
        self.reason = ""
        return data
