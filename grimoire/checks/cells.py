"""A code cell stands where it runs, and its tags and settings are spelt right."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from grimoire.checks.definitions import setting
from grimoire.checks.markdown import blocks
from grimoire.checks.pieces import Block
from grimoire.checks.vocabulary import similar, vocabulary
from grimoire.course import Page
from grimoire.problem import Edit, Problem

KEYS = frozenset(
    {"tags", "mystnb", "live", "film", "load", "name"}
    | {"slideshow", "editable", "jupyter", "nbgrader"}  # of other programs
)
TAGS = frozenset(
    {
        "hide-cell",
        "hide-input",
        "hide-output",
        "remove-cell",
        "remove-input",
        "remove-output",
        "remove-stdout",
        "remove-stderr",
        "scroll-output",
        "output_scroll",
        "raises-exception",
        "skip-execution",
        "solution",
        "full-width",
        "margin",
        "popout",
        "parameters",
        "injected-parameters",
    }
)


def check_cells(page: Page) -> Iterator[Problem]:
    for cell in blocks(page, "code-cell", "raw-cell"):
        faults = (_place, _tags, _settings, _note, _film)
        for line, message, rule in (fault for look in faults for fault in look(cell)):
            edit = _as_list(cell) if rule == "cell-tag" else None
            yield Problem(page.file, line, message, rule, edit=edit)


def _place(cell: Block) -> Iterator[tuple[int, str, str]]:
    if cell.depth:
        message = "a cell does not run inside a list or another block. Put it before or after it."
        yield cell.line, message, "cell-place"
    elif cell.mark[0] == ":":
        message = f"a cell is fenced by ```, not by colons: write ```{{{cell.name}}}."
        yield cell.line, message, "cell-place"


def _tags(cell: Block) -> Iterator[tuple[int, str, str]]:
    given = cell.options.get("tags", [])
    tags = _load(given) if isinstance(given, str) else given
    if not isinstance(tags, list):
        message = f"tags are a list, such as [hide-input], got {given!r}."
        yield cell.line_of("tags"), message, "cell-tag"
        return
    for tag in tags:
        if tag not in TAGS:
            known = similar(str(tag), TAGS) or f" Use {', '.join(sorted(TAGS))}."
            yield cell.line_of("tags"), f"there is no tag {tag!r}.{known}", "cell-tag"


def _as_list(cell: Block) -> Edit | None:
    """A known tag that stands alone, as a list of one."""
    given = cell.options.get("tags")
    return (
        Edit(f"tags: {given}", f"tags: [{given}]")
        if isinstance(given, str) and given in TAGS
        else None
    )


def _load(text: str) -> object:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return text


def _settings(cell: Block) -> Iterator[tuple[int, str, str]]:
    given = setting(cell)
    known = vocabulary().cell_settings
    if given and not isinstance(given, dict):
        message = f"`mystnb` holds lines `key: value`, got {given!r}."
        yield cell.line_of("mystnb"), message, "option"
    for key in given if isinstance(given, dict) else ():
        if key not in known:
            hint = similar(str(key), known)
            message = f"there is no setting {key!r} under `mystnb`.{hint}"
            yield cell.line_of("mystnb"), message, "option"


def _note(cell: Block) -> Iterator[tuple[int, str, str]]:
    """What is said of the cell where it runs in the page."""
    note = cell.options.get("live", "A sentence.")
    if not isinstance(note, str) or not note.strip():
        message = (
            f"`live` holds a sentence for those who run the cell in the page, got {note!r}. Put it"
            ' between quotation marks, such as live: "The times are those of your machine."'
        )
        yield cell.line_of("live"), message, "option"


def _film(cell: Block) -> Iterator[tuple[int, str, str]]:
    """How the pictures of the cell are played."""
    given = cell.options.get("film", {"seconds": 1, "stills": [1]})
    keys = set(given) if isinstance(given, dict) else set()
    if keys != {"seconds", "stills"} or not _is_film(given["seconds"], given["stills"]):
        message = (
            "a film has the seconds of one round, and the numbers of the frames that tell it where"
            f" nothing moves, got {given!r}. Write film: {{seconds: 6, stills: [1, 8, 16]}}."
        )
        yield cell.line_of("film"), message, "option"


def _is_film(seconds: object, stills: object) -> bool:
    numbers = stills if isinstance(stills, list) and stills else [None]
    return (
        type(seconds) in (int, float)
        and seconds > 0
        and all(  # type: ignore[operator]
            type(still) is int and still > 0 for still in numbers
        )
    )
