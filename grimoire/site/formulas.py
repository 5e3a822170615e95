"""Formulas become HTML while the site is built, so that a page needs no script to show them."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

from grimoire.node import NODE

PUNCTUATION = re.compile(r"[.,;:?!)\u2019\u201d]+")


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinxcontrib.katex")
    katex.NODEJS_BINARY = NODE
    katex.KaTeXServer.start_server_process = start_server
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
    app.add_post_transform(KeepPunctuation)


class KeepPunctuation(SphinxPostTransform):
    """Let no line break come between a formula and the punctuation mark behind it.

    Browsers may break a line behind the box of a formula, whatever follows.
    """

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for formula in list(self.document.findall(nodes.math)):
            after = formula.next_node(descend=False, siblings=True)
            mark = PUNCTUATION.match(after) if isinstance(after, nodes.Text) else None
            if mark is None:
                continue
            box = nodes.inline(classes=["unbroken"])
            formula.replace_self(box)
            box += [formula, nodes.Text(mark[0])]
            after.parent.replace(after, nodes.Text(after[mark.end() :]))


def start_server(folder: Path, timeout: float) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start KaTeX and connect to it as soon as it listens.

    The extension's own way connects when the socket file is there, which on a busy machine can be
    before the server listens.
    """
    address = str(folder / "katex.sock")
    server = subprocess.Popen(
        katex.KaTeXServer.build_command(socket=address),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    connection = socket.socket(socket.AF_UNIX)
    deadline = time.monotonic() + timeout
    while True:
        try:
            connection.connect(address)
            return server, connection
        except (FileNotFoundError, ConnectionRefusedError):
            if time.monotonic() > deadline:
                server.kill()
                raise katex.KaTeXServer.timeout_error(timeout) from None
            time.sleep(0.01)


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
