"""A number and its percent sign stay on one line."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

PERCENT = re.compile(r"(?<=\d) %")
NO_WORDS = nodes.FixedTextElement | nodes.literal | nodes.math


def setup(app: Sphinx) -> None:
    app.add_post_transform(JoinPercent)


class JoinPercent(SphinxPostTransform):
    """Put a no-break space between a number and its percent sign, except in code and formulas."""

    default_priority = 900  # behind the transform that puts in the numbers of the cells

    def run(self, **kwargs: Any) -> None:
        for text in list(self.document.findall(nodes.Text)):
            if PERCENT.search(text) and not isinstance(text.parent, NO_WORDS):
                text.parent.replace(text, nodes.Text(PERCENT.sub("\N{NO-BREAK SPACE}%", text)))
