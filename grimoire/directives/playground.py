"""A network to play with: a picture made when the book is built, in whose place a script puts the
playground. And the role that links to the playground in a certain state.
"""

from __future__ import annotations

from pathlib import Path
from posixpath import relpath
from typing import TypedDict

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from grimoire import ROOT
from grimoire.directives.block import Block
from grimoire.directives.drawing import kept
from grimoire.node import told_by

SCRIPT = ROOT / "grimoire/play/picture.mjs"
PAGE = "playground"
"""The page whose address keeps the state."""

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_directive("playground", Playground)
    app.add_role("play", PlayRole())


class Words(TypedDict):
    """What a picture shows, and which losses its network has reached."""

    drawn: str
    reached: str


class Picture(TypedDict):
    """A drawing, its words, and what was wrong with the state it was asked for."""

    problems: list[str]
    svg: str
    words: Words


def picture_of(state: str) -> Picture:
    """Train the network of a state and draw it: the same code as on the page, run by Node."""
    picture: Picture = told_by(SCRIPT, state)
    return picture


class Playground(Block):
    """{playground} data=spirals&layers=8,8&epochs=200: what it holds stands above it."""

    option_names = ("name",)

    def run(self) -> list[nodes.Node]:
        picture = picture_of(self.argument())
        if picture["problems"]:
            raise self.error(" ".join(picture["problems"]).replace(" address ", " state "))
        block = nodes.container(classes=["play", "playground"])
        self.read_body_into(block)
        still = nodes.container(classes=["play-still"])
        still += self.figure(picture)
        link = nodes.reference("", "Open it in the playground", classes=["play-open"])
        link["refuri"] = address_of(self.argument(), self.env.docname)
        still += nodes.paragraph("", "", link)
        block += still
        return [block]

    def figure(self, picture: Picture) -> nodes.figure:
        words = picture["words"]
        alt = f"{words['drawn']} {words['reached']}"
        image = nodes.image(uri=kept(self.env, "playground", picture["svg"]), alt=alt)
        figure = nodes.figure("", image, nodes.caption("", words["reached"]))
        self.identify(figure, "playground", self.argument() or "start")
        return figure


def address_of(state: str, docname: str) -> str:
    """The playground's page in this state, as seen from another page."""
    return f"{relpath(PAGE, Path(docname).parent.as_posix())}.html#{state}"


class PlayRole(ReferenceRole):
    """{play}`two units for XOR <data=xor&layers=2>`: a link to the playground in that state."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        problems = picture_of(self.target)["problems"] if self.has_explicit_title else []
        if problems or not self.has_explicit_title:
            logger.warning(
                "a link to the playground is written {play}`words <state>`, such as"
                " {play}`two units for XOR <data=xor&layers=2>`. %s",
                " ".join(problems) or f"Got {self.text!r}.",
                location=(self.env.docname, self.lineno),
                type="play",
            )
            return [nodes.Text(self.title)], []
        address = address_of(self.target, self.env.docname)
        return [nodes.reference(self.rawtext, self.title, refuri=address, internal=True)], []
