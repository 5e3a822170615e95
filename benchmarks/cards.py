"""Say how long a review card of the built site takes: reading before the answer, and the presses.

It is a sum of two figures that others have measured, not a clock beside a reader: thinking and
typing come on top, and who knows a word may need less. Run::

    .venv/bin/python benchmarks/cards.py

The exit code is 1 if a card takes longer than MOST on average.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import mean, median

from bs4 import BeautifulSoup

SITE_DIR = Path(__file__).resolve().parent.parent / "_build/html"
MOST = 6.0
"""Seconds."""

WORDS_A_SECOND = 238 / 60
"""How fast adults read English prose: the mean of 190 studies (Brysbaert 2019)."""

PRESS = 1.1
"""Seconds to point at a button, in the keystroke-level model (Card, Moran and Newell 1980)."""

PRESSES = {"term": 2, "choice": 2, "numeric": 3}
"""What each kind takes: `Show` and a verdict; an option and `Next`; a number, `Check`, `Next`."""


def main() -> None:
    from results import SITE, write_part  # beside this script

    cards = cards_of(SITE_DIR)
    write_part("A review card", lines(cards), SITE)
    if mean(map(seconds, cards)) > MOST:
        sys.exit(f"A card takes more than {MOST:g} seconds on average.")


def cards_of(site: Path) -> list[dict]:
    """The cards of a built site, as its page gets them."""
    [file] = site.glob("review/*/deck.json")
    return [card for section in json.loads(file.read_text("utf-8")) for card in section["cards"]]


def words(card: dict) -> int:
    """How many words and signs are to be read before the answer."""
    options = [one["text"] for one in card["options"] if card["kind"] == "choice"]
    texts = (BeautifulSoup(html, "html.parser").get_text(" ") for html in (card["text"], *options))
    return sum(len(text.split()) for text in texts)


def seconds(card: dict) -> float:
    """How long it takes to read the front, and to press."""
    return words(card) / WORDS_A_SECOND + PRESS * PRESSES[card["kind"]]


def lines(cards: list[dict]) -> list[str]:
    kinds = {kind: [card for card in cards if card["kind"] == kind] for kind in PRESSES}
    rows = [
        f"| {name} | {len(some)} | {mean(map(words, some)):.0f} | {mean(map(seconds, some)):.1f} s"
        f" | {median(map(seconds, some)):.1f} s |"
        for name, some in [*kinds.items(), ("all", cards)]
    ]
    return [
        f"Reading at {60 * WORDS_A_SECOND:.0f} words a minute (Brysbaert 2019), {PRESS} s a press"
        " (Card, Moran and",
        "Newell 1980); thinking and typing come on top. Written by `benchmarks/cards.py`.",
        "",
        f"Target: {MOST:g} s on average.",
        "",
        "| cards | how many | words to read | mean | median |",
        "| --- | ---: | ---: | ---: | ---: |",
        *rows,
    ]


if __name__ == "__main__":
    main()
