"""Our scripts and style sheets as they are sent."""

from __future__ import annotations

import re
from pathlib import Path

from grimoire.fingerprint import state_of
from grimoire.sent import as_sent

HERE = Path(__file__).parent
OUR_FILES = HERE / "static"
OURS = ("*.css", "*.js", "*.svg", "desk/*.js")
IMPORTED = re.compile(rb'(?<=["(])(\.{1,2}/[\w/.-]+\.js)(?=")')
VERSION = 8
"""Digits of a version."""


def send_scripts(static: Path) -> None:
    """Take out of our files in the folder `static` of the site what is for people alone.

    A script that another one loads carries the version of all: a browser that kept an older one
    takes none of them by mistake.
    """
    version = state_of(HERE, ["static"])[:VERSION].encode()
    for file in (file for kind in OURS for file in OUR_FILES.glob(kind)):
        copy = static / file.relative_to(OUR_FILES)
        data = as_sent(file.name, copy.read_bytes())
        if file.suffix == ".js":
            data = IMPORTED.sub(rb"\1?v=" + version, data)
        copy.write_bytes(data)
