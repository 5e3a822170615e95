"""The course as one model: which pages there are, in which order, in which unit.

Everything is read from `_toc.yml` and from the front matter of the pages it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from grimoire.data import read_yaml
from grimoire.problem import CourseError, Problem, not_utf8, not_yaml

TOC = Path("_toc.yml")
SETTINGS = Path("_config.yml")
CONTENT = Path("content")
TEACHING = "teaching"
FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,}|:{3,})(.*)")
CODE_CELL = re.compile(r" {0,3}(?:`{3,}|~{3,})\{code-cell\}")


@dataclass(frozen=True)
class Page:
    """One Markdown file.

    Attributes
    ----------
    docname : str
        The path below `content/` without `.md`, as `_toc.yml` and the site's addresses use it.
    file : Path
        The path from the repository's root, for messages.
    front_matter : dict
        The settings between the two `---` lines at the top.
    body : str
        The text below the front matter.
    body_line : int
        The line of the file at which the body begins.
    front : str
        The text that `front_matter` was read from; it begins at line 2.
    """

    docname: str
    file: Path
    front_matter: dict[str, Any] = field(hash=False)
    body: str
    body_line: int
    front: str = ""

    @cached_property
    def title(self) -> str:
        """The first heading of the page, or its address where it has none."""
        for _, line in self.prose_lines():
            if line.startswith("# "):
                return line[2:].strip()
        return self.docname

    @property
    def is_for_teachers(self) -> bool:
        """Whether it stands in a folder `teaching`: the students' tracks and PDFs leave it out."""
        return TEACHING in self.docname.split("/")[:-1]

    @property
    def has_code_cells(self) -> bool:
        """Whether a cell stands in the page itself; one shown inside a longer fence is none."""
        return any(opens and CODE_CELL.match(line) for _, line, opens in self._outer_lines())

    def setting(self, *path: str) -> Any:
        """What stands under these keys of the front matter, or None."""
        found: Any = self.front_matter
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def line_of(self, key: str) -> int:
        """The line of the file at which a key of the front matter stands, 1 where it does not."""
        for number, line in enumerate(self.front.split("\n"), 2):
            if line.startswith(f"{key}:"):
                return number
        return 1

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """The lines outside fenced blocks, each with its number in the file."""
        return ((number, line) for number, line, opens in self._outer_lines() if not opens)

    def _outer_lines(self) -> Iterator[tuple[int, str, bool]]:
        """Each line that stands in no block, and whether a block begins with it."""
        fence = ""
        for number, line in enumerate(_lines(self.body), self.body_line):
            mark = FENCE.match(line)
            if not fence:
                yield number, line, bool(mark)
                fence = mark[1] if mark else ""
            elif mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""


@dataclass(frozen=True)
class Unit:
    """A folder of pages, without those for its teachers; its index page names number and title."""

    number: int
    title: str
    pages: tuple[Page, ...]

    @property
    def folder(self) -> str:
        """The folder below `content/`, which also names the unit's PDF."""
        return self.pages[0].docname.rpartition("/")[0]


@dataclass(frozen=True, eq=False)
class Course:
    """All pages in reading order, and the units some of them form, as they were read once."""

    root: Path
    pages: tuple[Page, ...]
    units: tuple[Unit, ...]

    @classmethod
    def load(cls, root: Path) -> Course:
        """Read the course that stands in the folder `root`.

        Raises
        ------
        CourseError
            If a file cannot be read or understood, with every such place.
        """
        problems: list[Problem] = []
        pages = []
        for docname, line in _docnames(root):
            file = CONTENT / f"{docname}.md"
            if not (root / file).is_file():
                problems.append(
                    Problem(
                        TOC,
                        line,
                        f"there is no page {file}. Write it, or take this entry out of {TOC}.",
                    )
                )
                continue
            try:
                pages.append(_page(root, docname, file))
            except CourseError as error:
                problems += error.problems
        units = _units(pages, problems)
        if problems:
            raise CourseError(problems)
        return cls(root, tuple(pages), units)

    def page(self, docname: str) -> Page | None:
        """The page of this name, or None."""
        return self._by_docname.get(docname)

    def reread(self, docname: str) -> Course:
        """The same course with one of its pages read again.

        Raises
        ------
        CourseError
            If the page cannot be read or understood.
        """
        fresh = _page(self.root, docname, CONTENT / f"{docname}.md")
        pages = [fresh if page.docname == docname else page for page in self.pages]
        problems: list[Problem] = []
        units = _units(pages, problems)
        if problems:
            raise CourseError(problems)
        return replace(self, pages=tuple(pages), units=units)

    def unit_of(self, docname: str) -> Unit | None:
        """The unit the page belongs to, or None for pages outside all units."""
        return self._units_by_docname.get(docname)

    @cached_property
    def _by_docname(self) -> dict[str, Page]:
        return {page.docname: page for page in self.pages}

    @cached_property
    def _units_by_docname(self) -> dict[str, Unit]:
        return {page.docname: unit for unit in reversed(self.units) for page in unit.pages}


def _docnames(root: Path) -> list[tuple[str, int]]:
    """The pages `_toc.yml` names, each with the line that names it."""
    path = root / TOC
    if not path.is_file():
        raise CourseError([Problem(TOC, 1, "this file is missing; it lists the course's pages.")])
    tree = read_yaml(root, TOC)
    entries = [
        (str(value.value).removesuffix(".md"), value.start_mark.line + 1)
        for key, value in _pairs(tree)
        if key in ("root", "file") and isinstance(value, yaml.ScalarNode)
    ]
    if not entries:
        raise CourseError(
            [Problem(TOC, 1, "no page is listed; expected `root: index` and `file:` entries.")]
        )
    first_line: dict[str, int] = {}
    repeated = []
    for docname, line in entries:
        if docname in first_line:
            message = f"the page {docname} is listed twice, first in line {first_line[docname]}."
            repeated.append(Problem(TOC, line, f"{message} Keep one of the two."))
        first_line.setdefault(docname, line)
    if repeated:
        raise CourseError(repeated)
    return entries


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    """Every `key: value` of a YAML tree, in the order of the file."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, value
            yield from _pairs(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _pairs(item)


def _page(root: Path, docname: str, file: Path) -> Page:
    try:
        text = (root / file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourseError([not_utf8(error, file)]) from None
    front, body, body_line = _split(text, file)
    settings = _load(front, file, 2) or {}
    if not isinstance(settings, dict):
        message = f"the front matter must be `key: value` lines, got {front.strip()[:40]!r}."
        raise CourseError([Problem(file, 2, message)])
    return Page(docname, file, settings, body, body_line, front)


def _split(text: str, file: Path) -> tuple[str, str, int]:
    """Front matter, body, and the line at which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", text, 1
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    raise CourseError(
        [Problem(file, 1, "the front matter is never closed. End it with a line `---`.")]
    )


def _lines(text: str) -> list[str]:
    """The lines of a text as Markdown counts them: no other character ends one."""
    return text.removesuffix("\n").split("\n")


def _load(text: str, file: Path, first_line: int) -> Any:
    """What the YAML in `text` says, or an error that names the line in `file`."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CourseError([not_yaml(error, text, file, first_line)]) from None
    except ValueError as error:
        message = f"a date or a number here is none: {error}. Put it in quotes, or mend it."
        raise CourseError([Problem(file, first_line, message)]) from None


def _units(pages: list[Page], problems: list[Problem]) -> tuple[Unit, ...]:
    """A unit for every index page whose front matter has a `unit` entry."""
    units: dict[int, Unit] = {}
    for index in pages:
        if "unit" not in index.front_matter:
            continue
        if message := _unit_fault(index, units):
            problems.append(Problem(index.file, index.line_of("unit"), message))
            continue
        settings, folder = index.front_matter["unit"], index.docname.removesuffix("index")
        members = tuple(
            page for page in pages if page.docname.startswith(folder) and not page.is_for_teachers
        )
        units[settings["number"]] = Unit(settings["number"], settings["title"], members)
    return tuple(units.values())


def _unit_fault(index: Page, units: dict[int, Unit]) -> str:
    """What is wrong with the `unit` entry of this page, after the units before it."""
    settings = index.front_matter["unit"]
    if not (
        isinstance(settings, dict)
        and isinstance(settings.get("number"), int)
        and isinstance(settings.get("title"), str)
        and index.docname.endswith("/index")
    ):
        return (
            "`unit` stands in the index page of a unit's folder and needs a `number` and a"
            f" `title`, got {settings!r}."
        )
    if same := units.get(settings["number"]):
        return (
            f"the number {same.number} is taken by the unit of {same.pages[0].file}."
            " Choose another."
        )
    return ""
