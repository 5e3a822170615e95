"""Begin a unit, a page, a question or a term with a skeleton that builds at once.

Nothing is overwritten, and `_toc.yml` and the pages keep every other line as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grimoire.course import CONTENT, TOC, Course
from grimoire.names import slug
from grimoire.new import skeletons, toc
from grimoire.new.glossary import with_term
from grimoire.problem import BookError

TAKEN = {"genindex", "grimoire", "notebooks", "search", "wheels"}
"""What the built site itself puts beside the pages."""

QUESTION = re.compile(r"^:name: (q-\S+)", re.MULTILINE)
WHILE_WRITING = "`make serve` shows it while you write, and `make check` finds mistakes."


@dataclass(frozen=True)
class Made:
    """What there is now, with its place, and what to do next."""

    what: str
    next: str

    def __str__(self) -> str:
        return f"Made {self.what}.\nNext: {self.next}"


def make_unit(root: Path, number: int, title: str) -> Made:
    """A folder with its index page, and a part of `_toc.yml` for it."""
    folder = slug(title)
    if not folder or "\n" in title:
        raise BookError(f"A unit's title is a few words on one line, got {title!r}.")
    if number < 1:
        raise BookError(f"A unit's number is 1 or more, got {number}.")
    course = Course.load(root)
    for unit in course.units:
        if unit.number == number:
            free = max(unit.number for unit in course.units) + 1
            raise BookError(f"Unit {number} is {unit.title!r}. The next free number is {free}.")
    indexes = {unit.number: unit.pages[0].docname for unit in course.units}
    listed = toc.with_unit(read(root, TOC), number, f"{folder}/index", indexes)
    text = skeletons.unit(number, title)
    return _page(root, f"{folder}/index", text, listed, f"write it. {WHILE_WRITING}")


def make_page(root: Path, name: str, title: str, code: bool) -> Made:
    """A page with this name below `content/`, listed behind the pages of its folder."""
    docname = _docname(name)
    title = title or docname.rpartition("/")[2].replace("-", " ").capitalize()
    listed = toc.with_page(read(root, TOC), docname)
    text = skeletons.page(docname, title, code)
    return _page(root, docname, text, listed, f"write it. {WHILE_WRITING}")


def make_question(root: Path, name: str, title: str, kind: str) -> Made:
    """A question at the end of a page."""
    docname = _docname(name)
    course = Course.load(root)
    page = next((page for page in course.pages if page.docname == docname), None)
    if page is None:
        raise BookError(f"There is no page {CONTENT / docname}.md in {TOC}.")
    taken = {label for page in course.pages for label in QUESTION.findall(page.body)}
    stem = f"q-{slug(docname)}"
    label = next(name for n in range(1, len(taken) + 2) if (name := f"{stem}-{n}") not in taken)
    before = read(root, page.file).rstrip("\n") + "\n\n"
    write(root, page.file, before + skeletons.question(label, title, kind))
    place = f"{page.file}:{len(before.splitlines()) + 1}"
    return Made(f"a question at {place}", "move it next to what it asks about, and write it.")


def make_term(root: Path, term: str) -> Made:
    """An entry of the glossary, in its place in the alphabet."""
    file = CONTENT / "glossary.md"
    if not (root / file).is_file():
        raise BookError(f"There is no {file}. Make that page first: grimoire new page glossary")
    text, line = with_term(read(root, file), file, term)
    write(root, file, text)
    todo = "say what it means. `make check` names each page that uses the word without a link."
    return Made(f"an entry at {file}:{line}", todo)


def _docname(name: str) -> str:
    """The page that somebody names, with or without `content/` and `.md`."""
    docname = name.removeprefix(f"{CONTENT}/").removesuffix(".md")
    proper = "/".join(slug(part) for part in docname.split("/"))
    if not docname or docname != proper:
        hint = f" Write {proper!r}." if proper.strip("/") else ""
        raise BookError(
            "A page's name has small letters, digits and hyphens, and a slash behind its folder,"
            f" as in deep-learning/pooling; got {name!r}.{hint}"
        )
    return docname


def _page(root: Path, docname: str, text: str, listed: tuple[str, int], todo: str) -> Made:
    """Write a page and the `_toc.yml` that lists it."""
    file = CONTENT / f"{docname}.md"
    first = docname.partition("/")[0]
    if first in TAKEN:
        raise BookError(f"The site has something named {first!r} of its own. Take another name.")
    if (root / file).exists():
        raise BookError(f"{file} is there already. Nothing was changed.")
    write(root, file, text)
    write(root, TOC, listed[0])
    return Made(f"{file}, which {TOC}:{listed[1]} lists", todo)


def read(root: Path, file: Path) -> str:
    return (root / file).read_text(encoding="utf-8")


def write(root: Path, file: Path, text: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8", newline="\n")
