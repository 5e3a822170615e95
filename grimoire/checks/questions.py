"""Each question is well formed."""

from __future__ import annotations

from collections.abc import Iterator

from grimoire.checks.markdown import blocks
from grimoire.checks.pieces import Block, Span
from grimoire.course import Page
from grimoire.directives.question_rules import PARTS, Part, faults, of_bank
from grimoire.latex.mathjax import fault
from grimoire.problem import Problem


def check_questions(page: Page) -> Iterator[Problem]:
    for question in blocks(page, "question"):
        for line, message in (*faults_of(question), *_not_carried(question)):
            yield Problem(page.file, line, message, "question")


def _not_carried(question: Block) -> Iterator[tuple[int, str]]:
    """The formulas of a question of the bank that no learning system reads."""
    options = question.options
    if options.get("kind") in ("choice", "numeric") and not options.get("bank"):
        for formula in formulas_in(question):
            if message := fault(formula.text):
                yield formula.line, message


def formulas_in(block: Block) -> Iterator[Span]:
    """The formulas of a block and of the blocks in it."""
    for piece in block.content:
        if isinstance(piece, Block):
            yield from formulas_in(piece)
        elif piece.kind == "formula":
            yield piece


def faults_of(question: Block) -> list[tuple[int, str]]:
    """All that is wrong with the parts of a question, each with its line."""
    parts = [_part(block) for block in parts_of(question)]
    kind = str(question.options.get("kind") or "open")
    tolerance, level, bank = (
        str(question.options.get(name) or "") for name in ("tolerance", "level", "bank")
    )
    return [
        *faults(kind, tolerance, parts, question.line),
        *of_bank(kind, level, bank, question.line),
    ]


def parts_of(question: Block, *names: str) -> list[Block]:
    """Its hints, answers, options and responses, or those of these names."""
    return [
        piece
        for piece in question.content
        if isinstance(piece, Block) and piece.name in (names or PARTS)
    ]


def _part(block: Block) -> Part:
    takes_argument = block.name in ("option", "response")
    text = block.body if takes_argument else block.argument + block.body
    return Part(
        name=block.name,
        line=block.line,
        argument=block.argument if takes_argument else "",
        correct="correct" in block.options,
        empty=not text.strip(),
    )
