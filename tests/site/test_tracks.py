"""A page's neighbours are those of its track, as the checklists of its unit say."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import build_in, make_book
from bs4 import BeautifulSoup

from grimoire import ROOT
from grimoire.checks.markdown import blocks
from grimoire.course import Course

COURSE = Course.load(ROOT)
AGAIN = [page.docname for page in COURSE.pages if blocks(page, "asked")]
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


@pytest.mark.text
@pytest.mark.parametrize("docname", AGAIN)
def test_a_question_is_asked_where_the_track_comes_first(docname):
    """What a page leads back to stands in an earlier step: in a video before the page."""
    page, index = COURSE.page(docname), COURSE.page("deep-learning/index")
    steps = [task.argument for task in blocks(index, "task")]
    long_track = steps[next(i for i, step in enumerate(steps) if "train-mnist.md" in step) :]
    place = first_with(long_track, docname.removeprefix("deep-learning/"))
    for block in blocks(page, "asked"):
        assert first_with(long_track, f"<{video_above(block.argument)}>") < place


def first_with(steps: list[str], words: str) -> int:
    return next(place for place, step in enumerate(steps) if words in step)


def video_above(question: str) -> str:
    """The name of the video whose question this is."""
    above = ""
    for block in blocks(COURSE.page("deep-learning/videos"), "video", "question"):
        if block.options.get("name") == question:
            return above
        above = block.options["name"] if block.name == "video" else above
    raise AssertionError(f"{question} is asked of no video")
