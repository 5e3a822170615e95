"""Words that differ from face to face: {wording}`folded away | books: left out`.

What stands first is for every face that no later part names. Each part is Markdown, and may be
empty. It becomes an `only` node, and each face takes its own: see `grimoire/pages/choices.py`.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import only
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from grimoire.directives.wording_rules import fault, rules, variants


def setup(app: Sphinx) -> None:
    app.add_role("wording", Wording())


class Wording(SphinxRole):
    """{wording}`for all others | books: for the PDF and the e-book | notebook: for the notebook`"""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if message := fault(self.text):
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        texts = variants(self.text)
        return [self.words(texts[face], rule) for face, rule in rules(texts).items()], []

    def words(self, text: str, rule: str) -> only:
        node = only(expr=rule)
        self.set_source_info(node)
        if text:
            parsed, _ = self.inliner.parse(text, self.lineno, None, self.inliner.parent)
            node += parsed
        return node
