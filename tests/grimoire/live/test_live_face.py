"""The face as a build makes it: a small book beside a runtime of two small files."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from books import HEADER, build_in, make_book
from bs4 import BeautifulSoup

from grimoire.build import in_order
from grimoire.fingerprint import fingerprint
from grimoire.live import data, kept, page_files, runtime
from grimoire.live.archives import packed
from grimoire.problem import BookError

ALL = ("site", "notebooks", "live")
PAGE = f"""\
{HEADER}
# Sums & *more*

```{{code-cell}} python
:tags: [remove-cell]
seed = 1
```

```{{code-cell}} python
print("one and one is", 1 + 1)
```

```{{code-cell}} python
:tags: [remove-input]
print("seen without its code")
```

```{{code-cell}} python
---
tags: [hide-cell]
live: "It is two in the page as well: try it."
---
print("one and one is", 1 + 1)
```

```{{code-cell}} python
print("one and one is", 1 + 1)
```

## Step 1. Add

```{{code-cell}} python
def add(a, b):
    ### BEGIN SOLUTION
    return a + b
    ### END SOLUTION
```

```{{code-cell}} python
:tags: [solution]
three = add(1, 2)
```
"""
OFF = PAGE.replace(
    "kernelspec:", 'mystnb:\n  execution_mode: "off"\nkernelspec:\n  language: python'
).replace("    return a + b", "    import torch\n    return a + b")
PAGES = {"index": "# Home\n\nSee [](sums.md).\n", "sums": PAGE, "unit/off": OFF}


@pytest.fixture(scope="module", autouse=True)
def small_python(tmp_path_factory) -> Iterator[Path]:
    """A runtime of two small files, nnlib without bytecode, and no MNIST."""
    shelf = tmp_path_factory.mktemp("cache") / "live"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "shelf", lambda: shelf)
        patch.setattr(data, "data_set", lambda: "mnist-sample")
        patch.delenv("GRIMOIRE_PYODIDE", raising=False)
        patch.setattr(page_files, "with_bytecode", without_bytecode)
        kept.keep("runtime", runtime.key(), {"pyodide.mjs": b"export {};", "a.whl": b"wheel"})
        yield shelf


def without_bytecode(archives: dict[str, dict[str, bytes]]) -> dict[str, bytes]:
    return {name: packed(entries) for name, entries in archives.items()}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    return make_book(tmp_path_factory.mktemp("live") / "book", PAGES)


@pytest.fixture(scope="module")
def site(book) -> Path:
    return build_in(book, ALL)


def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def read(site: Path, docname: str, what: str) -> Any:
    """The manifest or the program that a page names."""
    address = soup(site / f"{docname}.html").select_one("script#live")[f"data-{what}"]
    return json.loads((site / docname).parent.joinpath(address).read_text(encoding="utf-8"))


def hashed(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


# What stands in `live/`.


def test_the_manifest_lists_every_file_of_the_folders_as_it_is(site):
    manifest = read(site, "sums", "manifest")
    live = site / "live"
    folders = [live / manifest[name] for name in ("runtime", "page")]
    files = {f.relative_to(live).as_posix() for d in folders for f in d.rglob("*") if f.is_file()}
    assert set(manifest["files"]) == files
    for name, facts in manifest["files"].items():
        assert facts == {"bytes": (live / name).stat().st_size, "sha256": hashed(live / name)}
    assert {manifest["page"] + name for name in ("nnlib.pack", "session.pack")} <= files
    assert manifest["data"] is None
    assert manifest["packages"]["numpy"] == ["numpy"]
    assert manifest["served"]["numpy"] == "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.pack"
    assert manifest["served"]["openblas"] == "openblas-0.3.26.zip"
    assert (manifest["pyodide"], manifest["python"]) == ("0.27.7", "3.12.7")


def test_every_name_says_what_it_holds(site):
    for file in [*site.glob("live/*.json"), *site.glob("live/programs/*.json")]:
        assert file.stem.removeprefix("manifest-") == hashed(file)[:12]


def test_our_scripts_stand_as_they_are_beside_the_kernel_and_the_session(site, book, monkeypatch):
    ours = book / "ours"
    names = ("page/live.js", "page/deep/er.js", "session/a.py", "editor/LICENSES.txt")
    for name in (*names, "kernel/products.wasm", "kernel/products.c"):
        (ours / name).parent.mkdir(parents=True, exist_ok=True)
        (ours / name).write_text(name)
    before = read(site, "sums", "manifest")["page"]
    monkeypatch.setattr(page_files, "HERE", ours)
    page = page_files.page_folder(page_files.Wheel("nnlib-1.whl", packed({"nnlib.py": b""})))
    scripts = {"live.js", "deep/er.js", "LICENSES.txt", "products.wasm"}
    assert set(page.facts) == {*scripts, "session.pack", "nnlib.pack"}
    assert page.contents()["deep/er.js"] == b"page/deep/er.js"
    assert page.name != before.rstrip("/")


# The programs.


def test_a_program_holds_the_cells_as_the_page_shows_them_and_as_they_are(site):
    program = read(site, "sums", "program")
    assert program["page"] == "sums"
    assert program["title"] == "Sums & more"
    assert (site / program["notebook"]).is_file()
    hidden, one, unseen, folded, again, add, three = program["cells"]
    assert (hidden["shown"], hidden["code"]) == (False, "seed = 1")
    assert one["code"] == 'print("one and one is", 1 + 1)'
    assert (one["shown"], one["solution"], one["tags"]) == (True, None, [])
    assert unseen["code"] == 'print("seen without its code")'
    assert (folded["shown"], folded["tags"]) == (True, ["hide-cell"])
    assert "return" not in add["code"] and "NotImplementedError" in add["code"]
    assert add["solution"] == "def add(a, b):\n    return a + b"
    assert "NotImplementedError" in three["code"]
    assert three["solution"] == "three = add(1, 2)"
    assert one["id"] == hashlib.sha256(one["code"].encode()).hexdigest()[:12]
    assert [folded["id"], again["id"]] == [f"{one['id']}-2", f"{one['id']}-3"]
    assert folded["note"] == "It is two in the page as well: try it."
    assert {cell["note"] for cell in program["cells"] if cell is not folded} == {None}


def test_a_page_says_from_the_beginning_which_cells_lack_a_package(site):
    cells = read(site, "unit/off", "program")["cells"]
    assert [cell["missing"] for cell in cells] == [[], [], [], [], [], ["torch"], []]
    script = soup(site / "unit/off.html").select_one("script#live")
    assert json.loads(script["data-missing"]) == [[], [], [], [], ["torch"], []]
    assert not soup(site / "sums.html").select_one("script#live").has_attr("data-missing")


def test_what_is_said_of_a_cell_that_runs_in_the_page_stands_nowhere_else(site):
    for file in [*site.rglob("*.html"), *site.rglob("*.ipynb")]:
        assert "try it" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("docname", ["sums", "unit/off"])
def test_the_shown_cells_are_those_of_the_page_in_order(site, docname):
    shown = [cell for cell in read(site, docname, "program")["cells"] if cell["shown"]]
    cells = soup(site / f"{docname}.html").select("div.cell")
    assert len(cells) == len(shown) == 6
    for cell, element in zip(shown, cells, strict=True):
        code = element.select_one(".cell_input pre")
        assert code is None or code.get_text().strip() == cell["code"].strip()


@pytest.mark.parametrize("docname", ["sums", "unit/off"])
def test_the_cells_are_known_by_the_names_that_they_have_in_the_notebook(site, docname):
    program = read(site, docname, "program")
    notebook = nbformat.read(site / program["notebook"], as_version=4)
    code = {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}
    for cell in program["cells"]:
        if cell["shown"]:
            assert code[cell["id"]] == cell["code"].rstrip()


# The pages.


def test_a_page_with_cells_names_its_program_its_script_and_its_policy(site):
    page = soup(site / "unit/off.html")
    script = page.select_one("head script[type=module]")
    folder = read(site, "unit/off", "manifest")["page"]
    assert script["src"] == f"../live/{folder}live.js"
    assert page.select_one(f'head link[href="../live/{folder}live.css"]')
    assert read(site, "unit/off", "program")["page"] == "unit/off"
    first, second = page.head.find_all("meta")[:2]
    assert first["charset"] == "utf-8"
    assert second["http-equiv"] == "Content-Security-Policy"


def test_a_page_without_cells_is_as_it_was(site):
    text = (site / "index.html").read_text()
    assert "live/" not in text and "wasm-unsafe-eval" not in text


def test_the_head_grows_by_less_than_a_kilobyte(site, book, tmp_path):
    before = build_in(copied(book, tmp_path), ["site", "notebooks"])
    for name in ("sums.html", "unit/off.html"):
        added = (site / name).stat().st_size - (before / name).stat().st_size
        assert 0 < added < 1000


# The build.


def copied(book: Path, tmp_path: Path) -> Path:
    """The same book with what its cells gave, and nothing else of a build."""
    ignored = shutil.ignore_patterns("html*", "store", "published")
    return Path(shutil.copytree(book, tmp_path / "copy", ignore=ignored, symlinks=True))


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_a_build_after_a_change_equals_one_from_nothing(site, book, tmp_path):
    page = book / "content/sums.md"
    before = page.read_text()
    page.write_text(before.replace("a + b", "b + a"))
    changed = contents(build_in(book, ALL))
    assert changed == contents(build_in(copied(book, tmp_path), ALL))
    page.write_text(before)
    assert contents(build_in(book, ALL)) != changed


def test_faces_are_made_in_their_order():
    assert in_order(["live", "site"]) == ["site", "live"]


def test_without_the_site_the_build_says_what_to_build(book, tmp_path):
    with pytest.raises(BookError, match="build site live"):
        build_in(copied(book, tmp_path), ["live"])


def test_an_output_that_looks_like_a_cell_stops_the_build(tmp_path):
    html = "from IPython.display import HTML\nHTML('<div class=\"big cell\"></div>')"
    page = f"{HEADER}\n# Sums\n\n```{{code-cell}} python\n{html}\n```\n"
    root = make_book(tmp_path / "book", {"index": "# Home\n\n[](sums.md)\n", "sums": page})
    with pytest.raises(BookError, match=r"content/sums\.md: its page shows 2 cells, but 1 were"):
        build_in(root, ALL)


def test_without_pyodide_the_book_builds_and_one_line_says_why(
    site, book, tmp_path, monkeypatch, capsys
):
    here = fingerprint(book, ["live"])
    monkeypatch.setattr(kept, "shelf", lambda: tmp_path / "nothing")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NNLIB_OFFLINE", "1")
    root = copied(book, tmp_path)
    plain = build_in(root, ALL)
    said = [line for line in capsys.readouterr().err.splitlines() if "Run:" in line]
    assert len(said) == 1 and "NNLIB_OFFLINE is set" in said[0]
    assert not (plain / "live").exists()
    assert "live/" not in (plain / "sums.html").read_text()
    assert fingerprint(book, ["live"]) != here, "where Pyodide comes, the pages are made anew"
    assert fingerprint(book, ["site"]) == fingerprint(book, ["site"])
