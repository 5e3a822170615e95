"""Each block is one that the book knows, and so are its options, each written between colons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.cells import KEYS
from grimoire.checks.markdown import blocks
from grimoire.checks.pieces import Block
from grimoire.checks.vocabulary import similar, vocabulary
from grimoire.course import Page
from grimoire.problem import Edit, Problem

WITHOUT_A_COLON = re.compile(r"\s*:([a-z][\w-]*)(?:\s+(.*))?$|\s*([a-z][\w-]*):\s+(.*)$")
WITH_BLANKS = ("alt", "caption", "channel", "live", "mystnb", "tags")
"""Options whose value may have several words."""
LATE_OPTION = re.compile(r"\s*\n\s*:([\w-]+):(?:\s|$)")


def check_options(page: Page) -> Iterator[Problem]:
    for block in blocks(page):
        known = vocabulary().directives.get(block.name)
        if known is None and block.name != "eval-rst":
            message = (
                f"there is no block {block.name!r}.{similar(block.name, vocabulary().directives)}"
            )
            yield Problem(page.file, block.line, message, "directive")
            continue
        for line, message in _shape(block):
            yield Problem(page.file, line, message, "directive")
        known = KEYS if block.name in ("code-cell", "raw-cell") else known or frozenset()
        for option in block.options:
            if option not in known:
                message = _unknown(block, str(option), known)
                yield Problem(page.file, block.line_of(str(option)), message, "option")
        yield from _lost(page, block, known)


def _shape(block: Block) -> Iterator[tuple[int, str]]:
    """What is missing behind the name of the block, and what it does not take below."""
    if block.name in vocabulary().with_argument and not block.argument:
        yield block.line, f"the block {block.name!r} needs something behind its name."
    if block.name in vocabulary().without_body and block.body.strip():
        message = f"the block {block.name!r} takes no text below its options. Put it after the end."
        yield block.body_line, message


def _unknown(block: Block, option: str, known: frozenset[str]) -> str:
    takes = f"takes {', '.join(sorted(known))}" if known else "takes no options"
    hint = similar(option, known)
    return f"the block {block.name!r} has no option {option!r}.{hint} It {takes}."


def _lost(page: Page, block: Block, known: frozenset[str]) -> Iterator[Problem]:
    """An option that is read as text."""
    first = block.body.partition("\n")[0]
    match = WITHOUT_A_COLON.match(first)
    if match and (match[1] or match[3]) in known and (match[1] or _is_value(match)):
        name, value = match[1] or match[3], match[2] or match[4] or ""
        right = f":{name}: {value}".strip()
        message = f"this option lacks a colon, so it is read as text. Write `{right}`."
        edit = Edit(first.strip(), right)
        yield Problem(page.file, block.body_line, message, "option", edit=edit)
    elif (late := LATE_OPTION.match(block.body)) and late[1] in known and not block.options:
        line = block.body_line + late[0].rstrip().count("\n")
        message = (
            "this option stands below a blank line, so it is read as text. Put it directly below"
            f" the line {block.line}."
        )
        yield Problem(page.file, line, message, "option")


def _is_value(match: re.Match[str]) -> bool:
    """Whether what stands behind `name:` is a value, not the rest of a sentence."""
    return match[3] in WITH_BLANKS or " " not in match[4].strip()
