"""Show a value as a notebook does: as a picture, a table or text, whichever it knows of itself."""

from __future__ import annotations

from base64 import b64encode
from pprint import pformat
from typing import Any

from .streams import MOST

KINDS = {"_repr_svg_": "svg", "_repr_png_": "png", "_repr_html_": "html"}
"""How a value describes itself, the best first."""


def show(value: Any, say: Any) -> None:
    """Send the value of a cell's last line."""
    for method, kind in KINDS.items():
        describe = getattr(value, method, None)
        described = describe() if callable(describe) and not isinstance(value, type) else None
        if described is not None:
            data = b64encode(described).decode() if isinstance(described, bytes) else described
            say({"kind": kind, "data": data})
            return
    say({"kind": "value", "text": plain(value)})


def plain(value: Any) -> str:
    """The value as text; long collections in lines, as notebooks print them."""
    collection = isinstance(value, dict | list | tuple | set)
    text = pformat(value, width=79, sort_dicts=False) if collection else repr(value)
    if len(text) > MOST:
        return f"{text[:MOST]}\n… and {len(text) - MOST:,} characters more, not shown."
    return text
