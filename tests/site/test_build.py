"""The build: what it runs again, what stops it, and what a failure leaves behind."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from grimoire import cli
from grimoire.site.fingerprint import fingerprint


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
    result = grimoire(book, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    return result


def runs(book: Path) -> int:
    """How often the page's cells have run."""
    return len((book / "content/runs.txt").read_text().splitlines())


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
    built(small_book)
    assert "quite easy" in (small_book / "_build/html/sums.html").read_text()
    assert runs(small_book) == 1, "a changed word of prose must run nothing"

    with (small_book / "nnlib/losses.py").open("a") as module:
        module.write("# one more line\n")
    built(small_book)
    assert runs(small_book) == 2, "a changed line of nnlib must run the page"

    edit(page, "1 + 1)", "1 + 2)")
    built(small_book)
    assert runs(small_book) == 3, "a changed cell must run the page"
    assert "one and one is 3" in (small_book / "_build/html/sums.html").read_text()


def test_with_nothing_new_the_last_good_pages_are_put_in_place_again(small_book):
    edit(small_book / "content/sums.md", 'print("ran", file=runs)', "pass")
    built(small_book)
    made = small_book / "_build/work/html/index.html"
    when = made.stat().st_mtime_ns
    shutil.rmtree(small_book / "_build/html")
    built(small_book)
    assert made.stat().st_mtime_ns == when, "nothing had to be made again"
    assert (small_book / "_build/html/index.html").read_bytes() == made.read_bytes()

    edit(small_book / "content/index.md", "See", "[](nowhere.md) See")
    assert grimoire(small_book, "build").returncode == 1
    edit(small_book / "content/index.md", "[](nowhere.md) See", "See")
    built(small_book)
    assert made.stat().st_mtime_ns > when, "what a failed build left is not good enough"


def test_a_change_of_the_house_reaches_every_page_and_runs_nothing(small_book):
    built(small_book)
    with (small_book / "grimoire/site/static/site.css").open("a") as styles:
        styles.write("\n.new { color: red; }\n")
    edit(small_book / "grimoire/site/percent.py", "(?<=\\d) %", "(?<=Adding) is")
    built(small_book)
    assert ".new" in (small_book / "_build/html/_static/site.css").read_text()
    assert "Adding\N{NO-BREAK SPACE}% easy" in (small_book / "_build/html/sums.html").read_text()
    assert runs(small_book) == 1


def test_a_formula_may_move_to_another_page(small_book):
    formula = "\n$$\n1 + 1 = 2\n$$ (eq-sum)\n"
    home, page = small_book / "content/index.md", small_book / "content/sums.md"
    edit(page, "Adding is easy.", f"Adding is easy.\n{formula}\n{{eq}}`eq-sum`")
    built(small_book)
    edit(page, formula, "")
    edit(home, "See", f"{formula}\nSee")
    built(small_book)
    assert 'href="index.html#equation-eq-sum"' in (small_book / "_build/html/sums.html").read_text()


def test_a_function_newly_listed_has_its_code_to_link_to(small_book):
    home = small_book / "content/index.md"
    listing = "```{eval-rst}\n.. autofunction:: nnlib.relu\n```\n\n"
    edit(home, "See", listing + "See")
    built(small_book)
    code = small_book / "_build/html/_modules/nnlib/activations.html"
    assert 'id="relu"' in code.read_text()
    assert 'id="tanh"' not in code.read_text()
    edit(home, "nnlib.relu", "nnlib.tanh")
    built(small_book)
    assert 'id="tanh"' in code.read_text()


@pytest.mark.parametrize("source", ["content/index.md", "nnlib/losses.py", "_config.yml"])
def test_the_fingerprint_tells_every_source_and_setting(small_book, monkeypatch, source):
    before = fingerprint(small_book, ["make_books"])
    assert fingerprint(small_book, ["make_books"]) == before
    assert fingerprint(small_book, []) != before
    with (small_book / source).open("a") as file:
        file.write("\n")
    changed = fingerprint(small_book, ["make_books"])
    assert changed != before
    monkeypatch.setenv("GITHUB_REPOSITORY", "another/course")
    assert fingerprint(small_book, ["make_books"]) != changed


def test_the_cache_of_another_data_set_is_another(monkeypatch):
    import nnlib
    from grimoire.site.execution import data_set, library_and_data_key

    keys = set()
    for name in ("mnist", "digits"):
        data = nnlib.datasets.xor()._replace(name=name)
        monkeypatch.setattr(nnlib.datasets, "load_mnist", lambda data=data: data)
        data_set.cache_clear()
        keys.add(library_and_data_key())
    data_set.cache_clear()
    assert len(keys) == 2


def test_a_failing_cell_fails_the_build_and_is_named(small_book):
    built(small_book)
    good = (small_book / "_build/html/sums.html").read_text()
    edit(small_book / "content/sums.md", "1 + 1)", "1 + one)")
    result = grimoire(small_book, "build")
    assert result.returncode == 1
    assert "sums.md:15: code cell 1 failed." in result.stderr
    assert "NameError: name 'one' is not defined" in result.stderr
    assert "Traceback" not in result.stderr
    assert (small_book / "_build/html/sums.html").read_text() == good, "the last good site is gone"


def test_a_cell_that_promises_a_figure_and_draws_none_is_named(small_book):
    figure = (
        "---\nmystnb:\n  figure:\n    name: fig-sum\n    caption: A sum.\n"
        "  image:\n    alt: One and one make two, drawn as two dots.\n---\n"
    )
    edit(small_book / "content/sums.md", "{code-cell} python\n", "{code-cell} python\n" + figure)
    result = grimoire(small_book, "build")
    assert result.returncode == 1
    assert "sums.md:15: this cell has a figure's caption but drew no figure." in result.stderr


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
def test_what_sphinx_warns_of_stops_the_build(small_book, text, message):
    home = small_book / "content/index.md"
    home.write_text(f"# Home\n\n{text}\n\n[](sums.md)\n")
    edit(small_book / "content/sums.md", 'print("ran", file=runs)', "pass")
    result = grimoire(small_book, "build")
    assert result.returncode == 1
    assert message in result.stderr, result.stderr
    assert not (small_book / "_build/html").exists()


def test_a_page_with_cells_and_no_header_stops_the_build_before_it_begins(small_book):
    page = small_book / "content/sums.md"
    page.write_text(page.read_text().split("---\n", 2)[2])
    result = grimoire(small_book, "build")
    assert result.returncode == 1
    assert "content/sums.md:1: the page has code cells but its front matter lacks" in result.stderr
    assert not (small_book / "_build").exists()


def test_check_lists_problems_and_exits_with_1(small_book):
    edit(small_book / "_toc.yml", "sums", "lost")
    result = grimoire(small_book, "check")
    assert result.returncode == 1
    assert "_toc.yml:4: there is no page content/lost.md." in result.stderr
    assert "1 problem found." in result.stderr


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

    monkeypatch.setattr("grimoire.site.build.build_site", full)
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
