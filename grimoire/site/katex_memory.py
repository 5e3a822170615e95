"""Formulas that KaTeX has set once, kept from build to build: it starts only for new ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinxcontrib import katex

from grimoire.latex import katex_server as katex_server
from grimoire.store import digest, write_whole

Options = dict[str, Any] | None
Render = Callable[[str, Options], str]

VERSION = version("sphinxcontrib-katex")
ask_katex: Render = katex.render_latex


class Memory:
    """The HTML of formulas by their digest.

    Parameters
    ----------
    file : Path
        Where it is kept, a JSON object.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, str] = (
            json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        )
        self.size = len(self.known)

    def render(self, latex: str, options: Options = None) -> str:
        """The HTML of a formula.

        Raises
        ------
        KaTeXError
            If KaTeX cannot read it; that is not kept.
        """
        key = digest(VERSION, katex.KATEX_DEFAULT_OPTIONS, latex, options)
        if key not in self.known:
            self.known[key] = ask_katex(latex, options)
        return self.known[key]

    def save(self) -> None:
        if len(self.known) > self.size:
            write_whole(self.file, json.dumps(self.known, indent=0, sort_keys=True).encode())


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", remember)


def remember(app: Sphinx) -> None:
    memory = Memory(Path(app.outdir).parent / "katex.json")
    katex.render_latex = memory.render
    app.connect("build-finished", lambda app, error: memory.save())
