"""The list of files in which a unit's question bank can be had."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FOLDER = "bank"
"""Where the files stand in the site."""

FORMATS = {
    "moodle.xml": "Moodle XML, with a category for each page, feedback, hints, tags and pictures",
    "qti.zip": "QTI 2.1, for Canvas, OpenOLAT and others",
    "gift": "GIFT, one text file, for Moodle and others",
    "apkg": "Anki, a deck to import",
    "csv": "The same cards as a table, for Anki or a spreadsheet",
    "quiz.pdf": "A quiz to print, with its key",
}
"""From the end of a file's name, which begins with that of the unit's folder, to what it is."""


def setup(app: Sphinx) -> None:
    app.add_directive("bank-files", BankFiles)


class BankFiles(SphinxDirective):
    """A link to each file of the unit in whose folder the page stands."""

    def run(self) -> list[nodes.Node]:
        unit, _, below = self.env.docname.partition("/")
        up = "../" * (below.count("/") + 1)
        links = nodes.bullet_list()
        for ending, words in FORMATS.items():
            name = f"{unit}.{ending}"
            link = nodes.reference("", "", nodes.literal("", name), refuri=f"{up}{FOLDER}/{name}")
            line = nodes.paragraph("", "", link, nodes.Text(f": {words}."))
            links += nodes.list_item("", line)
        self.set_source_info(links)
        return [links]
