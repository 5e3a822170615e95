"""What stays on the device: in two tabs, where it is blocked, full, or removed by somebody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page

from grimoire import ROOT

SCRIPT = ROOT / "grimoire/site/static/kept.js"

BLOCKED = """Object.defineProperty(window, "indexedDB", {
  get() { throw new DOMException("no", "SecurityError") }
})"""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A site with two pages and the script, and nothing else."""
    site = tmp_path_factory.mktemp("site")
    (site / "_static").mkdir()
    (site / "other").mkdir()
    shutil.copy(SCRIPT, site / "_static")
    for place in ("index.html", "other/index.html"):
        (site / place).write_text("<!doctype html><title>Page</title>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=site))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def reader(browser, address) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=address)
    yield context
    context.close()


def opened(reader: BrowserContext, place: str = "/", script: str = "") -> Page:
    page = reader.new_page()
    if script:
        page.add_init_script(script)
    page.goto(place)
    page.evaluate(
        """async () => {
          const { store, how } = await import("/_static/kept.js");
          window.things = store("things");
          window.others = store("others");
          window.how = how;
          window.told = [];
          things.watch((keys, isHere) => told.push([keys, isHere]));
        }"""
    )
    return page


def everything(page: Page) -> dict:
    return page.evaluate("async () => Object.fromEntries(await things.all())")


def test_what_is_kept_is_there_after_a_reload_in_its_store_alone(reader):
    page = opened(reader)
    assert page.evaluate("things.put('b', { words: 'two', at: [1] })") == "device"
    assert page.evaluate("things.write([['a', 1], ['c', 3]])") == "device"
    page = opened(reader, "/other/")
    assert list(everything(page)) == ["a", "b", "c"]
    assert page.evaluate("things.get('b')") == {"words": "two", "at": [1]}
    assert page.evaluate("others.get('b')") is None
    page.evaluate("things.write([['a', undefined], ['c', 4]])")
    page.evaluate("things.delete('b')")
    assert everything(page) == {"c": 4}
    assert page.evaluate("how()") == "device"


def test_who_leaves_at_once_loses_nothing(reader):
    page = opened(reader)
    page.evaluate("things.put('text', 'first')")
    page.evaluate("() => { things.put('text', 'second'); location.href = '/other/' }")
    page.wait_for_url("**/other/")
    assert everything(opened(reader)) == {"text": "second"}


def test_two_tabs_count_together_and_tell_each_other(reader):
    one, two = opened(reader), opened(reader, "/other/")
    count = "async () => { for (let i = 0; i < 50; i++) things.change('n', (n = 0) => n + 1) }"
    one.evaluate(count)
    two.evaluate(count)
    for page in (one, two):
        page.wait_for_function("() => told.length === 100")
        assert everything(page) == {"n": 100}
        heard = page.evaluate("told.filter(([, isHere]) => isHere).length")
        assert heard == 50
    one.evaluate("things.change('n', () => undefined)")
    assert everything(two) == {}


def test_where_nothing_can_be_kept_it_lasts_as_long_as_the_page(reader):
    opened(reader).evaluate("things.put('before', 1)")
    page = opened(reader, "/other/", BLOCKED)
    assert page.evaluate("how()") == "page"
    keep_for_this_page(page, "page")
    assert everything(page) == {"now": 3}
    page.evaluate("things.delete('now')")
    assert everything(page) == {}
    assert everything(opened(reader)) == {"before": 1}


def test_where_there_is_no_room_it_says_so_until_there_is(reader, address):
    page = opened(reader)
    limit = page.context.new_cdp_session(page)
    limit.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 1})
    assert page.evaluate("how()") == "full"
    keep_for_this_page(page, "full")
    assert everything(page) == {"now": 3}
    limit.send("Storage.overrideQuotaForOrigin", {"origin": address})
    assert page.evaluate("things.put('now', 4)") == "device"
    assert everything(opened(reader)) == {"now": 4}


def keep_for_this_page(page: Page, how: str) -> None:
    assert page.evaluate("things.put('now', 2)") == how
    assert page.evaluate("things.change('now', (n) => n + 1)") == how
    assert page.evaluate("things.get('now')") == 3


def test_all_of_many_is_kept_or_nothing(reader):
    page = opened(reader)
    page.evaluate("things.put('a', 1)")
    how = page.evaluate("things.write([['a', 2], ['b', () => 'no value that can be kept']])")
    assert how == "page"
    assert everything(opened(reader)) == {"a": 1}


def test_it_goes_on_when_somebody_removes_what_is_kept(reader):
    page = opened(reader)
    page.evaluate("things.put('a', 1)")
    page.evaluate(
        """() => new Promise((done) => {
          indexedDB.deleteDatabase("course /").onsuccess = done;
        })"""
    )
    assert everything(page) == {}
    assert page.evaluate("things.put('a', 2)") == "device"
    assert everything(opened(reader)) == {"a": 2}
