"""One cell of a page that runs: a test writes into it, runs it and reads what comes of it."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

SITE = Path(__file__).parents[2] / "_build/html"
LIVE = sorted((SITE / "live").glob("manifest-*.json"))
SMALL = "notation.html"
"""A page with one cell, which takes next to no time."""

PATIENCE = 60_000
"""Milliseconds that a run may take on a busy machine."""

WATCH = """(cell) => {
  cell.isOver = false;
  const comes = () => ["waiting", "loading", "running"].includes(cell.dataset.live);
  let runs = comes();
  const look = () => {
    const isComing = comes();
    if (runs && !isComing) cell.isOver = true;
    runs ||= isComing;
  };
  new MutationObserver(look).observe(cell, { attributeFilter: ["data-live"] });
}"""


class Seen(NamedTuple):
    """What a cell shows when its run is over."""

    text: str
    note: str


class LiveCell:
    """A cell of a page, by its place."""

    def __init__(self, page: Page, place: int = 0) -> None:
        self.page = page
        self.box = page.locator("article .cell").nth(place)
        self.bar = self.box.locator(".live-bar")
        self.output = self.box.locator(".live-output")

    def button(self, name: str) -> Locator:
        return self.bar.get_by_role("button", name=name, exact=True)

    @property
    def note(self) -> Locator:
        return self.bar.locator(".live-note")

    def write(self, code: str) -> None:
        """Put a code in the place of what the cell holds, as one pastes it."""
        editor = self.box.locator(".cm-content")
        if not editor.count():
            self.button("Edit").click()
        editor.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)

    def begin(self, code: str | None = None) -> None:
        """Press Run, and do not wait."""
        if code is not None:
            self.write(code)
        self.watch()
        self.button("Run").click()

    def watch(self) -> None:
        """Note when a run that comes now is over."""
        self.box.evaluate(WATCH)

    def end(self) -> Seen:
        """Wait until the run is over."""
        cell = self.box.element_handle()
        self.page.wait_for_function("(cell) => cell.isOver", arg=cell, timeout=PATIENCE)
        return Seen("\n".join(self.output.all_inner_texts()), self.note.inner_text())

    def run(self, code: str | None = None) -> Seen:
        self.begin(code)
        return self.end()

    def is_running(self) -> None:
        """Wait until Python runs it."""
        expect(self.box).to_have_attribute("data-live", "running", timeout=PATIENCE)

    def shows(self, text: str) -> None:
        """Wait until a run has given a text."""
        expect(self.output).to_contain_text(text, timeout=PATIENCE)

    def stop(self) -> Seen:
        """Press Stop while it runs."""
        self.is_running()
        self.button("Stop").click()
        return self.end()


@contextmanager
def reader(browser: Browser, address: str, **options: Any) -> Iterator[BrowserContext]:
    """A browser of one reader; nothing is kept in it yet."""
    context = browser.new_context(base_url=f"{address}/", reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENCE)
    yield context
    context.unroute_all(behavior="ignoreErrors")  # a worker in reserve may still be loading
    context.close()


def visit(context: BrowserContext, path: str = SMALL) -> LiveCell:
    """The first cell of a page, and the errors of its scripts in `page.errors`."""
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(path)
    return LiveCell(page)


def in_worker(context: BrowserContext, script: str) -> None:
    """Let a script run in each worker before Python begins: how a browser lacks something."""
    context.route("**/worker.js", changed(lambda code: code + b"\n" + script.encode()))


def changed(change: Callable[[bytes], bytes]) -> Callable[[Route], None]:
    """Answer with what the site has, changed."""

    def answer(route: Route) -> None:
        file = SITE / urlsplit(route.request.url).path.lstrip("/")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=change(file.read_bytes()), content_type=kind)

    return answer


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


def matches(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.S)
