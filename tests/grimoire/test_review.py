"""Review cards: when they come back, what they hold, and that no face but theirs shows them."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from bank_readers import anki
from books import build_in, make_book
from bs4 import BeautifulSoup
from in_node import in_node

from grimoire.directives.renamed import RENAMED
from grimoire.problem import BookError
from grimoire.review.build import PAGE
from grimoire.review.deck import with_formulas

DAY, MINUTE = 86_400_000, 60_000

SCHEDULE = """
const { taken, answered, dueOf, nextOf } = await load("schedule.js");
const story = given.map((answers) => {
  let state = taken(0);
  const waits = [state.due];
  for (const [late, isRight] of answers) {
    const now = state.due + late;
    state = answered(state, isRight, now);
    waits.push(state.due - now);
  }
  return waits;
});
const states = new Map([
  ["later", { due: 900, last: 0 }], ["soon", { due: 100, last: 0 }], ["last", { due: 50, last: 0 }],
  ["aside", { due: 10, last: 0, aside: true }],
]);
answer({ story, due: dueOf(states, 500), next: nextOf(states), none: nextOf(new Map()) });
"""
NEAREST = """
const { nearest } = await load("nearest.js");
const options = [
  { value: 0.5, tolerance: 0.01, name: "half" }, { value: 0.52, tolerance: 0.01, name: "more" },
  { value: 40, tolerance: 0, name: "forty" }, { value: 1234, tolerance: 0, name: "many" },
];
answer(given.map((numbers) => nearest(options, numbers)?.name ?? null));
"""

GLOSSARY = """# Glossary

```{glossary}
weight
  How strongly a neuron listens: $w$, times {term}`bias`.

  More of it.

bias
  One more number.

loner
  A word that no page uses.
```
"""
QUESTIONS = r"""# First

A {term}`weight` and {term}`biases <bias>`.

::::{question} Which one?
:kind: choice
:name: q-which

Which of these is $x^2$?

:::{option} $x \cdot x$
:correct:
It is.
:::
:::{option} $2x$
That is $x + x$.
:::
:::{hint}
Multiply.
:::
:::{answer}
$x \cdot x$, *because* a square is a product.
:::
::::

::::{question} How many?
:kind: numeric
:name: q-many
:tolerance: 0.01

How much is half of 3?

:::{response} 1.5
:correct:
Half of three.
:::
:::{response} 6
You doubled it.
:::
:::{hint}
Divide.
:::
:::{answer}
1.5, *because* 3 is twice as much.
:::
::::
"""
LONG = """# Second

::::{{question}} How long?
:kind: numeric
:name: q-long

{} How much is 1 + 1?

:::{{response}} 2
:correct:
Yes.
:::
:::{{hint}}
Add.
:::
:::{{answer}}
2.
:::
::::
""".format("This question goes on and on. " * 10)
UNIT = "---\nunit:\n  number: 1\n  title: A unit\n---\n\n# Unit\n\nSee.\n"
HOME = "# Home\n\nHello.\n\n:::{review-due}\n:::\n"
REVIEW = "# Review\n\nTick.\n\n:::{review-cards}\n:::\n"
BOOK = {
    "index": HOME,
    "review": REVIEW,
    "unit/index": UNIT,
    "unit/first": QUESTIONS,
    "unit/second": LONG,
    "glossary": GLOSSARY,
}


def in_page(body: str, given: object = None) -> dict:
    return in_node(body, given, PAGE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_book(tmp_path_factory.mktemp("review") / "book", BOOK)
    (root / RENAMED).write_text("q-half: q-many\nunit/first#question-half: q-half\n")
    return build_in(root, ("site", "pdf", "review"))


@pytest.fixture(scope="module")
def deck(site) -> list[dict]:
    [file] = site.glob("review/*/deck.json")
    return json.loads(file.read_text(encoding="utf-8"))


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_a_card_comes_after_five_days_and_then_waits_longer_and_longer():
    told = in_page(SCHEDULE, [[[0, True]] * 4])
    [waits] = told["story"]
    assert waits == pytest.approx([5 * DAY * 2.3**k for k in range(5)])


def test_a_miss_comes_again_after_ten_minutes_and_begins_anew():
    [waits] = in_page(SCHEDULE, [[[0, True], [0, False], [0, False], [0, True], [0, True]]])[
        "story"
    ]
    days = [5, 11.5, 10 * MINUTE / DAY, 10 * MINUTE / DAY, 5, 11.5]
    assert waits == pytest.approx([days * DAY for days in days])


def test_who_comes_late_and_knows_it_has_known_it_for_so_long():
    [waits] = in_page(SCHEDULE, [[[25 * DAY, True]]])["story"]
    assert waits[1] == pytest.approx(2.3 * 30 * DAY)


def test_what_is_due_comes_by_its_time_without_what_is_laid_aside():
    told = in_page(SCHEDULE, [])
    assert told["due"] == ["last", "soon"]
    assert told["next"] == 50
    assert told["none"] is None  # JSON has no infinity


def test_a_number_is_the_nearest_option_that_is_near_enough():
    given = [[0.5], [0.504], [0.512], [0.55], [40], [1.234, 1234], []]
    assert in_page(NEAREST, given) == ["half", "half", "more", None, "forty", "many", None]


def test_the_deck_holds_each_short_question_and_each_word_that_a_page_uses(deck):
    [section] = deck
    assert section["title"] == "First"
    weight, bias, which, many = section["cards"]
    assert (weight["id"], weight["kind"], bias["id"]) == ("term-weight", "term", "term-bias")
    assert "times bias.</p>" in weight["answer"]
    assert "More of it" not in weight["answer"]
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in which["text"]
    assert [option["right"] for option in which["options"]] == [True, False]
    assert [(option["value"], option["right"]) for option in many["options"]] == [
        (1.5, True),
        (6.0, False),
    ]
    assert [card["source"] for card in section["cards"]] == [
        "glossary.html#term-weight",
        "glossary.html#term-bias",
        "unit/first.html#q-which",
        "unit/first.html#q-many",
    ]


def test_a_renamed_question_knows_its_cards_of_before(deck):
    *others, many = deck[0]["cards"]
    assert many["was"] == ["q-half", "question-half"]
    assert not any("was" in card for card in others)


def test_formulas_are_shown_without_a_script():
    html = with_formulas(r"<p>If \(a &lt; b\) then \[\sum_i w_i\]</p>")
    assert html.count("<math") == 2
    assert "&lt;" in BeautifulSoup(html, "html.parser").math.decode()
    assert 'display="block"' in html
    assert "\\(" not in html


def test_the_page_has_a_place_for_the_cards_and_leads_to_the_file_for_anki(site):
    review = page(site, "review")
    assert "need JavaScript" in review.select_one("div.review.cards").get_text()
    link = review.find("a", string="The same cards, as a file for Anki")
    assert (site / link["href"]).is_file()
    for name in ("index", "review"):
        [script] = [one["src"] for one in page(site, name).select('script[src*="review/"]')]
        assert re.fullmatch(r"review/[0-9a-f]{12}/review\.js", script)
        assert (site / script).is_file()
    assert page(site, "unit/first").select('script[src*="review/"]') == []


def test_the_count_on_the_first_page_never_reads_the_deck():
    scripts = {file.name: file.read_text(encoding="utf-8") for file in PAGE.glob("*.js")}

    def loads(name: str) -> set[str]:
        found = set(re.findall(r'from "\./(\w+\.js)"', scripts[name]))
        return {name}.union(*(loads(one) for one in found))

    assert loads("due.js") == {"due.js", "box.js", "schedule.js"}
    assert [name for name in loads("due.js") if "deck.json" in scripts[name]] == []
    assert "deck.json" in scripts["cards.js"]


def test_anki_reads_the_same_cards(site, tmp_path):
    cards = anki(site / "review/cards.apkg", tmp_path)
    first_names = {"term-weight", "term-bias", "q-which", "question-half"}
    assert set(cards) == first_names  # under which it may know them already
    assert "<strong>weight</strong>" in cards["term-weight"]["Question"]
    assert r"\(w\)" in cards["term-weight"]["Answer"]
    with zipfile.ZipFile(site / "review/cards.apkg") as package:
        assert package.testzip() is None


def test_elsewhere_the_cards_lead_to_the_site_and_no_count_is_shown(site):
    [pdf] = [file for file in (site / "grimoire").glob("*.pdf") if "unit" not in file.name]
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf))
    assert "Review on the site" in text
    assert "/review.html" in text
    assert "JavaScript" not in text


def test_a_meaning_that_cannot_be_carried_stops_the_build_with_its_place(tmp_path):
    bad = GLOSSARY.replace("One more number.", "One more.[^1]")
    root = make_book(tmp_path / "book", BOOK | {"glossary": f"{bad}\n[^1]: Less.\n"})
    with pytest.raises(
        BookError, match=r"content/glossary\.md:\d+: .*cannot carry .*Say it in words"
    ):
        build_in(root, ("site", "review"))
