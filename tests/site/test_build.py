"""The build: what it runs again, what stops it, and what a failure leaves behind."""

from __future__ import annotations

import errno
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from books import NOTEBOOK, build_in, make_book

from grimoire import cli
from grimoire.build import build
from grimoire.fingerprint import fingerprint
from grimoire.pages.execution import library_and_data_key
from grimoire.problem import BookError


@pytest.fixture(scope="module")
def quick_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book for all tests of this file, each of which leaves it as it was."""
    pages = {"index": "# Home\n\nSee [](sums.md).\n", "sums": NOTEBOOK}
    return make_book(tmp_path_factory.mktemp("build") / "book", pages)


def grimoire(book: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "IPYTHONDIR")}
    return subprocess.run(
        [sys.executable, "-m", "grimoire", *words],
        cwd=book,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def built(book: Path) -> subprocess.CompletedProcess[str]:
    result = grimoire(book, "build", "site", "notebooks")
    assert result.returncode == 0, result.stdout + result.stderr
    return result


def runs(book: Path) -> int:
    """How often the page's cells have run."""
    return len((book / "runs.txt").read_text().splitlines())


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_cells_run_again_when_a_cell_or_nnlib_changes_and_only_then(small_book):
    page = small_book / "content/sums.md"
    result = built(small_book)
    assert "Running the cells of 1 page: sums" in result.stderr
    assert "one and one is 2" in (small_book / "_build/html/sums.html").read_text()
    assert runs(small_book) == 1

    edit(page, "Adding is easy.", "Adding is quite easy.")
    with (small_book / "grimoire/site/static/site.css").open("a") as styles:
        styles.write("\n.new { color: red; }\n")
    edit(small_book / "grimoire/site/percent.py", "(?<=\\d) %", "(?<=Adding) is")
    built(small_book)
    assert "Adding\N{NO-BREAK SPACE}% quite" in (small_book / "_build/html/sums.html").read_text()
    assert ".new" in (small_book / "_build/html/_static/site.css").read_text()
    assert runs(small_book) == 1, "a changed word of prose, or of the house, must run nothing"

    with (small_book / "nnlib/losses.py").open("a") as module:
        module.write("# one more line\n")
    edit(page, "1 + 1)", "1 + 2)")
    built(small_book)
    assert runs(small_book) == 2
    assert "one and one is 3" in (small_book / "_build/html/sums.html").read_text()


def test_where_nothing_is_new_nothing_is_done_unless_a_page_was_touched(quick_book):
    home = build(quick_book, ["site"])
    good, when = home.read_bytes(), home.stat().st_mtime_ns
    build(quick_book, ["site"])
    assert home.stat().st_mtime_ns == when
    home.write_text("Somebody was here.")
    build(quick_book, ["site"])
    assert home.read_bytes() == good
    shutil.rmtree(home.parent)
    build(quick_book, ["site"])
    assert home.read_bytes() == good


def test_a_function_newly_listed_has_its_code_to_link_to(quick_book):
    home = quick_book / "content/index.md"
    before = home.read_text()
    home.write_text(f"{before}\n```{{eval-rst}}\n.. autofunction:: nnlib.relu\n```\n")
    code = build_in(quick_book) / "_modules/nnlib/activations.html"
    assert 'id="relu"' in code.read_text()
    assert 'id="tanh"' not in code.read_text()
    edit(home, "nnlib.relu", "nnlib.tanh")
    build_in(quick_book)
    assert 'id="tanh"' in code.read_text()
    home.write_text(before)


@pytest.mark.parametrize("source", ["content/index.md", "_config.yml", "_toc.yml"])
def test_the_fingerprint_tells_every_source_and_setting(quick_book, monkeypatch, source):
    before = fingerprint(quick_book, ["pdf"])
    assert fingerprint(quick_book, ["pdf"]) == before
    assert fingerprint(quick_book, []) != before
    monkeypatch.setenv("GITHUB_REPOSITORY", "another/course")
    assert fingerprint(quick_book, ["pdf"]) != before
    monkeypatch.undo()
    text = (quick_book / source).read_text()
    (quick_book / source).write_text(f"{text}\n")
    assert fingerprint(quick_book, ["pdf"]) != before
    (quick_book / source).write_text(text)


def test_the_cache_of_another_data_set_is_another():
    assert library_and_data_key("mnist") != library_and_data_key("mnist-sample")


def test_a_failing_cell_fails_the_build_and_is_named(quick_book):
    page = build_in(quick_book) / "sums.html"
    good = page.read_text()
    edit(quick_book / "content/sums.md", "1 + 1)", "1 + one)")
    with pytest.raises(BookError) as failure:
        build_in(quick_book)
    assert "content/sums.md:18: code cell 1 failed." in str(failure.value)
    assert "NameError: name 'one' is not defined" in str(failure.value)
    assert page.read_text() == good, "the last good site is gone"
    edit(quick_book / "content/sums.md", "1 + one)", "1 + 1)")


def test_a_cell_that_promises_a_figure_and_draws_none_is_named(quick_book):
    figure = (
        "---\nmystnb:\n  figure:\n    name: fig-sum\n    caption: A sum.\n"
        "  image:\n    alt: One and one make two, drawn as two dots.\n---\n"
    )
    edit(quick_book / "content/sums.md", "{code-cell} python\n", "{code-cell} python\n" + figure)
    message = "sums.md:15: this cell has a figure's caption but drew no figure"
    with pytest.raises(BookError, match=message):
        build_in(quick_book)
    edit(quick_book / "content/sums.md", figure, "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("See [](nowhere.md).", "index.md:3: WARNING: 'myst' cross-reference target not found"),
        ("$$\n\\frac{1}{\n$$", "index.md:3: this formula cannot be read"),
        (
            "```{figure} lost.png\n:alt: A drawing that got lost.\n```",
            "WARNING: image file not readable: lost.png",
        ),
    ],
)
def test_what_sphinx_warns_of_stops_the_build(quick_book, text, message):
    home = quick_book / "content/index.md"
    before = home.read_text()
    home.write_text(f"# Home\n\n{text}\n\n[](sums.md)\n")
    with pytest.raises(BookError, match=re.escape(message)):
        build_in(quick_book)
    home.write_text(before)


def test_a_page_with_cells_and_no_header_stops_the_build_before_it_begins(small_book):
    page = small_book / "content/sums.md"
    page.write_text(page.read_text().split("---\n", 2)[2])
    result = grimoire(small_book, "build")
    assert result.returncode == 1
    assert "content/sums.md:1:1: the page has code cells but its front matter" in result.stderr
    assert not (small_book / "_build/html").exists()


def test_check_lists_problems_and_exits_with_1(small_book):
    edit(small_book / "_toc.yml", "sums", "lost")
    result = grimoire(small_book, "check")
    assert result.returncode == 1
    assert "_toc.yml:4:1: there is no page content/lost.md." in result.stdout
    assert result.stdout.endswith("\n1 error.\n")


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device", "_build/work/html/index.html"),
        shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")]),
        sqlite3.OperationalError("database or disk is full"),
    ],
)
def test_a_full_disk_is_said_in_one_line(monkeypatch, error):
    def full(course, faces):
        raise error

    monkeypatch.setattr("grimoire.cli.build_book", full)
    monkeypatch.setattr(sys, "argv", ["grimoire", "build"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert str(stop.value).startswith("The disk is full.")


def test_a_port_in_use_is_said_in_one_line(small_book):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = grimoire(small_book, "serve", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {port} is in use.")
