"""Show a value as a notebook does: as a picture, a table or text, whichever it knows of itself."""

from __future__ import annotations

from base64 import b64encode
from itertools import islice
from pprint import pformat
from typing import Any

from .transcript import MOST

LONG = 1000
"""Items of a collection that the page shows."""

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
    """The value as text; collections in lines, the long ones cut, as notebooks print them."""
    is_collection = isinstance(value, dict | list | tuple | set)
    text = pformat(cut(value), width=79, sort_dicts=False) if is_collection else repr(value)
    if len(text) > MOST:
        return f"{text[:MOST]}\n… and {len(text) - MOST:,} characters more, not shown."
    return text


class Dots:
    """Stands for the items that are not shown."""

    def __repr__(self) -> str:
        return "..."


def cut(value: Any, depth: int = 4) -> Any:
    """A collection with no more than `LONG` items, and so the collections in it."""
    if depth == 0 or type(value) not in (dict, list, tuple, set):
        return value
    more = [Dots()] if len(value) > LONG else []
    if type(value) is dict:
        first = {key: cut(item, depth - 1) for key, item in islice(value.items(), LONG)}
        return first | dict.fromkeys(more, Dots())
    return type(value)([*(cut(item, depth - 1) for item in islice(value, LONG)), *more])
