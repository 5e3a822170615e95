"""The list of all pages for search engines, as sitemaps.org describes it, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemap(file: Path, site: str, pages: Iterable[str]) -> None:
    """Write the sitemap of the site at the address `site`, which ends with a slash.

    `robots.txt` beside it lets everybody in, and leads to the sitemap.
    """
    root = ElementTree.Element("urlset", xmlns=NAMESPACE)
    for page in pages:
        place = ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc")
        place.text = f"{site}{quote(page)}.html"
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
    file.with_name("robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {site}{file.name}\n", encoding="utf-8", newline="\n"
    )
