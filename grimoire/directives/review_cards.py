"""The place where readers review cards; without scripts, and on paper, a link to them."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from grimoire.directives.block import Block
from grimoire.html import on_the_site

FOLDER = "review"
"""Where the cards stand in the site."""

PACKAGE = "cards.apkg"
"""The cards as a package of Anki."""

FOR_ANKI = "The same cards, as a file for Anki"
NEEDS = "The cards on this page need JavaScript."
ELSEWHERE = "Review on the site"


def setup(app: Sphinx) -> None:
    app.add_directive("review-cards", ReviewCards)


class ReviewCards(Block):
    """{review-cards}: has nothing in it."""

    optional_arguments = 0
    has_content = False

    def run(self) -> list[nodes.Node]:
        block = nodes.container(classes=["review", "cards"])
        block += nodes.paragraph("", NEEDS)
        here = addnodes.only(expr="html")
        here += block
        up = "../" * self.env.docname.count("/")
        package = nodes.reference("", FOR_ANKI, refuri=f"{up}{FOLDER}/{PACKAGE}")
        here += nodes.paragraph("", "", package)
        elsewhere = addnodes.only(expr="not html")
        link = on_the_site(ELSEWHERE, f"{self.config.html_baseurl}{self.env.docname}.html")
        elsewhere += nodes.paragraph("", "", link)
        for each in (block, here, elsewhere):
            self.set_source_info(each)
        return [here, elsewhere]
