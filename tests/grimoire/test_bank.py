"""The question bank: what goes into it, and that every format gives all of it back."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from bank_readers import (
    anki,
    columns_for_anki,
    expected,
    gift,
    gift_reader,
    moodle_choices,
    moodle_numbers,
    qti,
    same,
    table,
)
from books import build_in, make_book
from small_course import found

from grimoire import ROOT
from grimoire.course import Course
from grimoire.fingerprint import shared_state
from grimoire.items.collect import bank_of
from grimoire.items.model import Bank, Item
from grimoire.latex.mathjax import fault
from grimoire.pages.resolved import resolved_course
from grimoire.problem import BookError

CHOICE = """\
::::{question} Which is *half*?
:name: q-half
:kind: choice
:level: 1

In {numref}`fig-pair`, and by {eq}`eq-half`: which is $\\frac{1}{2} < x \\& \\{y\\}$ of "it"
& more, ~10 %?
Text with a colon: a = b # c, a \\\\ and {braces}.

- One {term}`neuron`
- two, in **bold** and `code = {"a": 1} ~ #`

```python
if a < b:

    print("x: ~{a}")
```

:::{option} $\\tfrac12$, = 0.5
:correct:
Right:

$$\\sum_i \\frac{a_i}{b} \\ge 0$$
:::
:::{option} 2 ~ a
That is *twice*, see [the other page](other.md).
:::
:::{option} {0}
Nothing: ä, ∇ and `#`.
:::
:::{hint}
Divide $a/b$.
:::
:::{answer}
Half, *because* $a = \\tfrac12$.
:::
::::
"""
NUMERIC = """\
::::{question} A sum
:name: q-sum
:kind: numeric
:tolerance: 0.001
:level: 3

:::{response} 1/16
:correct:
The mean.
:::
:::{response} -0.25
:correct:
The other one, $-\\frac14$.
:::
:::{response} 0.063
Too small.
:::
:::{response} 101770
Too large.
:::
:::{hint}
Add.
:::
:::{answer}
A sixteenth.
:::
::::
"""
LEFT_OUT = CHOICE.replace(": q-half", ": q-left-out").replace(":level: 1", ":bank: no")
OPEN = "::::{question} Why?\n\n:::{hint}\nThink.\n:::\n:::{answer}\nSo.\n:::\n::::\n"
OF_TEACHERS = CHOICE.replace(": q-half", ": qb-half").replace("(other", "(../other")
PAGES = {
    "index": "# Home\n",
    "glossary": "# Glossary\n\n```{glossary}\nneuron\n: A circle.\n```\n",
    "shapes/index": "---\nunit: {number: 3, title: 'Shapes: a/b'}\n---\n\n# Shapes\n",
    "shapes/pairs": f"""\
# Pairs / two

```{{figure}} pair.svg
:name: fig-pair
:alt: Two words & a sign.

The caption says *the answer*.
```

$$a = \\frac{{b}}{{2}}$$ (eq-half)

{CHOICE}
{LEFT_OUT}
{OPEN}
""",
    "shapes/other": f"# Other\n\n{NUMERIC}",
    "shapes/teaching/bank": f"# Bank\n\n```{{bank-files}}\n```\n\n## Pairs / two\n\n{OF_TEACHERS}",
}
FILES = ["apkg", "csv", "gift", "moodle.xml", "qti.zip", "quiz.pdf"]


def write(root: Path) -> Path:
    make_book(root, PAGES)
    shutil.copy(Path(__file__).parent / "pages" / "pair.svg", root / "content/shapes")
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("bank") / "book")
    build_in(root, ("site", "bank"))
    return root


@pytest.fixture(scope="module")
def files(root: Path) -> Path:
    return root / "_build/html/bank"


@pytest.fixture(scope="module")
def bank(root: Path) -> Bank:
    course, work = Course.load(root), root / "_build/work"
    (work / "html/_static").mkdir(parents=True, exist_ok=True)
    with resolved_course(course, work, shared_state(course)) as resolved:
        return bank_of(resolved, course.units[0])


@pytest.fixture(scope="module")
def reader(root: Path) -> Path:
    return gift_reader(ROOT / "_build/work")


def slack_of(item: Item) -> set[float]:
    return {option.tolerance for option in item.options}


# -- what goes in


def test_the_bank_holds_the_questions_that_check_themselves_in_the_order_of_the_course(bank):
    assert {name: [i.id for i in items] for name, items in bank.sections.items()} == {
        "Pairs / two": ["q-half", "qb-half"],
        "Other": ["q-sum"],
    }
    half, _, total = bank.items
    assert (half.level, half.kind, total.level) == (1, "choice", 3)
    assert half.tags == ("section-pairs-two", "level-1", "source-pairs")
    assert half.source.endswith("/shapes/pairs.html#q-half")
    assert bank.items[1].tags == ("section-pairs-two", "level-1", "source-bank")


def test_a_question_brings_the_figures_and_formulas_that_it_names_without_their_captions(bank):
    half = bank.items[0]
    assert list(half.media.values()) == [
        (Path(__file__).parent / "pages" / "pair.svg").read_bytes()
    ]
    assert r"<p>\[a = \frac{b}{2}\]</p>" in half.text and "the answer" not in half.text
    assert '<img src="media:pair.svg" alt="Two words &amp; a sign."/>' in half.text


def test_the_words_of_a_question_stay_and_links_lead_from_anywhere(bank):
    half = bank.items[0]
    assert r"which is \(\frac{1}{2} &lt; x \&amp; \{y\}\) of" in half.text
    assert "<li><p>One neuron</p></li>" in half.text
    assert '<code>code = {"a": 1} ~ #</code>' in half.text
    assert '<pre><code>if a &lt; b:\n\n    print("x: ~{a}")</code></pre>' in half.text
    said = [option.feedback for option in half.options]
    assert r"\[\sum_i \frac{a_i}{b} \ge 0\]" in said[0]
    assert '<a href="https://' in said[1] and 'shapes/other.html">the other page</a>' in said[1]
    assert bank.items[2].text == "<p>A sum</p>"


def test_a_number_belongs_to_its_nearest_response_alone(bank):
    slack = {option.text: option.tolerance for option in bank.items[2].options}
    assert slack == {"1/16": 0.00025, "-0.25": 0.001, "0.063": 0.00025, "101770": 0.001}


# -- what comes out


def test_there_is_a_file_in_each_format_and_the_page_links_to_it(files):
    names = sorted(file.name for file in files.iterdir())
    assert names == [f"shapes.{ending}" for ending in FILES]
    page = (files.parent / "shapes/teaching/bank.html").read_text()
    assert all(f'href="../../bank/{name}"' in page for name in names)


def test_moodle_gives_all_back(bank, files):
    file = files / "shapes.moodle.xml"
    choices, numbers = moodle_choices(file), moodle_numbers(file)
    for item in bank.items:
        if item.kind == "choice":
            assert choices.pop(item.id) == expected(item, decoded=True)
        else:
            assert numbers.pop(item.id) == (expected(item), slack_of(item))
    assert not choices and not numbers
    text = file.read_text(encoding="utf-8")
    assert "$course$/top/Shapes: a//b/Pairs // two" in text
    assert all(f"<text>{tag}</text>" in text for item in bank.items for tag in item.tags)


def test_gift_gives_all_back(bank, files, reader):
    read, categories = gift(reader, files / "shapes.gift")
    assert read == {
        item.id: (expected(item), slack_of(item) if item.kind == "numeric" else set())
        for item in bank.items
    }
    assert categories == [
        "$course$/top/Shapes: a//b/Pairs // two",
        "$course$/top/Shapes: a//b/Other",
    ]


def test_qti_gives_all_back(bank, files, tmp_path):
    assert qti(files / "shapes.qti.zip", tmp_path) == {i.id: expected(i) for i in bank.items}


def test_anki_imports_the_deck_and_its_table_says_the_same(bank, files, tmp_path):
    cards, rows = anki(files / "shapes.apkg", tmp_path), table(files / "shapes.csv")
    assert cards.keys() == rows.keys() == {item.id for item in bank.items}
    names, guid, tags = columns_for_anki(files / "shapes.csv", tmp_path)
    assert (names, guid, tags) == (list(next(iter(rows.values()))), "guid", "tags")
    for item in bank.items:
        card, wanted = cards[item.id], expected(item)
        assert card["Question"] == wanted.text and card["deck"] == "Shapes: a/b"
        assert card["tags"] == " ".join(sorted(item.tags)) and card["Source"] == item.source
        assert wanted.answer in card["Answer"]
        for text, correct, said in wanted.options:
            assert said in card["Answer" if correct else "Feedback"]
            assert item.kind == "numeric" or f"<li>{text}</li>" in card["Options"]
        fields = {name: text for name, text in card.items() if name not in ("tags", "deck")}
        assert {name: rows[item.id][name] for name in fields} == fields


def test_the_quiz_has_each_question_and_a_key_on_a_sheet_of_its_own(files):
    sheets = pypdfium2.PdfDocument(files / "shapes.quiz.pdf")
    *asked, key = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets]
    text = " ".join(asked)
    for words in ("Shapes: a/b: a quiz", "of “it” & more", "2 ~ a", "One neuron", "A sum", "Pairs"):
        assert words in text
    assert r"\frac" not in text + key and "because" not in text
    assert b"pdfuaid:part" in (files / "shapes.quiz.pdf").read_bytes()
    assert key.startswith("Key 1. A Half, because") and "3. 0.0625, -0.25 A sixteenth." in key


def test_the_same_sources_give_the_same_bytes(files, tmp_path):
    again = build_in(write(tmp_path / "book"), ("site", "bank")) / "bank"
    for ending in FILES:
        name = f"shapes.{ending}"
        assert (again / name).read_bytes() == (files / name).read_bytes(), name
    with zipfile.ZipFile(files / "shapes.qti.zip") as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# -- what is refused


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"a \tag{1}", r"\tag in a formula: it refers to a place"),
        (r"\text{\(a\)}", r"\( in a formula: it would end the formula there"),
        (r"\htmlClass{x}{a}", r"\htmlClass in a formula: only our own site knows it"),
        (r"\def\x{1} \x", r"\def in a formula: learning systems refuse it"),
    ],
)
def test_a_formula_that_no_export_can_carry_is_named(tmp_path, latex, said):
    page = NUMERIC.replace("The mean.", f"The ${latex}$.")
    [problem] = found(tmp_path, page, "question")
    assert problem.startswith(f"11: the question bank cannot carry {said}")
    assert found(tmp_path, page.replace(":level: 3", ":bank: no"), "question") == []


def test_what_mathjax_reads_is_no_fault():
    assert (
        fault(r"\left[ \begin{aligned} a &\\[4pt] \{b\} \end{aligned} \right) \nabla \\(x)") == ""
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (":level: 5", "3: `:level:` is 1, 2 or 3, got '5'."),
        (":bank: yes", "3: `:bank: no` keeps a question out that only its page explains; got"),
    ],
)
def test_a_level_or_a_line_for_the_bank_that_is_none_is_named(tmp_path, line, said):
    page = NUMERIC.replace(":level: 3", line)
    assert [one for one in found(tmp_path, page, "question") if one.startswith(said)]


def test_an_open_question_has_no_level(tmp_path):
    page = OPEN.replace("Why?\n", "Why?\n:level: 1\n")
    assert found(tmp_path, page, "question") == [
        "3: an open question is in no question bank, so it has no `:level:` and no `:bank:`. Take"
        " the line out."
    ]


def refused(root: Path, page: str) -> str:
    make_book(root, {**PAGES, "shapes/other": page})
    shutil.copy(Path(__file__).parent / "pages" / "pair.svg", root / "content/shapes")
    with pytest.raises(BookError) as error:
        build_in(root, ("bank",))
    return str(error.value)


def test_something_that_no_export_can_carry_stops_the_build_with_its_place(tmp_path):
    page = NUMERIC.replace("The mean.", "| a | b |\n| --- | --- |\n| 1 | 2 |")
    said = refused(tmp_path / "book", f"# Other\n\n{page}")
    assert "content/shapes/other.md:11: the question bank cannot carry a 'table'. Say it in" in said


def test_a_formula_that_cannot_be_printed_stops_the_build_with_its_place(tmp_path):
    page = NUMERIC.replace("A sixteenth.", "$\\unknowncommand{a}$")
    said = refused(tmp_path / "book", f"# Other\n\n{page}")
    assert (
        "content/shapes/other.md:3: this formula cannot be printed: '\\\\unknowncommand{a}'" in said
    )


def test_a_question_without_a_name_that_stands_twice_is_named(tmp_path):
    bare = NUMERIC.replace(":name: q-sum\n", "")
    make_book(tmp_path / "book", PAGES)
    said = refused_twice(tmp_path / "again", bare)
    assert "the question 'question-a-sum' stands already at" in said


def refused_twice(root: Path, bare: str) -> str:
    pairs = PAGES["shapes/pairs"] + bare
    make_book(root, {**PAGES, "shapes/pairs": pairs, "shapes/other": f"# Other\n\n{bare}"})
    shutil.copy(Path(__file__).parent / "pages" / "pair.svg", root / "content/shapes")
    with pytest.raises(BookError) as error:
        build_in(root, ("bank",))
    return str(error.value)


def test_pictures_are_compared_by_what_they_hold():
    html = '<p><img src="a"/></p>'
    assert same(html, lambda _: b"1") != same(html, lambda _: b"2")
