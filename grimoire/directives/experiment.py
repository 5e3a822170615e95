"""A little experiment: a drawing with one or two numbers in it that readers may change.

Without scripts, and on paper, it is a picture made when the book is built.
"""

from __future__ import annotations

from typing import TypedDict

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from grimoire import ROOT
from grimoire.directives.block import Block
from grimoire.directives.drawing import kept
from grimoire.html import on_the_site
from grimoire.node import told_by

PLAY = ROOT / "grimoire/play"
MODELS = PLAY / "page/experiment/models"
MOVE_IT = "Move it on the site"


def setup(app: Sphinx) -> None:
    app.add_directive("experiment", Experiment)


class Picture(TypedDict):
    """A drawing, what it shows, and the sentence that says what came of its numbers."""

    svg: str
    drawn: str
    said: str


def experiments() -> list[str]:
    """The names of all experiments: each has a file of its own."""
    return sorted(file.stem for file in MODELS.glob("*.js"))


class Experiment(Block):
    """{experiment} neuron: what it holds says what to find out, and stands above the drawing."""

    option_names = ("name",)

    def run(self) -> list[nodes.Node]:
        name = self.argument()
        if name not in experiments():
            raise self.error(
                f"there is no experiment {name!r}. Choose one of {', '.join(experiments())}."
            )
        picture: Picture = told_by(PLAY / "experiment.mjs", name)
        block = nodes.container(classes=["play", "experiment", f"experiment-{name}"])
        self.read_body_into(block)
        image = nodes.image(uri=kept(self.env, name, picture["svg"]), alt=picture["drawn"])
        figure = nodes.figure("", image, nodes.caption("", picture["said"]))
        self.identify(figure, "experiment", name)
        site = self.config.html_baseurl
        link = on_the_site(MOVE_IT, f"{site}{self.env.docname}.html#{figure['ids'][0]}")
        elsewhere = addnodes.only(expr="not html")
        elsewhere += nodes.paragraph("", "", link)
        block += [figure, elsewhere]
        return [block]
