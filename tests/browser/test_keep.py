"""Keeping the course on a device: asked for, with its size, without a network, anew, and away."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from books import build_in, make_book
from playwright.sync_api import Page, expect
from screens import DESKTOP, PHONE

PAGES = {
    "index": "# Home\n\nSee [](one.md).\n",
    "one": "# One\n\nThe momentum of a page.\n",
    "two": "# Two\n\nAnother page.\n",
}
FACES = ("site", "notebooks", "offline")
KEPT = "caches.keys().then((names) => names.filter((name) => name.startsWith('kept-')))"
COME = """caches.open('kept-course')
  .then(async (shelf) => (await shelf.keys()).map(({ url }) => url))"""
JOINED = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    return make_book(tmp_path_factory.mktemp("keep") / "book", PAGES)


@pytest.fixture(scope="module")
def first(book, tmp_path_factory) -> Path:
    """A small site, with something in place of Python."""
    site = tmp_path_factory.mktemp("keep") / "first"
    shutil.copytree(build_in(book, FACES), site)
    add_python(site)
    return site


@pytest.fixture(scope="module")
def second(book, first, tmp_path_factory) -> Path:
    """The same site after a change."""
    (book / "content/two.md").write_text("# Two\n\nAnother page, mended.\n")
    site = tmp_path_factory.mktemp("keep") / "second"
    shutil.copytree(build_in(book, FACES), site)
    add_python(site)
    return site


def add_python(site: Path) -> None:
    from grimoire.offline.listing import name_of

    (site / "live").mkdir()
    (site / "live/python.wasm").write_bytes(b"python")
    listing = json.loads((site / "offline.json").read_text())
    listing["python"] = {"live/python.wasm": [6, name_of(b"python")]}
    (site / "offline.json").write_text(json.dumps(listing))


@pytest.fixture
def host(first) -> Iterator[dict]:
    """A host that shows one folder and then another, and may break: a small site of our own."""
    state = {"folder": first, "broken": ()}

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def translate_path(self, path: str) -> str:
            self.directory = str(state["folder"])
            return super().translate_path(path)

        def do_GET(self) -> None:
            if any(part in self.path for part in state["broken"]):
                self.send_error(503)
            else:
                super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(first)))
    Thread(target=server.serve_forever, daemon=True).start()
    state["address"] = f"http://127.0.0.1:{server.server_port}/"
    yield state
    server.shutdown()


@pytest.fixture
def page(browser, host) -> Iterator[Page]:
    context = browser.new_context(**DESKTOP, base_url=host["address"])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("keep.html")
    ready(page)
    yield page
    context.close()


def ready(page: Page) -> None:
    """Wait until the page has done what it was asked to."""
    expect(page.locator("#keep")).not_to_have_attribute("data-busy", "yes")
    expect(page.locator(".keep-said")).not_to_have_text("")


def said(page: Page) -> str:
    return page.locator(".keep-said").inner_text()


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep the course:").click()
    expect(page.locator(".keep-said")).to_contain_text("kept on this device as it is today")
    ready(page)


def test_nothing_is_kept_before_it_is_asked_for_and_the_size_is_said(page):
    assert said(page) == "Nothing of the course is kept on this device."
    assert re.search(r"Keep the course: [\d.]+\sMB", page.locator("#keep").inner_text())
    assert re.search(r"\([\d.]+\sMB\)", page.locator("#folder-size").inner_text())
    assert page.evaluate(KEPT) == []
    assert page.evaluate(JOINED) == 0


def test_the_whole_course_works_without_a_network(page, host):
    keep(page)
    page.context.set_offline(True)
    host["broken"] = ("/",)
    page.goto("one.html")  # has never been read here
    expect(page.get_by_role("heading", name="One")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')")
    page.get_by_role("searchbox", name="Search the course").fill("momentum")
    page.keyboard.press("Enter")
    page.locator(".hit-title").get_by_role("link", name="One").click()
    page.wait_for_url("**/one.html*")
    page.goto("./")
    expect(page.get_by_role("heading", name="Home")).to_be_visible()
    page.goto("keep.html")
    ready(page)
    assert "cannot be seen without a network" in said(page)
    expect(page.get_by_role("button", name="Remove it from this device")).to_be_visible()


def test_python_comes_only_where_it_is_asked_for(page):
    keep(page)
    assert page.evaluate(KEPT) == ["kept-course"]
    page.get_by_label("Python too").check()
    page.get_by_role("button", name="Keep Python too").click()
    expect(page.locator(".keep-said")).to_contain_text("with Python")
    assert sorted(page.evaluate(KEPT)) == ["kept-course", "kept-python"]
    page.reload()
    ready(page)
    expect(page.get_by_label("Python too")).to_be_checked()
    page.get_by_label("Python too").uncheck()
    page.get_by_role("button", name="Remove Python").click()
    expect(page.get_by_role("button", name="Remove Python")).to_be_hidden()
    ready(page)
    assert page.evaluate(KEPT) == ["kept-course"]


def test_an_update_says_what_is_new_and_fetches_nothing_else(page, host, second):
    keep(page)
    host["folder"] = second
    page.reload()
    ready(page)
    assert "there is something new" in said(page)
    assert page.locator("#keep li").all_inner_texts() == ["Changed: Two"]
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Update:").click()
    expect(page.locator(".keep-said")).to_contain_text("kept on this device as it is today")
    assert [url for url in asked if url.endswith("two.html")]
    assert not [url for url in asked if url.endswith(("one.html", "site.css"))]
    page.context.set_offline(True)
    page.goto("two.html")
    expect(page.get_by_text("Another page, mended.")).to_be_visible()


BLOCKED = """for (const name of ["open", "has", "match", "keys"]) {
  CacheStorage.prototype[name] = async () => { throw new DOMException("no", "SecurityError"); };
}"""
FULL = (
    """Cache.prototype.put = async () => { throw new DOMException("no", "QuotaExceededError"); };"""
)


@pytest.mark.parametrize(
    ("script", "reason"),
    [(BLOCKED, "keeps nothing for this site"), (FULL, "has no room left for the course")],
    ids=["blocked", "full"],
)
def test_where_nothing_can_be_kept_it_is_said(page, script, reason):
    page.context.add_init_script(script)
    page.reload()
    ready(page)
    if script == FULL:
        page.get_by_role("button", name="Keep the course:").click()
    expect(page.locator(".keep-said")).to_contain_text(reason)


def test_what_is_removed_is_gone(page):
    keep(page)
    page.get_by_role("button", name="Remove it from this device").click()
    expect(page.locator(".keep-said")).to_have_text("The course is no longer kept on this device.")
    ready(page)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate(JOINED) == 0
    expect(page.get_by_role("button", name="Keep the course:")).to_be_focused()


def test_what_has_come_stays_where_the_rest_does_not_come(page, host):
    host["broken"] = ("/one.html",)
    page.get_by_role("button", name="Keep the course:").click()
    expect(page.locator(".keep-said")).to_contain_text("has changed while it came")
    ready(page)
    come = page.evaluate(COME)
    assert len(come) > 0
    host["broken"] = ()
    page.reload()
    ready(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    keep(page)
    assert [url for url in asked if url.endswith("one.html")]
    assert set(come).isdisjoint(asked)


SILENT = """for (const shelves of [CacheStorage.prototype, Cache.prototype])
  for (const name of ["open", "match", "put"])
    if (shelves[name]) shelves[name] = () => new Promise(() => {});
"""


def test_shelves_that_answer_no_more_hold_up_no_page(page, host, first, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(first, site)
    (site / "offline.js").write_text(SILENT + (first / "offline.js").read_text())
    (site / "live/page-0").mkdir()
    (site / "live/page-0/live.js").write_text("a script")
    host["folder"] = site
    page.evaluate("navigator.serviceWorker.register('offline.js')")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("one.html")
    expect(page.get_by_role("heading", name="One")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.controller.state") == "activated"
    read = "fetch('live/page-0/live.js').then((response) => response.text())"
    assert page.evaluate(read) == "a script"


def test_by_keyboard_on_a_phone_in_the_dark(browser, host):
    context = browser.new_context(**PHONE, base_url=host["address"], color_scheme="dark")
    page = context.new_page()
    page.goto("keep.html")
    ready(page)
    page.get_by_label("Python too").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".keep-said")).to_contain_text("with Python")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_forgetting_python_leaves_the_course(browser, live_address, site_dir):
    """What a page offers to forget is Python alone."""
    context = browser.new_context(base_url=f"{live_address}/")
    page = context.new_page()
    page.goto("keep.html")
    ready(page)
    page.evaluate(
        """async () => {
          const shelf = await caches.open("kept-course");
          await shelf.put("one.html", new Response("One"));
          await (await caches.open("course-live")).put("x", new Response("x"));
          await navigator.serviceWorker.register("offline.js");
        }"""
    )
    [script] = site_dir.glob("live/page-*/keeping.js")
    page.evaluate(
        "async (address) => (await import(address)).forget()",
        f"{live_address}/{script.relative_to(site_dir).as_posix()}",
    )
    assert page.evaluate("caches.keys()") == ["kept-course"]
    assert page.evaluate(JOINED) == 1
    context.close()


def test_what_is_kept_runs_python_on_a_page_that_was_never_read(browser, live_address):
    context = browser.new_context(base_url=f"{live_address}/")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto("keep.html")
    ready(page)
    page.get_by_label("Python too").check()
    page.get_by_role("button", name="Keep the course:").click()
    expect(page.locator(".keep-said")).to_contain_text(
        "as it is today, with Python", timeout=120_000
    )
    context.set_offline(True)
    page.goto("deep-learning/technical/neural-networks.html")
    page.locator(".live-run").first.click()
    expect(page.locator(".live-status")).to_contain_text("Python is ready", timeout=120_000)
    expect(page.locator(".live-output").first).to_be_visible()
    context.close()


@pytest.fixture(scope="module")
def folder(site_dir, tmp_path_factory) -> Path:
    """The course as a folder, unpacked in a place with a space in its name."""
    listing = json.loads((site_dir / "offline.json").read_text(encoding="utf-8"))
    place = tmp_path_factory.mktemp("a folder")
    with zipfile.ZipFile(site_dir / listing["folder"]["file"]) as packed:
        packed.extractall(place)
        return place / packed.namelist()[0].partition("/")[0]


def test_the_folder_opens_from_a_disk_and_its_search_works(browser, folder):
    context = browser.new_context(**DESKTOP)
    page = context.new_page()
    notes = []
    page.on("console", lambda message: notes.append(message.text))
    page.on("pageerror", lambda error: notes.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    assert page.evaluate("document.body.dataset.theme") == "auto"
    page.get_by_role("searchbox", name="Search the course").fill("backpropogation")
    page.keyboard.press("Enter")
    expect(page.locator(".search-said")).to_contain_text("this is “backpropagation”")
    page.locator(".hit-title a").first.click()
    page.wait_for_url("**/backpropagation.html*")
    expect(page.locator(".katex-display").first).to_be_visible()
    page.goto((folder / "keep.html").as_uri())
    expect(page.get_by_text("This copy stands in a folder")).to_be_visible()
    assert notes == []
    context.close()
