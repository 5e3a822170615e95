"""The tree of a page as paper can show it."""

from __future__ import annotations

from docutils import nodes

from grimoire.html import say_html
from grimoire.pages.addresses import is_state, translate
from grimoire.pages.choices import MIME_TYPES, choose
from grimoire.pages.resolved import Resolved

TAGS = ("pdf", "latex")


def tree_for_paper(resolved: Resolved, docname: str) -> nodes.document:
    """The resolved page with what paper can show, and links to places on paper."""
    tree = resolved.tree(docname)
    address = f"{resolved.app.config.html_baseurl}{docname}.html"
    choose(tree, TAGS, MIME_TYPES, address)
    say_html(tree, address)
    translate(tree, docname, lambda page, id_: f"%{page}#{'' if is_state(id_) else id_}")
    return tree


def language(code: str) -> dict[str, str | None]:
    """Sphinx's name of a language in the two parts that Typst takes: de, pt_BR, zh_CN."""
    lang, _, region = code.replace("-", "_").partition("_")
    return {"lang": lang, "region": region.lower() or ("gb" if lang == "en" else None)}
