"""The boxes that Furo puts around tables and formulas have no names: each leads to one place."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

BOXES = {"table-wrapper", "math-wrapper"}


def setup(app: Sphinx) -> None:
    app.add_post_transform(NameOnce)


class NameOnce(SphinxPostTransform):
    """Take from each box the names that it has from what it holds."""

    default_priority = 900  # behind the one that puts the boxes in (500)
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for box in self.document.findall(nodes.container):
            if BOXES & set(box["classes"]):
                box["ids"] = []
