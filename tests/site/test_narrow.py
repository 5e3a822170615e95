"""Figures on a phone: letters have 11 pixels where a figure is shown 350 pixels wide."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from bs4 import BeautifulSoup

from grimoire import ROOT
from grimoire.course import Course
from grimoire.pages.listener import PHONE
from grimoire.pages.narrow import LETTERS

SIZE = re.compile(r'<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"')
SCALE = re.compile(r"scale\(([\d.]+) -[\d.]+\)")

SMALL = {
    "foundations/literacy": 1,
    "foundations/mathematics/vectors": 1,
    "foundations/judging-a-model": 1,
    "foundations/without-labels": 2,
    "deep-learning/technical/gradient-descent": 1,
    "deep-learning/technical/backpropagation": 1,
    "deep-learning/technical/optimizers": 1,
    "deep-learning/technical/inside-a-network": 1,
    "deep-learning/technical/regularization": 1,
    "deep-learning/technical/dropout": 1,
    "deep-learning/teaching/slides": 14,
}
"""How many figures of a page have smaller letters: in no narrower layout are words as free of each
other, of lines and of points as in the wide drawing, or it is much taller than a phone. Thirteen of
the slides are the frames of one film, in one of which numbers that move would touch."""


def letters(file: Path) -> float:
    """The pixels of the smallest letters of a drawing by Matplotlib, which scales glyphs of 100."""
    svg = file.read_text(encoding="utf-8")
    size, scales = SIZE.search(svg), SCALE.findall(svg)
    if not size or not scales:
        return LETTERS
    return 100 * min(map(float, scales)) * min(PHONE / float(size[1]), 96 / 72)


def test_letters_are_large_enough_on_a_phone_except_in_the_figures_named(site_dir):
    small: Counter[str] = Counter()
    for page in Course.load(ROOT).pages:
        file = site_dir / f"{page.docname}.html"
        html = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for image in html.select('article img[src*="_images/"]:not(.only-dark)'):
            source = image.find_previous_sibling("source")
            address = source["srcset"] if source else image["src"]
            small[page.docname] += letters(site_dir / "_images" / Path(address).name) < LETTERS
    assert {page: number for page, number in small.items() if number} == SMALL


def test_a_caption_says_above_where_left_stands_above_on_a_phone(site_dir):
    found = 0
    for page in Course.load(ROOT).pages:
        html = (site_dir / f"{page.docname}.html").read_text(encoding="utf-8")
        for side in BeautifulSoup(html, "html.parser").select("figcaption .side"):
            word = side.get_text()
            assert side["class"] == ["side", word]
            assert word.lower() in ("left", "right")
            assert side.find_parent("figure").select_one("source[media]")
            found += 1
    assert found > 10


def test_a_narrow_drawing_has_a_dark_copy_and_is_not_much_taller_than_a_phone(site_dir):
    drawings = sorted((site_dir / "_images").glob("*-narrow.svg"))
    assert len(drawings) > 80
    for drawing in drawings:
        wide = drawing.with_name(drawing.name.replace("-narrow", "-dark"))
        assert drawing.with_stem(f"{drawing.stem}-dark").is_file() == wide.is_file()
        width, height = map(float, SIZE.search(drawing.read_text(encoding="utf-8")).groups())
        assert height <= 3 * width
