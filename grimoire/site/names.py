"""The names of the course where a page asks for them: `{{ title }}` and the like.

They are put in before the page is read, so that they also work in addresses and in lines to type.
A name that stands alone between backticks stays, for a page that explains it.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx

from grimoire.checks.names import KNOWN

ASKED = re.compile(rf"(?<!`)\{{\{{ ({'|'.join(KNOWN)}) \}}\}}")


def setup(app: Sphinx) -> None:
    app.add_config_value("names", {}, "env")
    app.connect("source-read", put_names)


def put_names(app: Sphinx, docname: str, source: list[str]) -> None:
    source[0] = ASKED.sub(lambda match: str(app.config.names[match[1]]), source[0])
