"""The page that a host shows for an address where there is none: `404.html`.

It is shown at any depth, so that its links begin at the root of the host.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

PAGE = "404.html"
RELATIVE = re.compile(r'\b(href|src|action)="(?![#/]|[a-z]+:)')


def setup(app: Sphinx) -> None:
    app.connect("config-inited", add_page)


def add_page(app: Sphinx, config: Config) -> None:
    config.html_additional_pages = {**config.html_additional_pages, "404": PAGE}


def from_the_root(html: str, site: str) -> str:
    """The page with each address within the site as one that begins at the root of its host."""
    return RELATIVE.sub(rf'\1="{urlsplit(site).path}', html)
