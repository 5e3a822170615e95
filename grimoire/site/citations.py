"""Citations, found quickly; and the list of references, in roles that a screen reader understands.

docutils calls the group a list, but its entries are no list items: each is a `doc-biblioentry`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pybtex.plugin
from docutils import nodes
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    # For each citation pybtex looks through all packages there are: once is enough.
    pybtex.plugin.find_plugin = cache(pybtex.plugin.find_plugin)
    app.connect("html-page-context", drop_wrong_role)


def drop_wrong_role(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if "body" in context:
        context["body"] = context["body"].replace(
            '<div role="list" class="citation-list">', '<div class="citation-list">'
        )
