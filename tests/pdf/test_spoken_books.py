"""The books read aloud: `outloud`, which is no part of our tools, checks their tags and fonts."""

from __future__ import annotations

import outloud
import pytest

from grimoire import ROOT
from grimoire.course import Course

UNITS = [unit.folder for unit in Course.load(ROOT).units]

TOLD = {
    "TXT-004": "a bracket of the maths font has several sizes; each is that bracket",
    "ORD-001": "a figure that moves to the head of a page is painted there, and read at its place",
    "PAG-001": "the same words begin or end several pages, such as the title of each chapter's end",
}
"""Rules that warn of what is as it should be. Formulas are read by their words, not by signs."""


@pytest.mark.parametrize("folder", UNITS)
def test_another_programs_check_finds_no_fault(unit_books, folder):
    result = outloud.check(str(unit_books[folder].file))
    assert result.error is None
    assert result.criteria
    assert [found for found in result.findings if found.severity == "error"] == []
    warnings = [found for found in result.findings if found.severity == "warning"]
    assert [found for found in warnings if found.rule not in TOLD] == []
