"""What several tests share: the built site, and a small book to build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from books import NOTEBOOK

ROOT = Path(__file__).resolve().parent.parent


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Refuse a name that holds the time: tests side by side would not know each other's."""
    if isinstance(val, bytes) and val.startswith(b"\x1f\x8b"):
        raise pytest.UsageError(f"a case of {argname!r} is gzip, which holds the time: add `ids=`")
    return None


@pytest.fixture(scope="session")
def site_dir() -> Path:
    """The folder of the built site."""
    site = ROOT / "_build" / "html"
    if not (site / "index.html").is_file():
        pytest.fail("The site is not built. Run `make book` first.")
    return site


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    return make_small_book(tmp_path / "book")


@pytest.fixture(scope="module")
def module_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book for all tests of a file."""
    return make_small_book(tmp_path_factory.mktemp("module") / "book")


def make_small_book(root: Path) -> Path:
    """A copy of the repository's machinery with a home page and one page of code."""
    ignore = shutil.ignore_patterns("__pycache__")
    for folder in ("grimoire", "nnlib"):
        shutil.copytree(ROOT / folder, root / folder, ignore=ignore)
    for file in ("_config.yml", "pyproject.toml"):
        shutil.copy(ROOT / file, root)
    write(root / "_toc.yml", "format: jb-book\nroot: index\nchapters:\n  - file: sums\n")
    write(root / "content/references.bib", "")
    write(root / "content/index.md", "# Home\n\nSee [](sums.md).\n")
    write(root / "content/sums.md", NOTEBOOK)
    return root


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
