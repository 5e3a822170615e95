"""Write the question bank of each unit in every format."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from grimoire.bank.gift import gift
from grimoire.bank.moodle import moodle
from grimoire.bank.qti import qti
from grimoire.bank.quiz import quiz
from grimoire.course import Unit
from grimoire.directives.bank_files import FOLDER
from grimoire.edition import Edition
from grimoire.items.anki import apkg, table
from grimoire.items.collect import bank_of, pages_of
from grimoire.latex.formulas import Formulas
from grimoire.pages.resolved import Resolved
from grimoire.store import digest


def make(resolved: Resolved, out: Path) -> None:
    """Write the banks into the folder `bank` of `out`, where a unit has questions for one.

    Raises
    ------
    BookError
        If something in a question cannot be carried by each format, with file and line.
    """
    edition = Edition.of(resolved.course.root)
    (out / FOLDER).mkdir()
    for unit in resolved.course.units:
        pages = [resolved.key(page.docname) for page in pages_of(resolved.course, unit)]
        key = digest(pages, unit.title, resolved.app.config.project, edition)
        files = resolved.store.make("bank", key, partial(files_of, resolved, unit, edition))
        for ending, data in files.items():
            (out / FOLDER / f"{unit.folder}.{ending}").write_bytes(data)


def files_of(resolved: Resolved, unit: Unit, edition: Edition) -> dict[str, bytes]:
    """From the end of each file's name to what it holds; nothing where there is no question."""
    bank = bank_of(resolved, unit)
    if not bank.items:
        return {}
    course = resolved.app.config.project
    formulas = Formulas(Path(resolved.app.outdir).parent / FOLDER / "formulas.json")
    return {
        "moodle.xml": moodle(bank),
        "qti.zip": qti(bank),
        "gift": gift(bank),
        "apkg": apkg(bank, int(edition.time.timestamp())),
        "csv": table(bank),
        "quiz.pdf": quiz(bank, course, edition.date, edition.time, formulas),
    }
