"""Typeset books in a program of their own: what Typst remembers of a large book goes with it.

python -m grimoire.paper.press ROOT SECONDS MANUSCRIPT ...
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from grimoire import ROOT
from grimoire.paper.typeset import is_set, typeset
from grimoire.problem import BookError

TOGETHER = 150
"""The books of a course of so many pages are set in one program: a unit's book takes over what the
whole book has laid out. Beyond that the memory counts more than the time."""


def print_books(sources: Sequence[Path], root: Path, time: datetime, pages: int) -> list[Path]:
    """Make the PDF of each manuscript beside it, for a course of so many pages; return the PDFs.

    Raises
    ------
    BookError
        If Typst cannot set one of them, or warns of anything.
    """
    new = [source for source in sources if not is_set(source, pdf_of(source), root, time)]
    for group in [new] if pages <= TOGETHER else [[source] for source in new]:
        if group:
            run(group, root, time)
    return [pdf_of(source) for source in sources]


def run(sources: Sequence[Path], root: Path, time: datetime) -> None:
    words = [str(root), str(time.timestamp()), *map(str, sources)]
    command = [sys.executable, "-m", "grimoire.paper.press", *words]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise BookError(done.stderr.strip() or "Typst ended without a word; is there memory left?")


def pdf_of(source: Path) -> Path:
    return source.with_suffix(".pdf")


def main() -> None:
    root, seconds, *sources = sys.argv[1:]
    time = datetime.fromtimestamp(float(seconds), UTC)
    try:
        for source in map(Path, sources):
            typeset(source, pdf_of(source), Path(root), time)
    except BookError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
