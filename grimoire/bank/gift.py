"""GIFT: plain text that Moodle and others import, a line for each answer, pictures within the text.

The format: https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.items.model import Bank, Item
from grimoire.items.parts import OTHER_NUMBER, decimal, within

SPECIAL = re.compile(r"[\\~=#{}:]")


def gift(bank: Bank) -> bytes:
    """The questions of a bank as one file."""
    blocks = []
    for section, items in bank.sections.items():
        path = "/".join(name.replace("/", "//") for name in (bank.title, section))
        blocks += [f"$CATEGORY: $course$/top/{path}", *map(question, items)]
    return "\n\n".join([*blocks, ""]).encode()


def question(item: Item) -> str:
    tags = " ".join(f"[tag:{tag}]" for tag in item.tags)
    head = f"::{plain(item.title)}::{html(item.text, item)}{{{'#' * (item.kind == 'numeric')}"
    answer = f"####{html(item.answer, item)}"
    return "\n".join([f"// [id:{item.id}] {tags}", head, *answers(item), answer, "}"])


def answers(item: Item) -> Iterator[str]:
    for option in item.options:
        feedback = html(option.feedback, item)
        if item.kind == "choice":
            yield f"{'=' if option.correct else '~'}{html(option.text, item)}#{feedback}"
        else:
            weight = 100 if option.correct else 0
            number = f"{decimal(option.value)}:{decimal(option.tolerance)}"
            yield f"=%{weight}%{number}#{feedback}"
    if item.kind == "numeric":
        yield f"~#{plain(OTHER_NUMBER)}"


def html(text: str, item: Item) -> str:
    return f"[html]{plain(within(text, item.media))}"


def plain(text: str) -> str:
    """Text in which no character has a meaning of its own, on one line."""
    return SPECIAL.sub(lambda sign: f"\\{sign[0]}", text).replace("\n", r"\n")
