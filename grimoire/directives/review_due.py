"""How many cards are due: a line that scripts show where the reader has cards, and nothing else."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from grimoire.directives.block import Block


def setup(app: Sphinx) -> None:
    app.add_directive("review-due", ReviewDue)


class ReviewDue(Block):
    """{review-due}: has nothing in it."""

    optional_arguments = 0
    has_content = False

    def run(self) -> list[nodes.Node]:
        block = nodes.container(classes=["review", "due"])
        here = addnodes.only(expr="html")
        here += block
        self.set_source_info(block)
        self.set_source_info(here)
        return [here]
