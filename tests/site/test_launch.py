"""The launch menu: each address names a notebook that the build has made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup

from grimoire import ROOT
from grimoire.course import Course
from grimoire.names import Names
from grimoire.site.launch import launch_addresses

pytestmark = pytest.mark.text

PAGES = Course.load(ROOT).pages
WITH_CODE = [page.docname for page in PAGES if page.has_code_cells]
RUN = {page.docname for page in PAGES if page.setting("mystnb", "execution_mode") != "off"}
REPOSITORY = urlsplit(Names.of(ROOT).repository).path.strip("/")


@cache
def menu(file: Path) -> dict[str, str]:
    """The links of a page's launch menu, by their first words."""
    page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    links = page.select(".launch a")
    return {next(link.stripped_strings): link["href"] for link in links}


@pytest.fixture
def branch(site_dir: Path) -> Path:
    """What the branch `notebooks` holds, from its root."""
    return site_dir / "notebooks"


@pytest.mark.parametrize("docname", WITH_CODE)
def test_every_address_names_a_notebook(site_dir, branch, docname):
    page = site_dir / f"{docname}.html"
    links = menu(page)
    colab = urlsplit(links["In Colab"])
    assert colab.netloc == "colab.research.google.com"
    start = f"/github/{REPOSITORY}/blob/notebooks/"
    assert colab.path.startswith(start)
    [source] = parse_qs(urlsplit(links["In Kaggle"]).query)["src"]
    assert source.startswith(f"https://github.com{start.removeprefix('/github')}")
    for path in (
        unquote(colab.path.removeprefix(start)),
        unquote(source.partition("/blob/notebooks/")[2]),
    ):
        assert path == f"student/{docname}.ipynb"
        nbformat.read(branch / path, as_version=4)
    for words, kind in (
        ("Download the notebook", "student"),
        ("Yes, download the solution", "solution"),
    ):
        assert (page.parent / links[words]).resolve() == branch / kind / f"{docname}.ipynb"


@pytest.mark.parametrize("docname", WITH_CODE)
def test_binder_is_offered_where_it_has_what_the_cells_need(site_dir, docname):
    """It has the packages of the lock, which the pages that the build runs can do with."""
    found = menu(site_dir / f"{docname}.html").get("In Binder")
    if docname not in RUN:
        assert found is None
        return
    binder = urlsplit(found)
    assert binder.netloc + binder.path == f"mybinder.org/v2/gh/{REPOSITORY}/notebooks"
    assert parse_qs(binder.query)["labpath"] == [f"student/{docname}.ipynb"]


@pytest.mark.parametrize(
    "docname", [page.docname for page in PAGES if page.docname not in WITH_CODE]
)
def test_a_page_without_code_has_no_menu(site_dir, docname):
    assert not menu(site_dir / f"{docname}.html")


def test_nothing_else_offers_a_notebook(site_dir, branch):
    assert not (site_dir / "_sources").exists()
    strays = [file for file in site_dir.rglob("*.ipynb") if branch not in file.parents]
    assert not strays


def test_a_fork_has_addresses_of_its_own():
    addresses = launch_addresses("https://github.com/our-club/course", "unit/page")
    assert addresses["colab"] == (
        "https://colab.research.google.com/github/our-club/course/blob/notebooks"
        "/student/unit/page.ipynb"
    )
    assert addresses["binder"] == (
        "https://mybinder.org/v2/gh/our-club/course/notebooks?labpath=student%2Funit%2Fpage.ipynb"
    )
