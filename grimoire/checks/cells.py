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
    {"tags", "mystnb", "live", "load", "name", "slideshow", "editable", "jupyter", "nbgrader"}
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
        for line, message, rule in (*_place(cell), *_tags(cell), *_settings(cell), *_note(cell)):
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
