"""How far a reader is: where they stopped, a unit's map, and what has changed since they read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from books import build_in, make_book
from playwright.sync_api import Locator, Page, expect
from screens import DESKTOP, PHONE, ZOOMED
from test_answers import Site

UNIT = """\
---
unit: {number: 1, title: Networks}
---

# Networks

Words.

:::{progress} continue
:::

## The short way

:::{task} Read [](one.md)
:name: task-one
:minutes: 40
:::
:::{task} Read [](two.md)
:name: task-two
:minutes: 50
:::

## The long way

:::{task} Read [](two.md)
:name: task-two-too
:minutes: 60
:::

## How far you are

:::{progress} unit
:::
"""
QUESTION = """\
::::{question} Which?
:name: q-which
:kind: choice

:::{option} This
:correct:
Yes.
:::
:::{option} That
No.
:::
:::{answer} This.
:::
::::

::::{question} Why?
:name: q-why

:::{hint} Think.
:::
:::{answer} So.
:::
::::
"""
LONG = "A long line of words that fills a page.\n\n" * 40
ONE = f"# Page one\n\nWords.\n\n## First part\n\n{LONG}\n{QUESTION}\n## Second part\n\n{LONG}"
PAGES = {
    "index": "# Home\n\nWelcome.\n\n:::{progress} continue\n:::\n",
    "unit/index": f"{UNIT}\n{LONG}",
    "unit/one": ONE,
    "unit/two": f"# Page two\n\n{LONG}",
    "unit/three": f"# Page three\n\n{LONG}",
    "other": "# Other\n\nNo unit.\n",
}
EDITED = ONE.replace("## Second part\n", "## Second part\n\nA new sentence.\n")


@pytest.fixture(scope="module")
def editions(tmp_path_factory) -> dict[str, Path]:
    sites = {}
    for name, one in (("first", ONE), ("second", f"{EDITED}\n## Third part\n\nNew.\n")):
        root = tmp_path_factory.mktemp(name) / "book"
        make_book(root, {**PAGES, "unit/one": one})
        sites[name] = build_in(root, ["site"])
    return sites


@pytest.fixture(scope="module")
def site(editions) -> Iterator[Site]:
    site = Site(editions)
    yield site
    site.server.shutdown()


@pytest.fixture(scope="module")
def address(site) -> str:
    return f"http://127.0.0.1:{site.server.server_port}"


@pytest.fixture
def open_site(visit, site):
    def opened(path: str, *screen) -> Page:
        site.show("first")
        return visit(path, *screen)

    return opened


def read(page: Page, path: str) -> None:
    """Read a page to its end."""
    page.goto(path)
    page.locator("footer").scroll_into_view_if_needed()
    expect(page.locator(".sidebar-tree .current-page.read")).to_have_count(1)


def stop_at(page: Page, path: str, section: str) -> None:
    page.goto(path)
    page.locator(f"#{section}").evaluate("e => e.scrollIntoView()")


def tile(page: Page, title: str, track: str = "The short way") -> Locator:
    section = page.locator(".map-track", has=page.get_by_role("link", name=track))
    return section.locator(".map-page", has_text=title)


def quiet(page: Page) -> bool:
    return [text for kind, text in page.notes if kind in ("error", "warning")] == []


def loaded(page: Page) -> set[str]:
    files = [re.search(r"desk/(\w+)\.js", text) for kind, text in page.notes if kind == "request"]
    return {file[1] for file in files if file}


def test_who_is_here_for_the_first_time_sees_and_loads_nothing_of_it(open_site):
    page = open_site("index.html")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".progress-continue")).to_be_empty()
    assert loaded(page) == set()
    page.goto("unit/one.html")
    expect(page.locator(".page-changed")).to_have_count(0)


def test_home_and_unit_lead_back_to_where_one_stopped(open_site):
    page = open_site("index.html")
    stop_at(page, "unit/one.html", "second-part")
    page.goto("other.html")
    for path in ("index.html", "unit/index.html"):
        page.goto(path)
        back = page.locator(".progress-back")
        expect(back).to_have_text("Continue where you stopped: Page one, “Second part”.")
    page.locator(".progress-back a").click()
    page.wait_for_url("**/unit/one.html#second-part")
    expect(page.locator("#second-part h2")).to_be_in_viewport()
    assert quiet(page)


def test_the_map_counts_pages_questions_first_tries_and_time(open_site):
    page = open_site("unit/one.html")
    page.check("#q-which-reply-B")
    expect(page.locator("#q-which")).to_have_class(re.compile("answered"))
    page.check("#q-which-reply-A")
    page.get_by_label("Your answer", exact=True).fill("Because.")
    expect(page.locator("#q-why")).to_have_class(re.compile("answered"))
    expect(page.locator("#q-which")).to_have_class(re.compile("is-right"))
    read(page, "unit/one.html")
    page.goto("unit/index.html")
    sums = page.locator(".progress-unit .progress-sum")
    said = "1 of 4 pages read, 2 of 2 questions answered, 0 of 1 right at the first try."
    expect(sums).to_have_text(said)
    expect(page.locator(".progress-continue")).to_contain_text("Unit 1, Networks: 1 of 4 pages")
    expect(tile(page, "Page one")).to_contain_text("read · 2 of 2 questions")
    expect(tile(page, "Page two")).not_to_contain_text("read")
    expect(page.locator(".map-track", has_text="Besides")).to_contain_text("Page three")
    short = page.locator(".map-title").first
    expect(short).to_have_text("The short way 0 of 2 steps ticked, 1 h 30 min left")
    page.get_by_role("checkbox", name="Read Page one").check()
    expect(short).to_have_text("The short way 1 of 2 steps ticked, 50 min left")
    bar = page.get_by_role("progressbar", name="The short way")
    expect(bar).to_have_attribute("aria-valuenow", "1")
    page.get_by_role("checkbox", name="Read Page two").first.check()
    expect(short).to_have_text("The short way 2 of 2 steps ticked")
    tile(page, "Page two", "The long way").get_by_role("link").click()
    page.wait_for_url("**/unit/two.html")


def test_what_has_changed_since_a_page_was_read_is_said_once(open_site, site):
    page = open_site("index.html")
    read(page, "unit/one.html")
    page.goto("unit/one.html")
    expect(page.locator(".page-head")).to_be_visible()
    expect(page.locator(".page-changed")).to_have_count(0)
    site.show("second")
    page.goto("unit/index.html")
    expect(tile(page, "Page one")).to_contain_text("2 sections changed since you read it")
    page.goto("unit/one.html")
    changed = page.locator(".page-changed")
    expect(changed).to_contain_text(
        re.compile(r"Changed since you read this page on \d+ \w+ \d+: ")
    )
    expect(changed.get_by_role("link")).to_have_text(["Second part", "Third part", "All changes"])
    history = changed.get_by_role("link", name="All changes").get_attribute("href")
    assert re.search(r"/commits/main/content/unit/one\.md$", history)
    changed.get_by_role("link", name="Third part").click()
    expect(page.locator("#third-part")).to_be_in_viewport()
    read(page, "unit/one.html")
    page.goto("unit/index.html")
    expect(tile(page, "Page one")).to_contain_text("read · 0 of 2")
    page.goto("unit/one.html")
    expect(page.locator(".page-head")).to_be_visible()
    expect(page.locator(".page-changed")).to_have_count(0)
    assert quiet(page)


def test_the_list_of_an_older_version_is_taken_over_and_claims_no_changes(open_site):
    page = open_site("index.html")
    page.evaluate("localStorage.setItem('pages-read', '/unit/one.html\\n/unit/')")
    page.goto("unit/one.html")
    expect(page.locator(".sidebar-tree .read")).to_have_count(2)
    expect(page.locator(".page-changed")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('pages-read')") is None


def test_two_tabs_forget_no_page_of_each_other(open_site):
    page = open_site("unit/one.html")
    other = page.context.new_page()
    other.goto(page.url)
    read(page, "unit/two.html")
    other.locator("footer").scroll_into_view_if_needed()
    expect(other.locator(".sidebar-tree .current-page.read")).to_have_count(1)
    page.goto("unit/index.html")
    expect(tile(page, "Page one")).to_contain_text("read")
    expect(tile(page, "Page two")).to_contain_text("read")


DAMAGED = ("no json", "5", "null", "[]", '{"address": 7}', '{"on": "never", "sections": 5}')


def test_damaged_entries_break_nothing(open_site):
    page = open_site("index.html")
    for text in DAMAGED:
        page.goto("index.html")  # a page of a unit would note anew where one left it
        for name in ("last /", "read /unit/one.html"):
            page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, text])
        page.goto("unit/index.html")
        expect(page.locator(".map-page")).to_have_count(4)
        expect(page.locator(".progress-back")).to_have_count(0)
        page.goto("unit/one.html")
        expect(page.locator("article h1")).to_be_visible()
    assert quiet(page)


def test_without_a_network_it_says_so(open_site):
    page = open_site("index.html")
    page.evaluate("localStorage.setItem('read /x', '{}')")
    page.route("**/course.json", lambda route: route.abort())
    page.goto("unit/index.html")
    expect(page.locator(".progress-unit")).to_contain_text("Nothing that you wrote is lost.")


def test_without_javascript_there_is_no_gap(open_site):
    page = open_site("unit/index.html", {**DESKTOP, "java_script_enabled": False})
    assert page.locator(".progress-unit").evaluate("e => e.getBoundingClientRect().height") == 0


@pytest.mark.parametrize(
    ("screen", "scheme"), [(DESKTOP, "light"), (PHONE, "dark"), (ZOOMED, "light")]
)
def test_nothing_is_wrong_for_axe_and_nothing_sticks_out(open_site, site, screen, scheme):
    page = open_site("index.html", screen, scheme)
    read(page, "unit/one.html")
    site.show("second")
    for path, sign in (("unit/index.html", ".map-track"), ("unit/one.html", ".page-changed")):
        page.goto(path)
        expect(page.locator(sign).first).to_be_visible()
        page.locator(".map-track details").evaluate_all("all => all.map(e => e.open = true)")
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0


def test_the_map_is_used_with_the_keyboard(open_site):
    page = open_site("unit/index.html")
    link = tile(page, "Page one").get_by_role("link")
    link.focus()
    outline = "e => getComputedStyle(e.closest('.map-page')).outlineStyle"
    assert link.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/unit/one.html")


def test_the_file_of_the_course_holds_nothing_of_a_reader(editions):
    facts = json.loads((editions["first"] / "_static/desk/course.json").read_text())
    assert [page["name"] for page in facts["pages"]] == list(PAGES)
    [unit] = facts["units"]
    assert [(track["title"], track["id"]) for track in unit["tracks"]] == [
        ("The short way", "the-short-way"),
        ("The long way", "the-long-way"),
    ]
    first = {"name": "task-one", "minutes": 40, "pages": ["unit/one"]}
    assert unit["tracks"][0]["steps"][0] == first
