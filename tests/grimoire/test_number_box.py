"""What a reader writes into the number box, and as which numbers it is read."""

from __future__ import annotations

import math

import pytest
from in_node import in_node

from grimoire import ROOT

DESK = ROOT / "grimoire/site/static/desk"

READ = {
    "0.25": [0.25],
    "0,25": [0.25],
    " .5 ": [0.5],
    "6.25e-2": [0.0625],
    "1/16": [0.0625],
    "- 1/2": [-0.5],
    "\N{MINUS SIGN}3": [-3],
    "\N{EN DASH}3": [-3],
    "7%": [0.07, 7],
    "7 %": [0.07, 7],
    "7 per cent": [0.07, 7],
    "\N{VULGAR FRACTION ONE HALF}": [0.5],
    "1\N{VULGAR FRACTION ONE HALF}": [1.5],
    "1 1/2": [1.5],
    "111'146": [111146],
    "111\N{RIGHT SINGLE QUOTATION MARK}146": [111146],
    "111 146": [111146],
    "111\N{NARROW NO-BREAK SPACE}146": [111146],
    "111,146": [111.146, 111146],
    "1,234,567": [1234567],
    "1,234.5": [1234.5],
    "1.234,5": [1234.5],
    "40,000": [40000],
    "40.000": [40, 40000],
    "\N{ALMOST EQUAL TO}0.07": [0.07],
    "~ 0.07": [0.07],
    "about 7": [7],
    "= 3": [3],
    "40 lines": [40],
    "40 lines of code": [40],
    "40 thousand": [40000],
    "ln 10": [math.log(10)],
    "ln(10)": [math.log(10)],
    "np.log(10)": [math.log(10)],
    "2 ln 10": [2 * math.log(10)],
    "\N{SQUARE ROOT}2": [math.sqrt(2)],
    "2\N{GREEK SMALL LETTER PI}": [2 * math.pi],
    "1/e": [1 / math.e],
    "28^2": [784],
    "28\N{SUPERSCRIPT TWO}": [784],
    "10\N{SUPERSCRIPT MINUS}\N{SUPERSCRIPT THREE}": [0.001],
    "784*128 + 128": [100480],
    "2 \N{MULTIPLICATION SIGN} 3": [6],
    "-(2 + 3)": [-5],
}
NOT_READ = [
    *("", " ", "half", "/2", "1/0", "1e400", "3 or 4", "3\N{EN DASH}4", "4 2", "1,2,3", "ln", "(2"),
    "x" * 100_000,
    "1" * 100_000,
    "constructor",
    "alert(1)",
]


@pytest.fixture(scope="module")
def read() -> dict[str, list[float]]:
    body = """
    const { readings } = await load("numbers.js");
    answer(Object.fromEntries(given.map((text) => [text, readings(text)])));
    """
    return in_node(body, [*READ, *NOT_READ], DESK)


@pytest.mark.parametrize("text", READ)
def test_a_number_is_read_as_people_write_it(read, text):
    assert read[text] == pytest.approx(READ[text])


@pytest.mark.parametrize("text", NOT_READ, ids=[text[:12] for text in NOT_READ])
def test_what_is_no_number_is_not_taken_for_one(read, text):
    assert read[text] == []
