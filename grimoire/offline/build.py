"""What lets a reader keep the site: a list of its files, a worker that serves them, a ZIP file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sphinx.config import Config

from grimoire.names import book_name
from grimoire.offline.folder import folder_of
from grimoire.offline.listing import listing_of
from grimoire.pages.resolved import Resolved
from grimoire.sent import as_sent

WORKER = "offline.js"
"""A service worker; it stands at the root of the site, since it serves what is below it."""

LISTING = "offline.json"
MANIFEST = "site.webmanifest"
PAPER = "#fffdf8"


def make_offline(resolved: Resolved, out: Path) -> None:
    """Write the service worker, the list of what can be kept, and the site as a ZIP file.

    Does nothing where the site itself is not made.
    """
    if not (out / "index.html").is_file():
        return
    config, name = resolved.app.config, book_name(resolved.app.config.project, resolved.course)
    listing = listing_of(out, resolved.env.titles)
    folder = folder_of(out, name)
    file = out / f"{name}.zip"
    file.write_bytes(folder)
    listing["folder"] = {"file": file.name, "bytes": len(folder)}
    source = Path(__file__).with_name("page") / WORKER
    (out / WORKER).write_bytes(as_sent(WORKER, source.read_bytes()))
    write_json(out / LISTING, listing)
    write_json(out / MANIFEST, manifest_of(config))


def manifest_of(config: Config) -> dict[str, Any]:
    """How a device shows the course among its applications, where the reader puts it there."""
    return {
        "name": config.project,
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "lang": config.language,
        "icons": [
            {"src": "_static/favicon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "_static/apple-touch-icon.png", "sizes": "180x180", "type": "image/png"},
        ],
    }


def write_json(file: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8", newline="\n")
