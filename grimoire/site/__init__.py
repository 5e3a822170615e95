"""The Sphinx extension that turns Jupyter Book's build into the course's site."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from grimoire import directives, kinds
from grimoire.pages import execution, glued
from grimoire.site import (
    apart,
    assets,
    boxes,
    breaks,
    citations,
    code,
    enlarge,
    figures,
    folds,
    formulas,
    header,
    katex_memory,
    launch,
    names,
    narrow,
    navigation,
    numbers,
    opengraph,
    percent,
    sections,
    tables,
    tracks,
)
from grimoire.site.make import make

__all__ = ["make", "setup"]

PARTS = (
    directives,
    kinds,
    apart,
    assets,
    boxes,
    breaks,
    citations,
    code,
    enlarge,
    execution,
    figures,
    folds,
    formulas,
    glued,
    header,
    katex_memory,
    launch,
    names,
    narrow,
    navigation,
    numbers,
    opengraph,
    percent,
    sections,
    tables,
    tracks,
)


def setup(app: Sphinx) -> dict[str, Any]:
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
