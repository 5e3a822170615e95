"""Where a reader tells of a problem: an issue of the repository that already says where it is."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from grimoire.edition import Edition

EDITION = "_static/edition.json"
"""Says which version a reader sees. It stands beside the pages, so that a page that did not change
keeps its bytes from version to version."""

BODY = "Page: {page}\nVersion: {version}\n\nWhat is wrong, and what did you expect?\n"
UNKNOWN = "unknown"


def issue_address(repository: str, page: str, title: str) -> str:
    """The address of a new issue about a page; report.js adds the place in it and the version."""
    said = {"title": f"Problem: {title}", "body": BODY.format(page=page, version=UNKNOWN)}
    return f"{repository}/issues/new?{urlencode(said)}"


def edition_file(edition: Edition) -> bytes:
    return json.dumps({"version": edition.version or UNKNOWN, "date": edition.date}).encode()
