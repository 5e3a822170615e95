"""Which style sheets and scripts a page loads: ours and the theme's, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

HERE = Path(__file__).parent
UNUSED = ("design-tabs", "mystnb")
"""What MyST-NB and sphinx-design add to each page; our own style sheet does without."""


def setup(app: Sphinx) -> None:
    app.connect("config-inited", add_our_files)
    app.connect("html-page-context", drop_unused_files, priority=900)


def add_our_files(app: Sphinx, config: Config) -> None:
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.templates_path = [*config.templates_path, str(HERE / "templates")]
    app.add_css_file("site.css")


def drop_unused_files(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    for kind in ("css_files", "script_files"):
        context[kind] = [
            file
            for file in context[kind]
            if not any(name in str(file.filename) for name in UNUSED)
        ]
