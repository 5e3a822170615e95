"""The page that a host shows for an address where there is none: `404.html`.

It is shown at any depth, so that its links begin at the root of the host.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

PAGE = "404.html"
RELATIVE = re.compile(r'\b(href|src|action)="(?![#/]|[a-z]+:)')


def from_the_root(html: str, site: str) -> str:
    """The page with each address within the site as one that begins at the root of its host."""
    return RELATIVE.sub(rf'\1="{urlsplit(site).path}', html)
