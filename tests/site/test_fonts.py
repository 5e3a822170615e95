"""Faces in two files: the second is fetched only for pages that show its letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grimoire import ROOT
from grimoire.site.make_fonts import ACCENTED, GREEK, NAMES, PLAIN, SIGNS

RARE = {
    "literata-rare": {*ACCENTED, *NAMES, *GREEK, *SIGNS},
    "literata-italic-rare": {*ACCENTED, *NAMES},
}
SHEETS = (
    "grimoire/site/static/site.css",
    "grimoire/slides/page/deck.css",
    "grimoire/slides/page/speaker.css",
)


def ranges_of(sheet: Path, face: str) -> set[int]:
    """The characters for which a sheet asks for a face's file."""
    rules = re.findall(r"@font-face\s*\{(.*?)\}", sheet.read_text(encoding="utf-8"), re.S)
    [rule] = [rule for rule in rules if f"/{face}.woff2" in rule]
    [given] = re.findall(r"unicode-range:([^;]*);", rule)
    found: set[int] = set()
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", given):
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


@pytest.mark.parametrize("face", RARE)
@pytest.mark.parametrize("sheet", SHEETS)
def test_the_second_file_is_asked_for_what_it_holds_and_for_nothing_of_the_first(sheet, face):
    asked = ranges_of(ROOT / sheet, face)
    assert RARE[face] <= asked
    assert not asked & set(PLAIN)


def test_no_letter_is_in_both_files():
    assert not set(PLAIN) & RARE["literata-rare"]
