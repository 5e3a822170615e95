"""A line `. . .` in a slide: what follows it there appears with the next key.

Here it leaves a mark on what follows, and is gone: only the slides have steps.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

MARK = ". . ."


def setup(app: Sphinx) -> None:
    app.add_transform(MarkSteps)


class MarkSteps(SphinxTransform):
    """Count for each part of a section how many steps come before it, as its attribute `step`."""

    default_priority = 250

    def apply(self, **kwargs: object) -> None:
        pauses = [node for node in self.document.findall(nodes.paragraph) if is_pause(node)]
        for pause in pauses:
            after = pause.parent.children[pause.parent.index(pause) + 1 :]
            for part in after:
                if isinstance(part, nodes.Element) and not isinstance(part, nodes.section):
                    part["step"] = part.get("step", 0) + 1
            pause.parent.remove(pause)


def is_pause(node: nodes.Node) -> bool:
    return isinstance(node.parent, nodes.section) and node.astext() == MARK
