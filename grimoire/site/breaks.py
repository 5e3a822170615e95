"""Long code within a line breaks behind its signs, not within words and numbers."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LONG = 15
"""So many characters fit beside other words into a line of a phone."""

CODE = re.compile(
    rf'(?<=<span class="pre">)[^<]{{{LONG},}}(?=</span>)'
    r'|(?<=<em class="sig-param">).*?(?=</em>)'
    r'|<span class="sig-paren">\(</span>(?=<em)'
    r"|(?<=<h1>Source code for )[\w.]+"
)
SIGN = re.compile(r"(?:[(,=/\[]|(?<=[a-z]{3})\.)(?=[\w(\[&<*])(?![^<>]*>)|\(</span>")
"""A sign that another word follows; no point of a short name or a number, and none of a tag."""


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", offer_breaks, priority=600)  # the code is slender by then


def offer_breaks(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    if "body" in context:
        context["body"] = with_breaks(context["body"])


def with_breaks(html: str) -> str:
    """The same with `<wbr>` where long code may break."""
    return CODE.sub(lambda code: SIGN.sub(r"\g<0><wbr>", code[0]), html)
