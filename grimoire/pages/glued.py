"""A number of the text says which cell's value it is, so that a run in the page can renew it."""

from __future__ import annotations

from urllib.parse import quote

from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from sphinx.application import Sphinx

UNQUOTED = "!~*'()"
"""What a browser's `encodeURIComponent` leaves as it is, beside letters, digits and `-_.`."""


def setup(app: Sphinx) -> None:
    app.add_role_to_domain("glue", "text", Named(), override=True)


class Named(PasteTextRole):
    """`{glue:text}`, with the class `glue-NAME` for a value that is shown as it was glued."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        pasted, messages = super().run()
        if ":" not in self.text:
            for node in pasted:
                if isinstance(node, nodes.inline):
                    node["classes"].append(f"glue-{quote(self.text, safe=UNQUOTED)}")
        return pasted, messages
