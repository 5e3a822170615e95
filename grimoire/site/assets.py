"""Which style sheets and scripts a page loads: ours and the theme's, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

HERE = Path(__file__).parent
UNUSED = (
    "pygments.css",
    "mystnb",
    "copybutton.css",
    "katex-math.css",
    "design-tabs",
    "sphinx-thebe",
    "doctools",
    "sphinx_highlight",
    "documentation_options",
    "clipboard",
    "copybutton.js",
)
"""What the theme and the extensions add to each page: our own style sheet does without, and
`site.js` loads what copies code with the reader's first move."""

NEEDED_FOR = {
    "katex.css": 'class="katex',
    "sphinx-design": 'class="sd-',
    "furo-extensions": 'class="sd-',
    "blocks.": 'class="block ',
    "terms.": "std-term",
    "film.": 'class="block film',
    "self_test.": 'class="block self-test',
    "desk.": ' desk docutils container"',
    "print.js": 'class="fold result',
    "one-page.css": 'class="one-page',
}
"""Files that a page loads only when this stands in its HTML."""


def setup(app: Sphinx) -> None:
    app.connect("config-inited", add_our_files)
    app.connect("html-page-context", drop_unused_files, priority=900)


def add_our_files(app: Sphinx, config: Config) -> None:
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.templates_path = [*config.templates_path, str(HERE / "templates")]
    for name in ("site.css", "blocks.css", "film.css", "self_test.css", "desk.css"):
        app.add_css_file(name, priority=900)
    app.add_css_file("one-page.css", priority=900, media="print")
    for name in ("site.js", "terms.js", "film.js", "self_test.js", "print.js"):
        app.add_js_file(name, priority=900)
    for name in ("blocks.js", "desk.js"):
        app.add_js_file(name, priority=900, type="module")


def drop_unused_files(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    body = context.get("body", "")
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if is_needed(str(file.filename), body)]


def is_needed(file: str, body: str) -> bool:
    """Whether a page of this HTML uses the file."""
    if any(name in file for name in UNUSED):
        return False
    return all(mark in body for name, mark in NEEDED_FOR.items() if name in file)
