"""What one face takes of that which the source offers to all: forms of outputs, `only` blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes
from sphinx.ext.viewcode import viewcode_anchor
from sphinx.util.nodes import process_only_nodes
from sphinx.util.tags import Tags

from grimoire.html import on_the_site

MIME_TYPES = (
    *("image/svg+xml", "image/png", "image/jpeg", "image/gif"),
    *("text/markdown", "text/latex", "text/html", "text/plain"),
)
"""The forms of an output that a face without scripts can show, the best first."""

BARE = re.compile(r"\s*<[^<>\n]*>\s*")
"""What Python says of an object that has no text of its own: <__main__.Table>."""


def choose(
    tree: nodes.document, tags: Sequence[str], mime_types: Sequence[str], address: str
) -> None:
    """Leave in a resolved tree what one face shows.

    Parameters
    ----------
    tree : document
        A tree of the face's own.
    tags : sequence of str
        What an `only` block may ask for to stand in this face.
    mime_types : sequence of str
        The forms of a cell's output that the face can show, the best first.
    address : str
        The page on the site, for an output that only the site can show.
    """
    process_only_nodes(tree, Tags(tags))
    for bundle in list(tree.findall(is_bundle)):
        form = best({form["mime_type"]: form for form in bundle}, mime_types)
        bundle.replace_self(link_to_site(bundle, address) if form is None else form.children)
    for anchor in list(tree.findall(viewcode_anchor)):
        anchor.parent.remove(anchor)


def is_bundle(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def best(forms: dict[str, nodes.container], mime_types: Sequence[str]) -> nodes.container | None:
    """The best form that a face can show, or None where all say less than the site.

    HTML is better than text where it is a table, or where the text says nothing.
    """
    plain = forms.get("text/plain")
    says_nothing = plain is None or (len(forms) > 1 and BARE.fullmatch(plain.astext()))
    for mime_type in mime_types:
        form = forms.get(mime_type)
        if form is None or (form is plain and says_nothing):
            continue
        if mime_type == "text/html" and not is_shown(form.astext(), text_is_there=not says_nothing):
            continue
        return form
    return None


def is_shown(html: str, *, text_is_there: bool) -> bool:
    """Whether a face shows this HTML: not what a script makes, and not if a text says the same."""
    if "<script" in html:
        return False
    return "<table" in html or not text_is_there


def link_to_site(bundle: nodes.container, address: str) -> nodes.Element:
    link = on_the_site("The site shows this output.", address)
    within = isinstance(bundle.parent, nodes.TextElement)
    return link if within else nodes.paragraph("", "", link)
