"""The Sphinx extension that turns Jupyter Book's build into the course's site."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from grimoire import ROOT, directives
from grimoire.site import (
    assets,
    citations,
    execution,
    figures,
    folds,
    formulas,
    header,
    launch,
    moves,
    numbers,
    percent,
    sources,
)
from grimoire.site.fingerprint import HOUSE, state_of

PARTS = (
    directives,
    assets,
    citations,
    execution,
    figures,
    folds,
    formulas,
    header,
    launch,
    moves,
    numbers,
    percent,
    sources,
)


def setup(app: Sphinx) -> dict[str, Any]:
    # Sphinx makes all pages again when this value changes; it does not watch extensions and styles.
    app.add_config_value("house", state_of(ROOT, HOUSE), "env")
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
