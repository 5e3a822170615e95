"""The cards as the page shows them: plain data, with formulas that any browser shows."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from grimoire.items.model import Bank, Item, Option
from grimoire.items.parts import with_pictures
from grimoire.latex.mathml import mathml

FORMULA = re.compile(r"\\\((?P<line>.+?)\\\)|\\\[(?P<block>.+?)\\\]", re.DOTALL)


def as_shown(bank: Bank, site: str, media: str) -> list[dict[str, Any]]:
    """The sections of a bank, each with its title and cards.

    Parameters
    ----------
    bank : Bank
    site : str
        Where the site begins; the source of a card is told from there.
    media : str
        The folder of the pictures, seen from the deck.
    """
    return [
        {"title": title, "cards": [card(item, site, media) for item in items]}
        for title, items in bank.sections.items()
    ]


def card(item: Item, site: str, media: str) -> dict[str, Any]:
    """One card. In a numeric one, options have a value and a tolerance in the place of a text."""

    def shown(html: str) -> str:
        return with_formulas(with_pictures(html, lambda name: f"{media}/{name}"))

    def option(one: Option) -> dict[str, Any]:
        said = {"right": one.correct, "said": shown(one.feedback)}
        if item.kind == "choice":
            return {"text": shown(one.text), **said}
        return {"text": one.text, "value": one.value, "tolerance": one.tolerance, **said}

    return {
        "id": item.id,
        **({"was": item.was} if item.was else {}),
        "kind": item.kind,
        "text": shown(item.text),
        "options": [option(one) for one in item.options],
        "answer": shown(item.answer),
        "source": item.source.removeprefix(site),
    }


def with_formulas(html: str) -> str:
    r"""HTML with MathML in the place of `\(...\)` and `\[...\]`."""
    return FORMULA.sub(
        lambda match: mathml(unescape(match[match.lastgroup or 0]), display=bool(match["block"])),
        html,
    )
