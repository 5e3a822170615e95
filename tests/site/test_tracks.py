"""A page's neighbours are those of its track, as the checklists of its unit say."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import build_in, make_book
from bs4 import BeautifulSoup

INDEX = """\
---
unit:
  number: 1
  title: Sums
---

# Sums

## The short track

:::{task} Read [](words.md)
:minutes: 10
:::
:::{task} Read [](end.md)
:minutes: 10
:::

## The long track

:::{task} Read [](proof.md)
:minutes: 10
:::
:::{task} Look at {ref}`the table <a-table>`
:minutes: 10
:::
:::{task} Read [](more.md), then [](end.md)
:minutes: 20
:::
"""
PAGES = {
    "index": "# Home\n",
    "sums/index": INDEX,
    "sums/words": "# Words\n",
    "sums/proof": "# Proof\n",
    "sums/more": "# More\n\n(a-table)=\n## A table\n",
    "sums/end": "# End\n",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_book(tmp_path_factory.mktemp("tracks") / "book", PAGES)
    build_in(root)
    return root


def page(book: Path, name: str) -> BeautifulSoup:
    html = (book / f"_build/html/sums/{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


def neighbours(book: Path, name: str) -> list[str]:
    return [str(link["href"]) for link in page(book, name).select(".related-pages > a")]


def test_a_page_of_one_track_leads_along_it_and_back_to_the_checklist(book):
    assert neighbours(book, "words") == ["index.html", "end.html"]
    assert neighbours(book, "proof") == ["index.html", "more.html"]
    assert neighbours(book, "more") == ["proof.html", "end.html"]


def test_a_page_of_both_tracks_keeps_its_neighbours_in_the_list_of_pages(book):
    assert neighbours(book, "end") == ["more.html"]


def test_what_the_checklist_has_between_two_pages_is_named(book):
    said = page(book, "proof").select_one(".on-the-way")
    assert said.get_text(" ", strip=True) == "Before the next page, your track has the table ."
    assert said.a["href"] == "more.html#a-table"
    assert page(book, "more").select_one(".on-the-way") is None


def test_the_list_of_pages_names_each_track_above_its_pages(book):
    listed = page(book, "words").select(".sidebar-tree li")
    assert [item.get_text(strip=True) for item in listed] == [
        "Sums",
        *("The short track", "Words"),
        *("The long track", "Proof", "More"),
        *("For every track", "End"),
    ]


def test_a_checklist_in_another_order_changes_the_pages_that_it_names(book):
    index = book / "content/sums/index.md"
    text = index.read_text(encoding="utf-8")
    changed = text.replace("[](proof.md)", "[](x.md)").replace("[](more.md)", "[](proof.md)")
    index.write_text(changed.replace("[](x.md)", "[](more.md)"), encoding="utf-8")
    build_in(book)
    assert neighbours(book, "more") == ["index.html", "proof.html"]
    assert neighbours(book, "proof") == ["more.html", "end.html"]
