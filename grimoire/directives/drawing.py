"""Drawings that blocks make while a page is read, kept beside those that cells made."""

from __future__ import annotations

import os
from pathlib import Path

from sphinx.environment import BuildEnvironment

from grimoire.store import digest, write_whole


def kept(env: BuildEnvironment, name: str, svg: str) -> str:
    """The path of a drawing, as an image of a page has it; its folder says what it holds."""
    output = Path(env.mystnb_config.output_folder).resolve()  # type: ignore[attr-defined]
    file = output / name / digest(svg) / f"{name}.svg"
    if not file.is_file():
        write_whole(file, svg.encode())
    return "/" + Path(os.path.relpath(file, env.srcdir)).as_posix()
