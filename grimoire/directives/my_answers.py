"""All answers of a reader in one place, which a script of the site fills."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from grimoire.directives.block import Block

PAGE = "my-answers"
"""The page that shows all of them; other pages link to it where the course has it."""

STILL = (
    "Here the site shows the answers that you have given on its pages. It needs JavaScript for it."
)


def setup(app: Sphinx) -> None:
    app.add_directive("my-answers", MyAnswers)


class MyAnswers(Block):
    """{my-answers}: has neither options nor a body."""

    has_content = False
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        classes = ["block", "my-answers", "desk"]
        return [nodes.container("", nodes.paragraph("", STILL), classes=classes)]
