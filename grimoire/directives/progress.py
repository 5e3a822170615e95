"""How far a reader is: where they stopped, or the way through a unit.

A script of the site fills it; without one, and on paper, there is nothing to say.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from grimoire.directives.block import Block

SHOWN = ("continue", "unit")


def setup(app: Sphinx) -> None:
    app.add_directive("progress", Progress)


class Progress(Block):
    """{progress} continue: where the reader stopped. {progress} unit: the map of its unit."""

    has_content = False
    required_arguments = 1
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        if self.argument() not in SHOWN:
            raise self.error(
                f"`progress` shows {' or '.join(SHOWN)}, got {self.argument()!r}. Write it as in"
                " `{progress} continue`."
            )
        return [nodes.container(classes=["progress", f"progress-{self.argument()}", "desk"])]
