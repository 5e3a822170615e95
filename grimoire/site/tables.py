"""Tables whose first header cell is empty: there the first cell of each row is its header.

A screen reader can then say both headers of each number. The corner is a cell like others, since a
header without words is none.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CORNER = re.compile(r'<th class="head(?: stub)?">\s*(?:<p>\s*</p>\s*)?</th>')


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", head_rows)
    app.connect("html-page-context", empty_corners)


def head_rows(app: Sphinx, tree: nodes.document, docname: str) -> None:
    for table in tree.findall(nodes.tgroup):
        first = next(table.findall(nodes.entry), None)
        if first is not None and not first.astext().strip() and any(table.findall(nodes.thead)):
            next(table.findall(nodes.colspec))["stub"] = 1


def empty_corners(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    if "body" in context:
        context["body"] = CORNER.sub("<td></td>", context["body"])
