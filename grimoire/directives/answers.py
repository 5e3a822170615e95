"""The bar at the end of a page with questions or prompts: copy all answers, or clear them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from grimoire.directives.my_answers import PAGE
from grimoire.directives.question import question
from grimoire.directives.writing_prompts import writing_prompts

BAR = """\
<div class="block answers" role="group" aria-label="Your answers">
<p class="answers-note">Your answers stay in this browser. Nobody sees them until you post them.</p>
<p class="left-over"></p>
<button type="button" data-do="copy">Copy my answers</button>
<button type="button" data-do="clear">Clear</button>
{all}<p role="status"></p>
</div>
"""
ALL = '<a href="{address}">All your answers</a>\n'


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_bar)


def add_bar(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    asks = question, writing_prompts
    if doctree and any(doctree.findall(lambda node: isinstance(node, asks))):
        known = PAGE in app.env.found_docs
        link = ALL.format(address=context["pathto"](PAGE)) if known else ""
        context["body"] += BAR.format(all=link)
