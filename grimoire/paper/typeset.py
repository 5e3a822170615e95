"""Typeset a manuscript, and say of each error which line of which page it comes from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import typst

from grimoire.problem import BookError
from grimoire.store import write_whole

STANDARDS = ["ua-1", "a-2a"]
"""Accessible, with all fonts inside: PDF/UA-1 and PDF/A-2a."""

FILE = re.compile(r'"(/?[^"\n]+\.(?:svg|png|jpe?g|gif|webp|typ))"')
NOTE = re.compile(r"/\*@ (.+?) \*/")
NAMED = re.compile(r'the text `"(.+?)"` could not be displayed|label `<(.+?)>` does not exist')
CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
SPOT = re.compile(r"┌─ (.*?):(\d+):\d+")
OURS = "panicked with: "
"""So begins what `book.typ` itself refuses; it names the place in the page."""


def typeset(source: Path, target: Path, root: Path, time: datetime) -> None:
    """Make the PDF `target` of the Typst document `source`.

    The same source gives the same bytes: the fonts are Typst's own, the time is that of `time`.
    Where neither the source nor a file it names has changed, the PDF is left as it is.

    Raises
    ------
    BookError
        If Typst cannot set it, or warns of anything.
    """
    if is_set(source, target, root, time):
        return
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(source),
            root=str(root),
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(time.timestamp()),
        )
    except typst.TypstError as error:
        raise BookError(located(error, source, root)) from error
    if warnings:
        raise BookError("\n".join(located(warning, source, root) for warning in warnings))
    known = target.with_suffix(".key")
    known.unlink(missing_ok=True)  # so that a build that is killed here leaves nothing half true
    write_whole(target, pdf)
    known.write_text(fingerprint(source, root, time), encoding="utf-8", newline="\n")


def is_set(source: Path, target: Path, root: Path, time: datetime) -> bool:
    """Whether the PDF is there, made from the manuscript and the files that it names now."""
    known = target.with_suffix(".key")
    if not (target.is_file() and known.is_file()):
        return False
    return known.read_text(encoding="utf-8") == fingerprint(source, root, time)


def fingerprint(source: Path, root: Path, time: datetime) -> str:
    """What the PDF depends on: the manuscript, every file it names, Typst, and the time."""
    digest = hashlib.sha256(f"{typst.__version__} {STANDARDS} {time.timestamp()}".encode())
    for file in files_of(source, root):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def files_of(source: Path, root: Path) -> Iterator[Path]:
    """The manuscript, and every file that it or one of these names."""
    waiting, seen = [source], set()
    while waiting:
        file = waiting.pop()
        if file in seen or not file.is_file():
            continue
        seen.add(file)
        yield file
        if file.suffix == ".typ":
            for name in FILE.findall(file.read_text(encoding="utf-8")):
                waiting.append(root / name[1:] if name[0] == "/" else file.parent / name)


def located(error: typst.TypstError | typst.TypstWarning, source: Path, root: Path) -> str:
    """The message with the place in the page that it comes from, as far as Typst says it."""
    if error.message.startswith(OURS):
        return error.message.removeprefix(OURS)
    spots = [(Path(file), int(line)) for file, line in SPOT.findall(str(error.diagnostic))]
    for sign, label in NAMED.findall(error.message):
        named = f'("{label}"' if label else CODE.sub(lambda code: chr(int(code[1], 16)), sign)
        spots += [spot for file in files_of(source, root) for spot in lines_with(named, file)]
    notes = [note for spot in spots if (note := note_before(*spot))]
    hints = " ".join([error.message, *error.hints])
    return f"{notes[0] if notes else source}: the page cannot be typeset: {hints}"


def lines_with(named: str, file: Path) -> Iterator[tuple[Path, int]]:
    """The lines of a manuscript in which this text stands: a link to a label, or a sign."""
    if file.suffix == ".typ":
        for line, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if named in text:
                yield file, line


def note_before(file: Path, line: int) -> str:
    """The last note of a place that stands in a file up to this line, or nothing."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    notes = NOTE.findall("\n".join(text.splitlines()[:line]))
    return str(notes[-1]) if notes else ""
