"""Put the texts of the licences, and the list for machines, into the site."""

from __future__ import annotations

from pathlib import Path

from grimoire.edition import Edition
from grimoire.licences.names import BILL, TEXTS
from grimoire.licences.texts import licence_texts
from grimoire.licences.works import works
from grimoire.names import Names
from grimoire.pages.resolved import Resolved


def make(resolved: Resolved, out: Path) -> None:
    """Write both files into the folder `out`."""
    from grimoire.licences.sbom import bill  # its library takes a while to load

    root = resolved.course.root
    listed = bill(works(), Names.of(root), Edition.of(root))
    for name, text in ((TEXTS, licence_texts(works())), (BILL, listed)):
        (out / name).write_text(text, encoding="utf-8", newline="\n")
