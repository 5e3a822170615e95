"""A stand-in for `myst_nb.glue`: in the page a glued value goes straight into the text."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from . import outputs


def install(say: Any) -> None:
    """Let cells say `from myst_nb import glue`; each glued value is sent by its name."""

    def glue(name: str, variable: Any, display: bool = True) -> None:
        """Name a value, so that the text of the page can state it."""
        say({"kind": "glue", "name": name, "text": str(variable), "html": html_of(variable)})
        if display:
            outputs.show(variable, say)

    module = ModuleType("myst_nb")
    module.glue = glue  # type: ignore[attr-defined]
    sys.modules["myst_nb"] = module


def html_of(value: Any) -> str | None:
    describe = getattr(value, "_repr_html_", None)
    return describe() if callable(describe) else None
