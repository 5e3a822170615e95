"""Each fenced block is closed, by as many marks as began it, and begins in no block of as many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import read
from grimoire.checks.pieces import Block
from grimoire.checks.vocabulary import vocabulary
from grimoire.course import Page
from grimoire.problem import Edit, Problem

RULE = "fence"


def check_fences(page: Page) -> Iterator[Problem]:
    told: set[int] = set()
    for block in read(page):
        if isinstance(block, Block) and block.line not in told:
            for line, message, edit in _faults(block):
                if told and not block.name:
                    continue  # what is left over where an earlier block ended too soon
                told.add(line)
                yield Problem(page.file, line, message, RULE, edit=edit)


def _faults(block: Block) -> Iterator[tuple[int, str, Edit | None]]:
    if inner := _line_with(rf"\s*{block.mark}[`~:]*\{{", block):
        yield (
            inner,
            f"this block begins inside the one of line {block.line}, whose `{block.mark}` would"
            " end both. Close that one first, or give it one mark more than this one.",
            None,
        )
    elif block.closed and (block.mark[0] != ":" or block.name):
        return
    elif fewer := _line_with(rf"\s*{block.mark[:3]}{block.mark[0]}*\s*$", block):
        yield (
            fewer,
            f"this line does not close the block of line {block.line}, which began with"
            f" `{block.mark}`. Write as many marks here.",
            Edit(_text(block, fewer).strip(), block.mark) if _is_only_end(block) else None,
        )
    elif block.name or (block.mark[0] != ":" and block.argument):
        message = f"this block is never closed. End it with a line `{block.mark}`."
        yield block.line, message, None
    elif _word(block) in vocabulary().directives:
        word = _word(block)
        edit = Edit(block.argument, f"{{{word}}}{block.argument[len(word) :]}")
        message = f"the name of a block stands in braces: `{block.mark}{{{word}}}`."
        yield block.line, message, edit
    else:
        yield (
            block.line,
            f"this `{block.mark}` ends no block and begins none that has a name. Take it out, or"
            " give the block above it more marks than those inside it.",
            None,
        )


def _word(block: Block) -> str:
    """What stands where the name of the block should be."""
    return block.argument.partition(" ")[0]


def _is_only_end(block: Block) -> bool:
    """Whether nothing but blank lines follows a single line of marks."""
    ends = [line for line in block.source.split("\n") if line.strip().startswith(block.mark[:3])]
    return len(ends) == 1 and block.source.rstrip().endswith(ends[0].strip())


def _line_with(pattern: str, block: Block) -> int:
    """The first line in the block that begins so, or 0."""
    match = re.compile(f"^{pattern}", re.MULTILINE).search(block.source)
    if not match:
        return 0
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return block.line + 1 + block.source.count("\n", 0, start)


def _text(block: Block, line: int) -> str:
    return block.source.split("\n")[line - block.line - 1]
