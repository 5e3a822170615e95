"""The course without a network: the list of what is kept, and the site in a folder."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from io import BytesIO

import pytest
from books import build_in, make_book

from grimoire import ROOT
from grimoire.names import Names, slug
from grimoire.offline.folder import folder_of
from grimoire.offline.listing import listing_of, name_of

PAGES = {"index": "# Home\n\nSee [](one.md).\n", "one": "# One\n\nA word.\n"}
FACES = ("site", "notebooks", "offline")
TITLE = Names.of(ROOT).title


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return make_book(tmp_path_factory.mktemp("offline") / "book", PAGES)


@pytest.fixture(scope="module")
def site(book):
    return build_in(book, FACES)


@pytest.fixture(scope="module")
def listing(site):
    return json.loads((site / "offline.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(site, listing):
    return zipfile.ZipFile(site / listing["folder"]["file"])


def test_the_list_has_pages_figures_and_search_as_they_are(site, listing):
    assert {"index.html", "one.html", "search.html", "_static/site.css"} <= listing["files"].keys()
    assert [place for place in listing["files"] if place.startswith("search/fragment/")]
    for place, (length, name) in listing["files"].items():
        data = (site / place).read_bytes()
        assert (length, name) == (len(data), name_of(data)), place
    assert listing["pages"].keys() == {"index.html", "one.html"}
    assert listing["pages"]["one.html"][0] == "One"


def test_the_list_leaves_out_what_is_downloaded_and_what_a_host_needs(site, listing):
    kept = listing["files"].keys() | listing["python"].keys()
    assert not {"404.html", "sitemap.xml", "offline.json", "offline.js"} & kept
    assert not [place for place in kept if place.startswith("wheels/") or place.endswith(".zip")]
    assert (site / "offline.js").is_file()


def test_what_the_pages_run_on_is_listed_apart(tmp_path):
    for name in ("index.html", "live/runtime-1/python.wasm", "grimoire/book.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    listing = listing_of(tmp_path, {})
    assert [*listing["files"]] == ["index.html"]
    assert [*listing["python"]] == ["live/runtime-1/python.wasm"]


def test_the_manifest_names_the_course_and_icons_that_are_there(site):
    manifest = json.loads((site / "site.webmanifest").read_text(encoding="utf-8"))
    assert manifest["name"] == TITLE
    for file in (manifest["start_url"], *(icon["src"] for icon in manifest["icons"])):
        assert (site / file).is_file()


def test_no_page_of_the_course_offers_itself(site):
    """A browser that sees a manifest may ask whether to install: only who asks meets one."""
    with_manifest = [
        file.name for file in site.glob("*.html") if 'rel="manifest"' in file.read_text()
    ]
    assert with_manifest == ["keep.html"]


def test_the_folder_holds_the_site_and_its_size_is_said(site, listing, folder):
    assert listing["folder"]["bytes"] == (site / listing["folder"]["file"]).stat().st_size
    [top] = {name.partition("/")[0] for name in folder.namelist()}
    assert top == slug(TITLE)
    for place in ("index.html", "one.html", "_static/site.css", "search/folder.js"):
        assert f"{top}/{place}" in folder.namelist()
    assert folder.testzip() is None


def test_no_page_in_the_folder_asks_for_what_is_not_there(folder):
    names = set(folder.namelist())
    for name in (name for name in names if name.endswith(".html")):
        page = folder.read(name).decode()
        assert 'type="module"' not in page
        base = name.rpartition("/")[0]
        for address in re.findall(
            r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]* (?:src|href)="([^"#?]+)', page
        ):
            parts = f"{base}/{address}".split("/")
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            assert "/".join(parts) in names, (name, address)


def test_only_the_search_of_the_folder_may_run_what_it_unpacks(site, folder):
    [results] = [name for name in folder.namelist() if name.endswith("/search.html")]
    policy = "script-src 'self' 'wasm-unsafe-eval' blob:"
    assert policy in folder.read(results).decode()
    assert "blob:'" not in (site / "search.html").read_text()
    assert policy not in (site / "search.html").read_text()
    others = [name for name in folder.namelist() if name.endswith(".html") and name != results]
    assert not [name for name in others if policy in folder.read(name).decode()]


def test_the_same_site_makes_the_same_folder(site, listing, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    (copy / listing["folder"]["file"]).unlink()
    for place in ("offline.json", "offline.js", "site.webmanifest"):
        (copy / place).unlink()
    again = folder_of(copy, slug(TITLE))
    assert again == (site / listing["folder"]["file"]).read_bytes()
    assert zipfile.ZipFile(BytesIO(again)).testzip() is None


def test_a_changed_word_is_news_and_a_changed_menu_is_not(book, site, listing):
    page = book / "content/one.md"
    page.write_text("# One\n\nAnother word.\n")
    after = json.loads((build_in(book, FACES) / "offline.json").read_text(encoding="utf-8"))
    changed = [name for name, told in after["pages"].items() if told != listing["pages"][name]]
    assert changed == ["one.html"]
    page.write_text("# One\n\nA word.\n")
    (book / "content/two.md").write_text("# Two\n\nMore.\n")
    toc = book / "_toc.yml"
    toc.write_text(toc.read_text() + "  - file: two\n")
    after = json.loads((build_in(book, FACES) / "offline.json").read_text(encoding="utf-8"))
    assert after["files"]["one.html"] != listing["files"]["one.html"]
    assert after["pages"]["one.html"] == listing["pages"]["one.html"]
    assert after["pages"]["two.html"][0] == "Two"
