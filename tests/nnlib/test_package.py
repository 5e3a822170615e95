"""The package: light to import, complete, and true to its word about names."""

import subprocess
import sys

import pytest

import nnlib as nn

HEAVY = ("scipy", "sklearn", "matplotlib", "numba", "tqdm", "threadpoolctl", "pandas")


def test_import_loads_numpy_and_nothing_else_of_weight() -> None:
    code = "import sys, nnlib; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not set(HEAVY) & set(loaded.stdout.split())
    assert "numpy" in loaded.stdout.split()


@pytest.mark.parametrize("name", nn.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert (getattr(nn, name).__doc__ or "").strip()


@pytest.mark.parametrize("name", nn.LAZY)
def test_lazy_names_load_at_first_use_and_are_listed(name: str) -> None:
    assert getattr(nn, name)
    assert name in dir(nn)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Dence'"):
        _ = nn.Dence
