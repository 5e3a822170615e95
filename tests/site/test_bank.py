"""The question bank of each unit as it is built: no question of the pages is lost on the way."""

from __future__ import annotations

import html
from collections import Counter
from pathlib import Path

import pytest
from bank_readers import Read, anki, gift, gift_reader, moodle_choices, moodle_numbers, qti, table

from grimoire import ROOT
from grimoire.checks.markdown import blocks
from grimoire.checks.pieces import Block
from grimoire.checks.questions import formulas_in, parts_of
from grimoire.course import Course
from grimoire.directives.question_rules import USUAL_LEVEL, number

pytestmark = pytest.mark.text
COURSE = Course.load(ROOT)


@pytest.fixture(scope="module", params=[unit.folder for unit in COURSE.units])
def unit(request: pytest.FixtureRequest) -> str:
    """The folder of a unit, which names the files of its bank."""
    return str(request.param)


@pytest.fixture(scope="module")
def asked(unit: str) -> dict[str, Block]:
    """The choice and numeric questions in the Markdown of the unit, by their names."""
    return {
        block.options["name"]: block
        for page in COURSE.pages
        if page.docname.startswith(f"{unit}/")
        for block in blocks(page, "question")
        if block.options.get("kind", "open") != "open" and not block.options.get("bank")
    }


@pytest.fixture(scope="module")
def files(site_dir: Path) -> Path:
    return site_dir / "bank"


def is_in(formula: str, text: str) -> bool:
    latex = " ".join(formula.split())
    return rf"\({latex}\)" in text or rf"\[{latex}\]" in text


def check(block: Block, read: Read) -> None:
    """Options, their order, feedback and formulas are those of the Markdown."""
    parts = parts_of(block, "option", "response")
    assert [right for _, right, _ in read.options] == ["correct" in p.options for p in parts]
    assert read.text and read.answer and all(said for _, _, said in read.options)
    if block.options["kind"] == "numeric":
        assert [float(text) for text, _, _ in read.options] == [number(p.argument) for p in parts]
    texts = [read.title, read.text, read.answer, *(t for o in read.options for t in o if t)]
    said = html.unescape(" ".join(map(str, texts)))
    hints = [one.text for hint in parts_of(block, "hint") for one in formulas_in(hint)]
    wanted = Counter(one.text for one in formulas_in(block)) - Counter(hints)
    assert [one for one in wanted if not is_in(one, said)] == []


def test_there_are_sixty_questions_and_more_on_every_level(asked):
    assert len(asked) >= 60
    levels = Counter(block.options.get("level", USUAL_LEVEL) for block in asked.values())
    assert set(levels) == {"1", "2", "3"} and min(levels.values()) >= 10


def test_the_questions_for_teachers_stand_in_sections_called_as_the_pages(unit):
    titles = {page.title for page in COURSE.pages if page.docname.startswith(f"{unit}/")}
    page = COURSE.page(f"{unit}/teaching/bank")
    heads = {line.removeprefix("## ") for _, line in page.prose_lines() if line.startswith("## ")}
    assert heads - titles == {"Download it"}


def test_moodle_has_all(unit, asked, files):
    file = files / f"{unit}.moodle.xml"
    numbers = {name: read for name, (read, _) in moodle_numbers(file).items()}
    read = moodle_choices(file) | numbers
    assert read.keys() == asked.keys()
    for name, block in asked.items():
        check(block, read[name])


def test_gift_has_all(unit, asked, files):
    read, _ = gift(gift_reader(ROOT / "_build/work"), files / f"{unit}.gift")
    assert read.keys() == asked.keys()
    for name, block in asked.items():
        check(block, read[name][0])


def test_qti_has_all(unit, asked, files, tmp_path):
    read = qti(files / f"{unit}.qti.zip", tmp_path)
    assert read.keys() == asked.keys()
    for name, block in asked.items():
        check(block, read[name])


def test_anki_has_all(unit, asked, files, tmp_path):
    cards, rows = anki(files / f"{unit}.apkg", tmp_path), table(files / f"{unit}.csv")
    assert cards.keys() == rows.keys() == asked.keys()
    for name, block in asked.items():
        card = cards[name]
        said = html.unescape(card["Question"] + card["Options"] + card["Answer"] + card["Feedback"])
        hints = [one.text for hint in parts_of(block, "hint") for one in formulas_in(hint)]
        wanted = Counter(one.text for one in formulas_in(block)) - Counter(hints)
        assert [one for one in wanted if not is_in(one, said)] == []
        assert card["Answer"] == rows[name]["Answer"]
