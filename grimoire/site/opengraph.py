"""What others show of a page that somebody links to: the tags that ogp.me describes.

The extension for it draws a card for each page and loads Matplotlib for that at every build.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from grimoire.site import card

LONGEST = 200
"""Characters of a description that others show."""


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_tags)


def add_tags(
    app: Sphinx, docname: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    if tree is None:
        return
    site = app.config.html_baseurl
    tags = {
        "og:title": app.env.titles[docname].astext(),
        "og:type": "website",
        "og:url": f"{site}{app.builder.get_target_uri(docname)}",
        "og:site_name": app.config.project,
        "og:description": description(tree),
        "og:image": f"{site}{card.PLACE}",
        "og:image:alt": card.SHOWS,
    }
    context["metatags"] += "".join(
        f'\n<meta property="{name}" content="{escape(text)}">' for name, text in tags.items()
    )


def description(tree: nodes.document) -> str:
    """What the page says of itself in its front matter, or how its text begins."""
    for meta in tree.findall(nodes.meta):
        if meta.get("name") == "description":
            return str(meta["content"])
    begin = next(iter(tree.findall(nodes.paragraph)), nodes.paragraph())
    words = " ".join(begin.astext().split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rsplit(' ', 1)[0]}\u2026"
