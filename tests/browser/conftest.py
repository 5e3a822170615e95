"""The built site behind a local server, and Chromium to read it with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import firefox
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from screens import DESKTOP

from grimoire.live.runtime import runtime

BROWSERS = (
    "chromium-headless-shell",  # the same Chromium without a window to draw: a fifth faster
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # on a busy machine the modules of a page are more than five


@pytest.fixture(scope="session")
def address(site_dir: Path) -> Iterator[str]:
    """Where the site is served, without the last slash."""
    server = Server(("127.0.0.1", 0), partial(QuietHandler, directory=site_dir))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def live_address(address: str, site_dir: Path) -> str:
    """Where a site is served whose pages run."""
    if not (site_dir / "live").is_dir():
        if runtime() is None:
            pytest.skip("the pages have no Run: Pyodide was not to be had, as the build has said")
        pytest.fail("Pyodide is here, but the site has no folder `live`. Run `make book` first.")
    return address


@pytest.fixture(scope="session")
def chromium() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.fail(
            "The browser tests need Chromium. Install it (Debian and Ubuntu: `apt-get install"
            " chromium`), or name your Chrome: `CHROMIUM=/path/to/chrome make test`.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, for one file of tests: its event loop must not outlive them."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.fixture(scope="module")
def tab() -> Iterator[firefox.Tab]:
    """Firefox, for one file of tests."""
    program = firefox.installed()
    if not program:
        pytest.fail(firefox.MISSING, pytrace=False)
    with firefox.tab(program) as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the site as a new reader does: `visit("index.html", PHONE, "dark")`."""
    contexts = []

    def open_page(path: str, screen: dict = DESKTOP, scheme: str = "light") -> Page:
        context = browser.new_context(
            **screen, color_scheme=scheme, base_url=f"{address}/", reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.notes = []
        page.on("console", lambda message: page.notes.append((message.type, message.text)))
        page.on("pageerror", lambda error: page.notes.append(("error", str(error))))
        page.on("request", lambda request: page.notes.append(("request", request.url)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
