"""The list of what the site holds from others, as tables."""

from __future__ import annotations

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from grimoire.directives.block import Block
from grimoire.licences.names import BILL, TEXTS
from grimoire.licences.works import LIST, Work, works

FILES = {
    TEXTS: "the texts of the licences, or where in the site they stand",
    BILL: "the list for programs, in the format CycloneDX",
}


def setup(app: Sphinx) -> None:
    app.add_directive("licences", Licences)
    app.add_directive("licence-files", LicenceFiles)


class Licences(Block):
    """{licences} The pages: the works of a group of the list, as a table."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        groups = list(dict.fromkeys(work.group for work in works()))
        group = self.argument()
        if group not in groups:
            raise self.error(f"{group!r} is no group of `{LIST.name}`. Name one: {groups}.")
        self.env.note_dependency(str(LIST))
        rows = [row(work) for work in works() if work.group == group]
        lines = ["| work | what it does here | licence |", "| --- | --- | --- |", *rows]
        whole = nodes.container()
        self.state.nested_parse(StringList(lines, source=LIST.as_posix()), 0, whole)
        return whole.children


class LicenceFiles(SphinxDirective):
    """{licence-files}: a link to each file of the site that tells more than the tables."""

    def run(self) -> list[nodes.Node]:
        links = nodes.bullet_list()
        for name, what in FILES.items():
            address = f"{self.config.html_baseurl}{name}"
            link = nodes.reference("", "", nodes.literal("", name), refuri=address)
            line = nodes.paragraph("", "", link, nodes.Text(f": {what}."))
            links += nodes.list_item("", line)
        self.set_source_info(links)
        return [links]


def row(work: Work) -> str:
    name = f"[{work.name}]({work.home}) {work.version}".strip()
    return f"| {name}, by {work.by} | {work.use} | {work.licence} |"
