"""Which questions are short enough for a card: who reviews has no time for an essay."""

from __future__ import annotations

import re

from grimoire.items.model import Item

LONGEST = 25
"""So many words a question may have, with the options that there are to choose from."""

FORMULA = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def is_short(item: Item) -> bool:
    """Whether what is to be read before an answer has at most `LONGEST` words."""
    options = [option.text for option in item.options if item.kind == "choice"]
    return sum(words(html) for html in (item.text, *options)) <= LONGEST


def words(html: str) -> int:
    """How many words a text has; a formula is one of them."""
    return len(TAG.sub(" ", FORMULA.sub("x", html)).split())
