"""MNIST from the site itself, fetched when a cell first loads it; or nnlib's sample of it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable

from nnlib.datasets import mnist
from nnlib.datasets.dataset import Dataset


class Supply:
    """Where `nnlib.datasets.load_mnist` takes its files from in a page.

    Parameters
    ----------
    folder : str
        The address of the folder that holds them, with a slash at the end.
    fetch : function
        Returns the bytes at an address; OSError if they cannot be had.
    sample : str
        Why the page is to use the sample; empty where it is to use all of MNIST.

    Attributes
    ----------
    is_whole : bool
        Whether all of MNIST has been loaded.
    """

    def __init__(self, folder: str, fetch: Callable[[str], bytes], sample: str) -> None:
        self.fetch, self.sample, self.reason, self.is_whole = fetch, sample, "", False
        self.load_sample = mnist.load_sample
        mnist.MIRRORS = (folder,)  # type: ignore[assignment]
        mnist.bytes_at = self.bytes_at
        mnist.load_sample = self.sample_with_reason
        warnings.filterwarnings("ignore", "MNIST was not found")  # that is said below

    def bytes_at(self, url: str, limit: int, grace: float) -> bytes:
        """Stands for nnlib's download."""
        try:
            if self.sample:
                raise OSError(self.sample)
            data = self.fetch(url)
        except OSError as error:
            self.reason = str(error)
            raise
        self.is_whole = True
        return data

    def sample_with_reason(self) -> Dataset:
        """nnlib's sample; if all of MNIST was asked for, say why it is not all."""
        data = self.load_sample()
        if self.reason:
            rows = f"{len(data.x_train):,} of 60,000 images"
            print(f"This is a sample of MNIST, {rows}: {self.reason}", file=sys.stderr)
        self.reason = ""
        return data
