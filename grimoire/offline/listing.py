"""What of a site can be kept on a device: each file with its length and a name for its contents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes

PYTHON = "live"
"""The folder of what the pages run on: it is kept only where the reader asks for it as well."""

LEFT = {"bank", "grimoire", "wheels"}
"""Folders of files to download: books, the question bank, and what a notebook installs."""

HOSTED = {"404.html", "robots.txt", "sitemap.xml", "objects.inv"}
"""Files that mean something to a host alone."""

LATE = re.compile(r"_static/(?:pygments|mystnb\.\w+)\.css")
"""Files that extensions write when all faces are made, though no page loads them."""

DIGITS = 12
ARTICLE = re.compile(r"<article.*</article>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def listing_of(site: Path, titles: Mapping[str, nodes.Node]) -> dict[str, Any]:
    """The files of the course and those of Python, and the pages by what one reads in them.

    Returns
    -------
    dict
        `files` and `python`: place > [bytes, name for the contents]. `pages`: place > [title, name
        for the text], to say which pages are new to someone who has kept them.
    """
    files, python = {}, {}
    for file in sorted(file for file in site.rglob("*") if file.is_file()):
        place = file.relative_to(site).as_posix()
        folder = place.partition("/")[0]
        if folder not in LEFT and not is_for_host(place):
            data = file.read_bytes()
            chosen = python if folder == PYTHON else files
            chosen[place] = [len(data), name_of(data)]
    pages = {
        f"{page}.html": [title.astext(), name_of(text_of(site / f"{page}.html").encode())]
        for page, title in sorted(titles.items())
    }
    return {"files": files, "python": python, "pages": pages}


def is_for_host(place: str) -> bool:
    """Whether a reader of the pages needs this file nowhere."""
    return place in HOSTED or LATE.fullmatch(place) is not None


def text_of(page: Path) -> str:
    """What one reads in a page, without its menus."""
    article = ARTICLE.search(page.read_text(encoding="utf-8"))
    return " ".join(TAG.sub(" ", article[0] if article else "").split())


def name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGITS]
