"""What one face takes of that which the source offers to all: forms of outputs, `only` blocks."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.ext.viewcode import viewcode_anchor
from sphinx.util.nodes import process_only_nodes
from sphinx.util.tags import Tags


def choose(tree: nodes.document, tags: Sequence[str], mime_types: Sequence[str]) -> None:
    """Leave in a resolved tree what one face shows.

    Parameters
    ----------
    tree : document
        A tree of the face's own.
    tags : sequence of str
        What an `only` block may ask for to stand in this face.
    mime_types : sequence of str
        The forms of a cell's output that the face can show, the best first.
    """
    process_only_nodes(tree, Tags(tags))
    for bundle in list(tree.findall(is_bundle)):
        forms = {form["mime_type"]: form for form in bundle}
        best = next((forms[kind] for kind in mime_types if kind in forms), None)
        bundle.parent.replace(bundle, best.children if best else [])
    for anchor in list(tree.findall(viewcode_anchor)):
        anchor.parent.remove(anchor)


def is_bundle(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"
