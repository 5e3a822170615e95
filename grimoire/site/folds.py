"""Fold what a page hides until the reader asks: the code of a drawing, or a result to predict."""

from __future__ import annotations

from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

CODE = ("Show the code", "Hide the code")


def setup(app: Sphinx) -> None:
    app.add_node(HideCodeCellNode, override=True, html=(visit_fold, depart_fold))


def visit_fold(translator: HTML5Translator, node: nodes.Element) -> None:
    """Open a fold; a cell can name the one around its result: `mystnb: code_prompt_show`."""
    hides_code = node.children[0].get("nb_element") == "cell_code_source"
    show, hide = CODE if hides_code else (node["prompt_show"], node["prompt_hide"])
    kind = "fold" if hides_code else "fold result"
    translator.body.append(
        f'<details class="{kind}"><summary><span class="shut">{escape(show)}</span>'
        f'<span class="open">{escape(hide)}</span></summary>\n'
    )


def depart_fold(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append("</details>\n")
