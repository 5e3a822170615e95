"""A hint helps without giving the answer away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import blocks
from grimoire.checks.pieces import Block
from grimoire.checks.questions import parts_of
from grimoire.course import Page
from grimoire.problem import Problem

LONG_RUN = 8
"""So many words in a row are no accident."""
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:[.,]\d+)*(?![\w])")


def check_hints(page: Page) -> Iterator[Problem]:
    for question in blocks(page, "question"):
        for hint in parts_of(question, "hint"):
            if given := _given_away(question, hint.argument + " " + hint.body):
                message = f"this hint contains the answer: {given!r}. Say how to get there instead."
                yield Problem(page.file, hint.line, message, "hint")


def _given_away(question: Block, hint: str) -> str:
    """What the hint takes from the answer and the question does not say itself."""
    asked = question.argument + " " + _asked(question)
    for part in parts_of(question, "response", "option"):
        if "correct" in part.options and _is_told(part, hint, asked):
            return part.argument
    for answer in parts_of(question, "answer"):
        if run := _common_run(_words(hint), _words(answer.body), _words(asked)):
            return " ".join(run)
    return ""


def _asked(question: Block) -> str:
    """The text of the question, without its parts."""
    first = min((part.line for part in parts_of(question)), default=question.last_line)
    return "\n".join(question.body.split("\n")[: first - question.body_line])


def _is_told(part: Block, hint: str, asked: str) -> bool:
    right = part.argument.strip()
    if part.name == "response":
        told, known = (set(NUMBER.findall(_plain(text))) for text in (hint, asked))
        return len(right) > 1 and right in told - known
    words = _words(right)
    long_enough = len(words) > 2
    return long_enough and _contains(_words(hint), words) and not _contains(_words(asked), words)


def _plain(text: str) -> str:
    return text.replace("{,}", "")


def _words(text: str) -> list[str]:
    return re.findall(r"[\w\\^]+", text.casefold())


def _contains(words: list[str], run: list[str]) -> bool:
    return any(words[i : i + len(run)] == run for i in range(len(words) - len(run) + 1))


def _common_run(hint: list[str], answer: list[str], asked: list[str]) -> list[str]:
    """The first long run of words that hint and answer share and the question does not have."""
    runs = {tuple(answer[i : i + LONG_RUN]) for i in range(len(answer) - LONG_RUN + 1)}
    for i in range(len(hint) - LONG_RUN + 1):
        run = hint[i : i + LONG_RUN]
        if tuple(run) in runs and not _contains(asked, run):
            return run
    return []
