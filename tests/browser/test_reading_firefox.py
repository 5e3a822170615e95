"""Reading in the other browser: a figure in full size, choices by keyboard, how far one is,
a problem that is told, a page on paper."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Iterator

import firefox
import pypdfium2
import pytest

ENLARGE = """async () => {
  const link = document.querySelector("a.enlarge.only-light");
  link.focus();
  link.click();
  const view = () => document.querySelector("dialog.enlarged[open]");
  while (!view()?.contains(document.activeElement)) await new Promise(requestAnimationFrame);
  return view().querySelector("img").alt;
}"""

CLOSED = """async () => {
  const open = () => document.querySelector("dialog.enlarged[open]");
  while (open()) await new Promise(requestAnimationFrame);
  return document.activeElement.className;
}"""

FOCUS_FIRST_CHOICE = "() => document.querySelector('.question [type=radio]').focus()"
AT_CHOICE = """() =>
  `${document.activeElement.id.at(-1)} ${document.querySelectorAll(".question :checked").length}`"""
DOWN, ESCAPE = "\ue015", "\ue00c"


@pytest.fixture(scope="module")
def tab() -> Iterator[firefox.Tab]:
    program = firefox.installed()
    if not program:
        pytest.fail(firefox.MISSING, pytrace=False)
    with firefox.tab(program) as opened:
        yield opened


def test_a_figure_opens_and_escape_leads_back(tab, address):
    tab.open(f"{address}/deep-learning/train-mnist.html")
    assert len(tab.run(ENLARGE)) > 20
    tab.type(ESCAPE)
    assert tab.run(CLOSED) == "enlarge only-light"


def test_arrow_keys_choose_nothing(tab, address):
    tab.open(f"{address}/deep-learning/technical/gradient-descent.html")
    tab.run(FOCUS_FIRST_CHOICE)
    tab.type(DOWN)
    assert tab.run(AT_CHOICE) == "B 0"
    tab.type(" ")
    assert tab.run(AT_CHOICE) == "B 1"


ANSWERED = """async () => {
  const link = () => document.querySelector(".question.answered .report");
  while (!link()) await new Promise(requestAnimationFrame);
  return link().href;
}"""

COUNTED = """async (expected) => {
  const said = () => document.querySelector(".progress-unit .progress-sum")?.textContent ?? "";
  document.querySelector(".progress-unit").scrollIntoView();
  while (!said().includes(expected)) await new Promise(requestAnimationFrame);
  return said();
}"""


def test_an_answer_counts_and_a_problem_with_its_question_is_told(tab, address):
    tab.open(f"{address}/deep-learning/technical/gradient-descent.html")
    tab.run(FOCUS_FIRST_CHOICE)
    tab.type(" ")
    assert "/issues/new?title=Problem" in tab.run(ANSWERED)
    tab.open(f"{address}/deep-learning/index.html")
    assert " questions answered, " in tab.run(COUNTED, "right at the first try")


def test_paper_leaves_code_out_and_shows_predicted_pictures_at_the_end(tab, address):
    tab.open(f"{address}/deep-learning/literacy.html")
    answer = tab.call(
        "browsingContext.print", context=tab.context, page={"width": 21, "height": 29.7}
    )
    pdf = pypdfium2.PdfDocument(io.BytesIO(b64decode(answer["data"])))
    text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pdf)
    before, after = text.split("beginswithonethatknowsnothing.")  # the last words of its text
    assert "Anetworkthathasnotlearnedanythingyet" not in before
    assert "Anetworkthathasnotlearnedanythingyet" in after
    assert "nn.plots" not in text
    assert len(pdf) <= 14
