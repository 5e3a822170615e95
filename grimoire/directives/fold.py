"""An admonition that is folded until the reader opens it: its class is `dropdown`.

This is how Jupyter Book folds one; its script for it is left out, since HTML can fold by itself.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import admonitionlabels
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

FOLDED, OPEN = {"dropdown", "toggle"}, "toggle-shown"
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_node(folded, html=(visit_folded, depart_folded))
    app.add_node(folded_title, html=(visit_title, depart_title))
    app.add_transform(FoldAdmonitions)


class folded(nodes.admonition):
    """Attribute: open; children: folded_title, the text."""


class folded_title(nodes.title):
    """What stands there while the text is folded."""


class FoldAdmonitions(SphinxTransform):
    """Fold each admonition that asks for it; refuse what is none, for it would stand open."""

    default_priority = 300

    def apply(self, **kwargs: object) -> None:
        asks = {*FOLDED, OPEN}
        for node in list(self.document.findall(nodes.Element)):
            if not asks & set(node.get("classes", ())):
                continue
            if isinstance(node, nodes.Admonition):
                node.replace_self(fold(node))
            else:
                logger.warning(
                    "only an admonition is folded by the class `%s`. Put this into a `dropdown`"
                    " block.",
                    *(asks & set(node["classes"])),
                    location=node,
                    type="fold",
                )


def fold(node: nodes.Element) -> folded:
    """The same admonition, folded; one without a title is named by its kind."""
    kind = type(node).__name__
    if isinstance(node.next_node(), nodes.title) and kind == "admonition":
        title, body = node[0].children, node.children[1:]
    else:
        title, body = [nodes.Text(admonitionlabels[kind])], node.children
    classes = [kind] * (kind != "admonition") + node["classes"]
    block = folded(classes=classes, ids=node["ids"], names=node["names"], open=OPEN in classes)
    block.source, block.line = node.source, node.line
    block += [folded_title("", "", *title), *body]
    return block


def visit_folded(self: HTML5Translator, node: folded) -> None:
    attributes = {"open": "open"} if node["open"] else {}
    self.body.append(self.starttag(node, "details", CLASS="admonition", **attributes))


def depart_folded(self: HTML5Translator, node: folded) -> None:
    self.body.append("</details>\n")


def visit_title(self: HTML5Translator, node: folded_title) -> None:
    self.body.append(self.starttag(node, "summary", "", CLASS="admonition-title"))


def depart_title(self: HTML5Translator, node: folded_title) -> None:
    self.body.append("</summary>\n")
