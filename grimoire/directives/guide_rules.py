"""What makes an entry of the answer guide well formed; the directive and the check both ask it."""

from __future__ import annotations

import re
from collections.abc import Iterator

GOOD, HALF, NEXT, RUBRIC = "A good text", "Half right", "Ask next", "Rubric"
OF_A_QUESTION = (HALF, NEXT, RUBRIC)
OF_A_PROMPT = (GOOD, HALF, NEXT, RUBRIC)
LINES = 3
"""So many lines a rubric has."""

ARGUMENT = re.compile(r"(?P<label>\S+)(?:\s+(?P<prompt>[1-9]\d*))?")


def parsed(argument: str) -> tuple[str, int]:
    """The name of a question, or of writing prompts and the number of one of them; 0 for none."""
    match = ARGUMENT.fullmatch(argument.strip())
    return (match["label"], int(match["prompt"] or 0)) if match else ("", 0)


def faults(argument: str, terms: list[tuple[str, int]]) -> Iterator[str]:
    """All that is wrong with an entry.

    Parameters
    ----------
    argument : str
        What stands behind the name of the block.
    terms : list of (str, int)
        Its terms, each with the number of its definitions, in their order.
    """
    label, prompt = parsed(argument)
    if not label:
        yield (
            f"an entry of the guide names a question, or prompts and a number, got {argument!r}."
            " Write `{guide} q-bias`, or `{guide} prompts-writing 2`."
        )
        return
    wanted = OF_A_PROMPT if prompt else OF_A_QUESTION
    names = tuple(term for term, _ in terms)
    if names != wanted:
        got = ", ".join(names) or "nothing"
        yield f"an entry of the guide has the terms {', '.join(wanted)}, in this order; got {got}."
    for term, count in terms:
        if term == RUBRIC and count != LINES:
            yield f"a rubric has {LINES} lines, each behind a colon of its own; got {count}."
