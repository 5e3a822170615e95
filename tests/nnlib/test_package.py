"""The package: light to import, complete, and true to its word about names."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nnlib as nn

MODULES = sorted(Path(nn.__file__).parent.rglob("*.py"))
TAUGHT = (
    "layers", "activations", "losses", "optimizers", "model", "batching", "training", "gradcheck",
    "metrics",
)  # fmt: skip
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


def lines_of_code(file: Path) -> int:
    """Count what is neither empty nor comment nor docstring."""
    source = file.read_text(encoding="utf-8")
    lines = {
        number
        for number, line in enumerate(source.splitlines(), 1)
        if line.strip() and not line.strip().startswith("#")
    }
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                lines -= set(range(first.lineno, first.end_lineno + 1))
    return len(lines)


def test_what_the_pages_teach_is_about_a_thousand_lines() -> None:
    taught = [file for file in MODULES if file.stem in TAUGHT and file.parent.name == "nnlib"]
    assert len(taught) == len(TAUGHT)
    assert sum(map(lines_of_code, taught)) < 1050


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_a_module_opens_with_a_sentence_and_can_be_read_at_once(file: Path) -> None:
    opening = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert opening.split("\n\n")[0].endswith((".", "?"))
    assert lines_of_code(file) < 240
