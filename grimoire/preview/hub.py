"""The browsers that look at pages, and what they are told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from queue import SimpleQueue
from threading import Lock


@dataclass(eq=False)
class Browser:
    """One open page; `version` names the HTML it shows."""

    docname: str
    version: str
    events: SimpleQueue[str] = field(default_factory=SimpleQueue)


class Hub:
    """All browsers."""

    def __init__(self) -> None:
        self._browsers: set[Browser] = set()
        self._lock = Lock()

    def join(self, browser: Browser) -> None:
        with self._lock:
            self._browsers.add(browser)

    def leave(self, browser: Browser) -> None:
        with self._lock:
            self._browsers.discard(browser)

    def watched(self) -> set[str]:
        """The pages that someone looks at."""
        with self._lock:
            return {browser.docname for browser in self._browsers}

    def show(self, docname: str, html: str) -> None:
        """Bring the page to those who look at it, unless they have it."""
        version = version_of(html)
        with self._lock:
            browsers = [b for b in self._browsers if (b.docname, b.version) != (docname, version)]
            for browser in browsers:
                if browser.docname == docname:
                    browser.version = version
                    browser.events.put(event("page", {"html": html, "version": version}))

    def send(self, name: str, data: object) -> None:
        """Tell all of them."""
        with self._lock:
            for browser in self._browsers:
                browser.events.put(event(name, data))


def version_of(html: str) -> str:
    return sha256(html.encode()).hexdigest()[:16]


def event(name: str, data: object) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
