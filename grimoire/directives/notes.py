"""Speaker notes: what is said to a slide in how many minutes, and what the room is asked.

The text of the notes is read aloud as it stands. A question to the room is an `ask` block within
them; the text of that block, what one hears and how to go on, is for the speaker alone.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.block import Block, BlockNode
from grimoire.directives.task import duration


def setup(app: Sphinx) -> None:
    app.add_node(notes, html=(visit_notes, depart_notes))
    app.add_node(ask, html=(visit_ask, depart_ask))
    app.add_directive("notes", Notes)
    app.add_directive("ask", Ask)


class notes(BlockNode):
    """Attribute: minutes; children: what to say, and questions to the room."""

    @property
    def lead(self) -> str:
        return f"Notes, {duration(self['minutes'])}"

    def plain(self) -> list[nodes.Node]:
        return [nodes.paragraph("", self.lead), *self.children]


class ask(BlockNode):
    """Children: the question as a paragraph, then what one hears."""

    def plain(self) -> list[nodes.Node]:
        return self.children


class Notes(Block):
    option_names = ("minutes",)

    def run(self) -> list[nodes.Node]:
        if self.argument():
            raise self.error("notes have no title: the slide has one. Write the text below.")
        node = notes(minutes=self.whole_number("minutes", 2))
        self.set_source_info(node)
        self.read_body_into(node)
        return [node]


class Ask(Block):
    def run(self) -> list[nodes.Node]:
        if not self.argument():
            raise self.error(
                "there is no question here. Write it behind the name of the block, as in"
                " `{ask} Why?`, and below it what one hears."
            )
        node = ask()
        self.set_source_info(node)
        text, messages = self.parse_inline(self.argument())
        node += nodes.paragraph("", "", *text)
        self.read_body_into(node)
        return [node, *messages]


def visit_notes(self: HTML5Translator, node: notes) -> None:
    self.body.append('<div class="block notes" role="note" aria-label="Speaker notes">\n')
    self.body.append(f'<p class="block-label">{node.lead}</p>\n')


def depart_notes(self: HTML5Translator, node: notes) -> None:
    self.body.append("</div>\n")


def visit_ask(self: HTML5Translator, node: ask) -> None:
    self.body.append('<div class="ask">\n<p class="block-label">Ask the room</p>\n')


def depart_ask(self: HTML5Translator, node: ask) -> None:
    self.body.append("</div>\n")
