"""The lines beside the book that carry its names follow the settings, all others stay."""

from __future__ import annotations

import shutil
import tomllib
from urllib.parse import urlsplit

import pytest

from grimoire import ROOT
from grimoire.course import Course
from grimoire.names import Names
from grimoire.problem import BookError
from grimoire.readme import write_names

FILES = ("README.md", "nnlib/README.md", "pyproject.toml")


@pytest.fixture
def fork(tmp_path, monkeypatch):
    """A repository of another club, with our files."""
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    (tmp_path / "nnlib").mkdir()
    for file in FILES:
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / "_config.yml").write_text(
        "title: 'Nets \\1 & Co'\nauthor: The \"Example\" Club\n"
        "repository: {url: https://github.com/example-club/by-hand}\n"
    )
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/index.md").write_text("# Home\n")
    return Course.load(tmp_path)


def test_the_names_are_written_once(fork):
    assert write_names(fork) == list(FILES)
    assert write_names(fork) == []
    readme = (fork.root / "README.md").read_text().splitlines()
    assert readme[0] == r"# Nets \1 & Co"
    assert readme[2].startswith(
        "[Read it](https://example-club.github.io/by-hand/) · "
        "[Print it](https://example-club.github.io/by-hand/grimoire/nets-1-co.pdf) · "
        "[![Tests](https://github.com/example-club/by-hand/actions/workflows/publish.yml/badge.svg)]"
    )
    library = (fork.root / "nnlib/README.md").read_text()
    install = (
        '\n    pip install "grimoire-nnlib[all] @ git+https://github.com/example-club/by-hand"\n'
    )
    assert install in library
    project = tomllib.loads((fork.root / "pyproject.toml").read_text())["project"]
    assert project["authors"] == [{"name": 'The "Example" Club'}]
    assert project["urls"] == {
        "Homepage": "https://example-club.github.io/by-hand/",
        "Source": "https://github.com/example-club/by-hand",
    }


def test_all_other_lines_stay(fork):
    write_names(fork)
    for file in FILES:
        old = (ROOT / file).read_text().splitlines()
        new = (fork.root / file).read_text().splitlines()
        assert len(old) == len(new)
        assert sum(a != b for a, b in zip(old, new, strict=True)) <= 3


def test_no_other_source_names_the_course():
    names = Names.of(ROOT)
    words = (
        names.title,
        names.author,
        urlsplit(names.repository).path,
        urlsplit(names.site).netloc,
    )
    folders = ("content", "grimoire", "nnlib", "tests", "benchmarks", ".github", ".binder")
    sources = [file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file()]
    beside = ("Makefile", "make.py", "CONTRIBUTING.md", ".gitattributes")
    for file in {*sources, *(ROOT / name for name in beside)} - {ROOT / name for name in FILES}:
        text = file.read_bytes().decode("utf-8", "replace")
        assert not [word for word in words if word in text], file


def test_a_line_that_is_gone_is_named_with_what_it_has_to_say(fork):
    file = fork.root / "pyproject.toml"
    file.write_text(file.read_text().replace("Source = ", "Sources = "))
    with pytest.raises(BookError, match=r"pyproject.toml: a line for the names is missing. Add it"):
        write_names(fork)
    (fork.root / "README.md").unlink()
    with pytest.raises(BookError, match=r"README.md: a line for the names is missing. Add it: # N"):
        write_names(fork)
