"""A page as the browser prints it: how many sheets, what is on them, and the screen afterwards."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import expect

LITERACY = "deep-learning/literacy.html"
MOST_SHEETS = {
    LITERACY: 12,
    "deep-learning/literacy-judging.html": 13,
    "deep-learning/train-mnist.html": 8,
    "deep-learning/technical/deep-networks.html": 12,
    "deep-learning/technical/dropout.html": 12,
    "deep-learning/teaching/slides.html": 25,
    "deep-learning/videos.html": 9,
    "notation.html": 5,
    "deep-learning/essentials.html": 1,
}
"""One page of each kind, on A4: two of the track without code first."""

RULES = """(reply) => {
  const of = (box, part, side) => getComputedStyle(box, part)[`border${side}Style`];
  const field = reply.querySelector("textarea");
  return [of(field, null, "Bottom"), of(reply, "::after", "Top"), of(reply, "::after", "Bottom")];
}"""
"""How the lines to write on are drawn."""

TALL, FOOT = 297, 20
"""Millimetres: a sheet, and its lower margin with the number."""


def printed(page) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def letters(text: str) -> str:
    """A text without its spaces: a PDF has none that can be relied on."""
    return "".join(text.split())


def words(pdf: pypdfium2.PdfDocument) -> list[str]:
    """What stands on each sheet; its number comes first."""
    return [letters(sheet.get_textpage().get_text_range()) for sheet in pdf]


CAPTION = letters("A network that has not learned anything yet.")


def blank_share(sheet: pypdfium2.PdfPage) -> float:
    """How much of a sheet is empty below its last line, not counting the margin and its number."""
    grey = sheet.render(scale=0.3, grayscale=True).to_numpy().squeeze()
    text = grey[: round(len(grey) * (TALL - FOOT) / TALL)]
    lines = np.flatnonzero((text < 200).any(axis=1))
    return 1 - lines[-1] / len(text)


@pytest.mark.parametrize("path", MOST_SHEETS)
def test_a_page_takes_few_sheets_and_none_is_half_empty(visit, path):
    pdf = printed(visit(path))
    assert len(pdf) <= MOST_SHEETS[path]
    shares = [blank_share(sheet) for sheet in pdf]
    assert [share for share in shares[:-1] if share > 0.5] == []
    if len(pdf) > 1:
        for number, text in enumerate(words(pdf), 1):
            assert text.startswith(f"{number}/{len(pdf)}")


def test_paper_gives_no_prediction_away_and_shows_its_picture_at_the_end(visit):
    page = visit(LITERACY)
    folds = page.locator(".fold.result")
    count = folds.count()
    assert count > 3
    text = "".join(words(printed(page)))
    before, after = text.split(letters("What was to be predicted Fig."))
    assert before.count(letters("What was to be predicted here stands at the end.")) == count
    assert CAPTION not in before
    assert CAPTION in after
    assert "nn.plots" not in text and "Enlarge" not in text
    assert text.count(letters("Show the code")) == 1, "the page's text speaks of it once"
    assert "Hint" not in text and letters("You multiplied all three numbers") not in text
    expect(page.locator(".predicted")).to_have_count(0)
    expect(page.locator(".fold.result > .cell_output")).to_have_count(count)


def test_what_the_reader_has_opened_is_printed_where_it_stands(visit):
    page = visit(LITERACY)
    for kind in (".fold:not(.result)", ".fold.result", ".question .hint"):
        page.locator(kind).first.evaluate("fold => fold.open = true")
    hint = page.locator(".question .hint p").first.text_content()
    text = "".join(words(printed(page)))
    before = text.split(letters("What was to be predicted Fig."))[0]
    assert CAPTION in before
    assert text.count(letters("Show the code")) == 1
    assert "Predicted?" not in text
    assert letters(hint) in before


def test_paper_has_lines_to_write_on_and_keeps_what_is_written(visit):
    page = visit(LITERACY)
    boxes = page.locator(".question textarea")
    boxes.first.fill("They double, because each input reaches ten neurons.")
    assert letters("because each input reaches ten neurons") in "".join(words(printed(page)))
    page.emulate_media(media="print")
    assert page.locator(".question.answered textarea").count() == 1
    for reply in page.locator(".question:not(.answered) .reply:has(textarea)").all():
        assert reply.bounding_box()["height"] > 120  # a label, and three lines of 8.5 mm
        lines = reply.evaluate(RULES)
        assert len(lines) == 3 and all(style == "solid" for style in lines)
    assert not page.locator(".numeric button").first.is_visible()
    assert page.locator(".numeric input").first.is_visible()


def test_without_scripts_a_picture_to_predict_is_printed_in_its_place(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{LITERACY}")
    text = "".join(words(printed(page)))
    assert letters("stands at the end") not in text
    place = text.index(CAPTION)
    assert place < text.index(letters("How many parameters does the network"))
    context.close()
