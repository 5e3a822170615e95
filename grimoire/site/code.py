"""Code without the elements that nothing shows: a word that has no colour of its own needs none.

Of the elements that Pygments makes, most hold names, operators and brackets, which all have the
colour of the text. Without them a page of code has half as many.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

PLAIN = ("n", "nn", "nv", "vm", "bp", "o", "p", "w", "x")
"""Pygments' classes of what our style sheet gives no look."""

SPAN = rf'<span class="(?:{"|".join(PLAIN)})">'
IN_CODE = re.compile(rf"{SPAN}([^<]*)</span>|(?<=<pre>)<span></span>")
IN_SIGNATURE = re.compile(rf'{SPAN}<span class="pre">([^<]*)</span></span>')


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", drop_plain_words)


def drop_plain_words(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    if "body" in context:
        body = IN_SIGNATURE.sub(r"\1", context["body"])
        context["body"] = IN_CODE.sub(r"\1", body)
