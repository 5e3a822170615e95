"""What a page that runs says in its head: where its program is, and whom it may ask for anything.

The policy allows what the page's author put there, and nothing else: no other host, no script that
is not a file of the site or does not stand in the page as it was built.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

CHARSET = re.compile(r'<meta charset="[\w-]+"\s*/?>')
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
    """What the HTML of a page holds that its head hangs on.

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
    """Find in a page what its head hangs on."""

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


def policy(findings: Findings) -> str:
    """The Content-Security-Policy of a page."""
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'", *map(hash_of, findings.scripts)],
        "worker-src": ["blob:", "'self'"],
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


def with_head(html: str, findings: Findings, lines: Iterable[str]) -> str:
    """The page with its policy, right behind the charset, and these lines at the end of its head.

    Raises
    ------
    ValueError
        If the page has no head of the form that the site gives it.
    """
    charset, end = CHARSET.search(html), html.find("</head>")
    if charset is None or end < charset.end():
        raise ValueError("its head does not begin with a charset, or does not end")
    rules = escape(policy(findings), quote=False)
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{rules}">'
    begin = html[: charset.end()] + meta + html[charset.end() : end]
    return begin + "".join(f"{line}\n" for line in lines) + html[end:]


def live_lines(
    root: str, page: str, manifest: str, program: str, missing: list[list[str]]
) -> list[str]:
    """The lines that load our script and style sheet; the names are those in `live/`.

    `missing` names for each cell that the page shows the packages that no page can have.
    """
    live = f"{root}live/"
    lacks = f' data-missing="{escape(json.dumps(missing))}"' if any(missing) else ""
    return [
        f'<script type="module" src="{live}{page}/live.js" data-manifest="{live}{manifest}"'
        f' data-program="{live}{program}"{lacks} id="live"></script>',
        f'<link rel="stylesheet" href="{live}{page}/live.css">',
    ]
