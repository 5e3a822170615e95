"""Files that HTML in a page names: Sphinx does not see them, so the site would not have them."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

LOCAL = re.compile(
    r"<(?:img|video|audio|source|iframe)\b[^>]*?\bsrc\s*=\s*[\"']?(?![a-z]+:|//|#)([^\"'>\s]+)",
    re.IGNORECASE,
)
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_transform(RefuseLocalFiles)


class RefuseLocalFiles(SphinxTransform):
    """Warn of a picture or film of `content/` that stands in HTML."""

    default_priority = 300

    def apply(self, **kwargs: object) -> None:
        for raw in self.document.findall(nodes.raw):
            for file in LOCAL.findall(raw.astext()) if "html" in raw["format"].split() else ():
                logger.warning(
                    "the site has no copy of %s, since HTML names it. Write a picture as"
                    " `![what it shows](%s)`, and link to anything else with {download}.",
                    file,
                    file,
                    location=raw,
                    type="html",
                )
