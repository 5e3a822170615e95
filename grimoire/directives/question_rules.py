"""What makes a question well formed. The directive and `grimoire check` both ask `faults`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

KINDS = ("open", "numeric", "choice")
LEVELS = ("1", "2", "3")
USUAL_LEVEL = "2"
PARTS = ("hint", "answer", "option", "response")


@dataclass(frozen=True)
class Part:
    """A hint, answer, option or response, as its question sees it."""

    name: str
    line: int
    argument: str
    correct: bool
    empty: bool


def faults(kind: str, tolerance: str, parts: list[Part], line: int) -> Iterator[tuple[int, str]]:
    """All that is wrong with a question, each with the line it concerns."""
    if kind not in KINDS:
        yield line, f"`:kind:` is open, numeric or choice, got {kind!r}."
        return
    named = {name: [part for part in parts if part.name == name] for name in PARTS}
    yield from _of_answers(named["answer"], line)
    yield from _of_hints(named["hint"], kind, line)
    if kind == "choice":
        yield from _of_options(named["option"], line)
    if kind == "numeric":
        yield from _of_responses(named["response"], line)
    for name, home in (("option", "choice"), ("response", "numeric")):
        for part in named[name] if kind != home else []:
            message = f"an {name} belongs to a question with `:kind: {home}`, this one is {kind}."
            yield part.line, message.replace("an response", "a response")
    if tolerance and not is_tolerance(tolerance, kind):
        message = "`:tolerance:` is a number above 0, in a numeric question, such as 0.001"
        yield line, f"{message}; got {tolerance!r} in a question of kind {kind}."
    for part in parts:
        if part.empty:
            yield part.line, f"this {part.name} is empty. {IF_EMPTY[part.name]}"


def of_bank(kind: str, level: str, bank: str, line: int) -> Iterator[tuple[int, str]]:
    """What is wrong with the lines that say where in the question bank it stands."""
    if (level or bank) and kind == "open":
        message = "an open question is in no question bank, so it has no `:level:` and no `:bank:`."
        yield line, f"{message} Take the line out."
    if level and level not in LEVELS:
        yield line, f"`:level:` is {', '.join(LEVELS[:-1])} or {LEVELS[-1]}, got {level!r}."
    if bank and bank != "no":
        message = "`:bank: no` keeps a question out that only its page explains; got"
        yield line, f"{message} {bank!r}. Write `no`, or take the line out."


IF_EMPTY = {
    "hint": "Write what helps without giving the answer away.",
    "answer": "Write the answer and its because.",
    "option": "Write below it what you tell a reader who chooses it.",
    "response": "Write below it why it is right, or which slip leads to it.",
}


def _of_answers(answers: list[Part], line: int) -> Iterator[tuple[int, str]]:
    if not answers:
        yield line, "this question has no answer. End it with an `answer` block."
    for extra in answers[1:]:
        message = f"this question already has an answer, in line {answers[0].line}."
        yield extra.line, f"{message} Keep one."


def _of_hints(hints: list[Part], kind: str, line: int) -> Iterator[tuple[int, str]]:
    if not hints and kind != "choice":
        yield line, "this question has no hint. Write one or two `hint` blocks before the answer."
    for extra in hints[2:]:
        yield extra.line, "this is a third hint. Keep one or two."


def _of_options(options: list[Part], line: int) -> Iterator[tuple[int, str]]:
    correct = [part for part in options if part.correct]
    if len(options) < 2:
        yield line, f"a choice needs two or more `option` blocks, this has {len(options)}."
    elif not correct:
        yield line, "no option is right. Mark one with a line `:correct:`."
    for extra in correct[1:]:
        message = f"a second option is marked `:correct:`, after the one in line {correct[0].line}."
        yield extra.line, f"{message} Mark one."
    first = {" ".join(part.argument.split()): part for part in reversed(options)}
    for part in options:
        if not part.argument:
            message = "this option has no text. Write it behind the name, as in `{option} 784`."
            yield part.line, message
        elif (same := first[" ".join(part.argument.split())]) is not part:
            message = f"this option has the text of the one in line {same.line}. Keep one."
            yield part.line, message


def _of_responses(responses: list[Part], line: int) -> Iterator[tuple[int, str]]:
    if not any(part.correct for part in responses):
        message = "this numeric question has no right value. Write a `response` block with"
        yield line, f"{message} the value behind its name and a line `:correct:`."
    seen: dict[float, int] = {}
    for part in responses:
        value = number(part.argument)
        if value is None:
            message = "a response begins with its value, a number such as 0.0625, -3 or 1/16, got"
            yield part.line, f"{message} {part.argument!r}."
        elif value in seen:
            message = f"the value {part.argument} stands already in line {seen[value]}."
            yield part.line, f"{message} Keep one."
        else:
            seen[value] = part.line


def number(text: str) -> float | None:
    """The value of 0.0625, -3, 1e-4 or 1/16; None for what is no number."""
    try:
        return float(Fraction(text))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def is_tolerance(text: str, kind: str) -> bool:
    return kind == "numeric" and (number(text) or 0) > 0
