"""The Content-Security-Policy of a page: what its author put there, and nothing else.

No other host is asked for anything, and no script runs that is not a file of the site or does not
stand in the page as it was built.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

CHARSET = re.compile(r'<meta charset="[\w-]+"\s*/?>')
META = re.compile(r'\n<meta http-equiv="Content-Security-Policy" content="[^"]*">')
WASM, WORKERS = ["'wasm-unsafe-eval'"], ["blob:"]
"""What only a page needs in which Python runs, or a search that has its files from a script."""

SOURCES = {
    "audio": "media-src",
    "iframe": "frame-src",
    "img": "img-src",
    "source": "media-src",
    "video": "media-src",
}
"""Which rule of the policy covers what stands in the attribute `src` of an element."""


@dataclass
class Findings:
    """What the HTML of a page holds that its policy hangs on.

    Attributes
    ----------
    cells : int
        How many cells it shows.
    scripts : list of str
        The scripts that stand in the page itself.
    hosts : set
        Other hosts that the page names, each with the rule that lets it be asked.
    """

    cells: int = 0
    scripts: list[str] = field(default_factory=list)
    hosts: set[tuple[str, str]] = field(default_factory=set)


class Reader(HTMLParser):
    """Find in a page what its policy hangs on."""

    def __init__(self) -> None:
        super().__init__()
        self.findings = Findings()
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._in_script = tag == "script" and "src" not in named
        if self._in_script:
            self.findings.scripts.append("")
        if tag == "div" and "cell" in (named.get("class") or "").split():
            self.findings.cells += 1
        self._note(SOURCES.get(tag), named.get("src"))
        self._note("frame-src", named.get("data-embed"))

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.findings.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def _note(self, rule: str | None, address: str | None) -> None:
        if rule and address and (parts := urlsplit(address)).netloc:
            host = f"{parts.scheme}://{parts.netloc}" if parts.scheme else parts.netloc
            self.findings.hosts.add((rule, host))


def findings_in(html: str) -> Findings:
    """What stands in a page."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.findings


def policy(findings: Findings, *, python: bool = False, unpacks: bool = False) -> str:
    """The Content-Security-Policy of a page.

    Parameters
    ----------
    python : bool
        Let Python run in it.
    unpacks : bool
        Let it run what one of its own scripts has unpacked.
    """
    wasm, unpacked = WASM[: python or unpacks], WORKERS[:unpacks]
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *wasm, *unpacked, *map(hash_of, findings.scripts)],
        "worker-src": [*WORKERS[:python], "'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
    for rule, host in sorted(findings.hosts):
        rules.setdefault(rule, ["'self'"]).append(host)
    return "; ".join(f"{rule} {' '.join(dict.fromkeys(values))}" for rule, values in rules.items())


def hash_of(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def with_policy(
    html: str, findings: Findings, *, python: bool = False, unpacks: bool = False
) -> str:
    """The page with its policy, right behind the charset, in the place of one that it has.

    Raises
    ------
    ValueError
        If the page has no head of the form that the site gives it.
    """
    html = META.sub("", html, count=1)
    charset = CHARSET.search(html)
    if charset is None:
        raise ValueError("its head does not begin with a charset")
    rules = escape(policy(findings, python=python, unpacks=unpacks), quote=False)
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{rules}">'
    return html[: charset.end()] + meta + html[charset.end() :]
