"""What a browser is sent of our scripts and style sheets: all but what is for people."""

from __future__ import annotations

import re

IN_SCRIPTS = re.compile(rb"^[ ]*(?:(?://|/\*\*|\*[ /]).*\n|(?=\S))", re.MULTILINE)
"""Comments on lines of their own, and indentation; no string of ours has a second line."""

IN_STYLES = re.compile(rb"/\*.*?\*/\n?|^[ ]+", re.MULTILINE | re.DOTALL)
"""Comments and indentation; no string of ours holds the sign of a comment."""


def as_sent(name: str, data: bytes) -> bytes:
    """The file without comments and indentation, if it is a script or a style sheet."""
    found = {"js": IN_SCRIPTS, "css": IN_STYLES}.get(name.rpartition(".")[2])
    return found.sub(b"", data) if found else data
