"""The course as one model: which pages there are, in which order, in which unit.

Everything is read from `_toc.yml` and from the front matter of the pages it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from grimoire.problem import CourseError, Problem, not_yaml

TOC = Path("_toc.yml")
SETTINGS = Path("_config.yml")
CONTENT = Path("content")
CODE_CELL = re.compile(r"^(`{3,}|:{3,})\{code-cell\}", re.MULTILINE)
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}|:{3,})")


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
    """

    docname: str
    file: Path
    front_matter: dict[str, Any]
    body: str
    body_line: int

    @cached_property
    def title(self) -> str:
        """The first heading of the page, or its address where it has none."""
        for _, line in self.prose_lines():
            if line.startswith("# "):
                return line[2:].strip()
        return self.docname

    @property
    def has_code_cells(self) -> bool:
        return CODE_CELL.search(self.body) is not None

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """The lines outside fenced blocks, each with its number in the file."""
        fence = ""
        for number, line in enumerate(self.body.splitlines(), self.body_line):
            mark = FENCE.match(line)
            if mark and not fence:
                fence = mark[1]
            elif mark and mark[1].startswith(fence) and not line.strip(" `~:"):
                fence = ""
            elif not fence:
                yield number, line


@dataclass(frozen=True)
class Unit:
    """A folder of pages; its index page names its number and title."""

    number: int
    title: str
    pages: tuple[Page, ...]

    @property
    def folder(self) -> str:
        """The folder below `content/`, which also names the unit's PDF."""
        return self.pages[0].docname.rpartition("/")[0]


@dataclass(frozen=True)
class Course:
    """All pages in reading order, and the units some of them form."""

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

    def unit_of(self, docname: str) -> Unit | None:
        """The unit the page belongs to, or None for pages outside all units."""
        for unit in self.units:
            if any(page.docname == docname for page in unit.pages):
                return unit
        return None


def _docnames(root: Path) -> list[tuple[str, int]]:
    """The pages `_toc.yml` names, each with the line that names it."""
    path = root / TOC
    if not path.is_file():
        raise CourseError([Problem(TOC, 1, "this file is missing; it lists the course's pages.")])
    tree = _compose(path.read_text(encoding="utf-8"), TOC, 1)
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
        text = (root / file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CourseError(
            [Problem(file, line, "this is not UTF-8 text. Save the file as UTF-8.")]
        ) from None
    front, body, body_line = _split(text, file)
    settings = yaml.safe_load(front) if _compose(front, file, 2) else {}
    if not isinstance(settings, dict):
        message = f"the front matter must be `key: value` lines, got {front.strip()[:40]!r}."
        raise CourseError([Problem(file, 2, message)])
    return Page(docname, file, settings, body, body_line)


def _split(text: str, file: Path) -> tuple[str, str, int]:
    """Front matter, body, and the line at which the body begins."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return "", text, 1
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return "".join(lines[1 : number - 1]), "".join(lines[number:]), number + 1
    raise CourseError(
        [Problem(file, 1, "the front matter is never closed. End it with a line `---`.")]
    )


def _compose(text: str, file: Path, first_line: int) -> yaml.Node | None:
    """The YAML tree of `text`, or an error that names the line in `file`."""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise CourseError([not_yaml(error, text, file, first_line)]) from None


def _units(pages: list[Page], problems: list[Problem]) -> tuple[Unit, ...]:
    """A unit for every index page whose front matter has a `unit` entry."""
    units = []
    for index in pages:
        settings = index.front_matter.get("unit")
        if settings is None:
            continue
        if not (
            isinstance(settings, dict)
            and isinstance(settings.get("number"), int)
            and isinstance(settings.get("title"), str)
            and index.docname.endswith("/index")
        ):
            message = (
                "`unit` stands in the index page of a unit's folder and needs a `number` and a"
                f" `title`, got {settings!r}."
            )
            problems.append(Problem(index.file, 1, message))
            continue
        folder = index.docname.removesuffix("index")
        members = tuple(page for page in pages if page.docname.startswith(folder))
        units.append(Unit(settings["number"], settings["title"], members))
    return tuple(units)
