"""The files of Pyodide, where the machine has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grimoire.live import supply


@pytest.fixture(scope="module")
def pyodide() -> Path:
    """The folder with Pyodide's release, which `make book` brings where it can be had."""
    place = supply.named_folder() or supply.cache()
    if supply.missing(place):
        pytest.skip("Pyodide is not here: `make book` says where it was looked for")
    return place
