"""Pages of slides: what is checked, what the plan takes from them, and what the face makes."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from books import HEADER, build_in, make_book
from bs4 import BeautifulSoup, Tag
from small_course import course, found

from grimoire import ROOT
from grimoire.checks import check
from grimoire.checks.lecture import WORDS_PER_MINUTE, Part, parts_of, slides_of
from grimoire.course import Course, Page
from grimoire.directives.due import due
from grimoire.directives.running_order import clock
from grimoire.directives.term import Term, read_term
from grimoire.names import Names
from grimoire.problem import BookError
from grimoire.slides.reveal import make as vendor

OURS = Course.load(ROOT)
SITE = Names.of(ROOT).site
LECTURE = "deep-learning/teaching/slides"
DECKS = [LECTURE, "deep-learning/teaching/math-slides"]

FRONT = "---\nslides: true\nminutes: 5\n---\n"
DECK = f"""\
{FRONT}
# A lecture

:::{{notes}}
:minutes: 1

Welcome.
:::

## The first part

### A slide

What it shows.

. . .

- a list
- of two

::::{{notes}}
:minutes: 3

What is said of it.

:::{{ask}} Why?
Because.
:::
::::

## A slide of its own

The end.

:::{{notes}}
:minutes: 1

Thank you.
:::
"""


def deck(tmp_path: Path, text: str = DECK) -> Page:
    page = course(tmp_path, {"deck": text}).page("deck")
    assert page
    return page


def told(tmp_path: Path, text: str) -> list[str]:
    """What the checks have against a deck, as line and message."""
    small = course(tmp_path, {"deck": text})
    return [f"{p.line}: {p.message}" for p in check(small) if p.file.name == "deck.md"]


# -- the lecture that a page tells


def test_each_heading_is_a_slide_but_one_that_only_names_a_part(tmp_path):
    slides = slides_of(deck(tmp_path))
    assert [(slide.title, slide.part, slide.minutes) for slide in slides] == [
        ("A lecture", "", 1),
        ("A slide", "The first part", 3),
        ("A slide of its own", "", 1),
    ]


def test_notes_are_read_at_a_speakers_pace_and_questions_take_their_time(tmp_path):
    _, slide, _ = slides_of(deck(tmp_path))
    words = len(["What", "is", "said", "of", "it.", "Why?"])
    assert slide.reading == pytest.approx(words / WORDS_PER_MINUTE + 0.5)
    assert slide.questions == 1


def test_parts_follow_each_other(tmp_path):
    parts = parts_of(deck(tmp_path))
    assert [(part.name, part.minutes) for part in parts] == [
        ("A lecture", 1),
        ("The first part", 3),
        ("A slide of its own", 1),
    ]


# -- what is wrong with a page of slides


def test_a_good_deck_has_no_problems(tmp_path):
    assert told(tmp_path, DECK) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("### A slide\n", "###\n", 16, "this slide has no title"),
        ("\n. . .\n", "\n---\n", 20, "this '---' would begin a slide without a title"),
        (":minutes: 3", ":minutes: three", 26, "takes a whole number above 0, got 'three'"),
        (":minutes: 3", ":minutes: 4", 3, "has 5 minutes, but those of its slides add up to 6"),
        ("minutes: 5\n", "", 1, "a page of slides says how long the lecture is"),
        ("minutes: 5\n", "minutes: '5'\n", 3, "such as `minutes: 75`, got '5'"),
        ("slides: true", "slides: yes please", 2, "`slides:` is true or left out"),
        (":::{notes}\n:minutes: 1\n\nThank you.\n:::\n", "", 35, "has 0 notes, expected one"),
        ("What is said of it.", "word " * 400, 26, "to read them aloud and to hear the room takes"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, words):
    assert old in DECK
    problems = told(tmp_path, DECK.replace(old, new, 1))
    assert any(p.startswith(f"{line}: ") and words in p for p in problems), problems


@pytest.mark.parametrize(
    "film",
    [
        *("6", "{seconds: 6}", "{seconds: 0, stills: [1]}", "{seconds: 6, stills: []}"),
        *("{seconds: six, stills: [1]}", "{seconds: 6, stills: [0]}", "{seconds: 6, stills: 1}"),
    ],
)
def test_a_film_says_its_seconds_and_its_stills(tmp_path, film):
    cell = f"```{{code-cell}} python\n---\nfilm: {film}\n---\n1\n```\n"
    [problem] = found(tmp_path, cell, "option")
    assert problem.startswith("5: a film has the seconds of one round") and "got" in problem


# -- the lecture of the course


@pytest.mark.text
@pytest.mark.parametrize("name", DECKS)
def test_reading_the_notes_aloud_fits_the_minutes_of_each_slide(name):
    slides = slides_of(page_of(name))
    assert [s.title for s in slides if s.reading > s.minutes] == []
    assert sum(slide.minutes for slide in slides) == page_of(name).front_matter["minutes"]


@pytest.mark.text
@pytest.mark.parametrize(
    ("part", "least", "most"),
    [
        ("Three reminders", 1, 5),
        ("The graph view", 10, 15),
        ("The matrix view", 10, 10),
        ("Borders between classes", 5, 5),
        ("The gradient and its steps", 10, 10),
        ("A quick tour", 10, 10),
    ],
)
def test_each_part_has_the_minutes_that_it_was_planned_for(part, least, most):
    assert least <= parts()[part].minutes <= most


@pytest.mark.text
def test_some_parts_are_short_in_slides():
    for part, most in {
        "Three reminders": 3,
        "From the brain, with an asterisk": 1,
        "The whole network": 1,
        "Overtraining": 1,
    }.items():
        assert len(parts()[part].slides) <= most


@pytest.mark.text
def test_all_parameters_move_at_once_and_backpropagation_is_no_slide():
    titles = [slide.title for slide in slides_of(page_of(LECTURE))]
    assert "One step, for all knobs at once" in titles
    assert not any("backprop" in title.lower() for title in titles)


@pytest.mark.text
def test_the_built_plan_shows_the_running_order_of_the_slides(site_dir):
    html = (site_dir / "deep-learning/teaching/plan.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    rows = [[cell.get_text(strip=True) for cell in row("td")] for row in soup.table("tr")][1:]
    begins = 0
    for row, part in zip(rows, parts_of(page_of(LECTURE)), strict=False):
        assert row[:4] == [clock(begins), part.name, f"{part.minutes}", f"{len(part.slides)}"]
        begins += part.minutes
    minutes = page_of(LECTURE).front_matter["minutes"]
    assert rows[-1][:3] == [clock(minutes), "together", f"{minutes}"]
    assert sum(int(row[2]) for row in rows[:-1]) == minutes


@pytest.mark.text
def test_the_plan_has_a_section_for_each_part():
    titles = {part.name for part in parts_of(page_of(LECTURE))[1:]}
    assert titles <= set(re.findall(r"^### (.+)$", page_of(f"{LECTURE[:-6]}plan").body, re.M))


@pytest.mark.text
def test_the_schedule_has_the_minutes_of_the_page_around_the_lecture():
    text = page_of("deep-learning/lecture").body
    before, after = text.split("(after-the-lecture)=")
    [week] = [week for week in read_term(ROOT).weeks if week.before]
    for block, said in ((before, week.before), (after, week.after)):
        assert f"{sum(map(int, re.findall(r'^:minutes: (.+)$', block, re.M)))} min" in said


def page_of(name: str) -> Page:
    page = OURS.page(name)
    assert page
    return page


def parts() -> dict[str, Part]:
    return {part.name: part for part in parts_of(page_of(LECTURE))}


# -- when it is due


TERM = """\
term: T
begins: 2027-01-25
weeks:
  - {unit: A, what: W, before: "[](unit/lecture.md)"}
  - off: Reading week
  - {unit: B, what: W, after: "[](unit/lecture.md#after)"}
"""


@pytest.fixture
def term(tmp_path: Path) -> Term:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/schedule.yml").write_text(TERM)
    return read_term(tmp_path)


def test_dates_are_counted_from_the_first_day_of_the_term(term):
    nbsp = "\N{NO-BREAK SPACE}"
    assert due(term, "unit/lecture", "before") == f"on 25{nbsp}January 2027"
    assert due(term, "unit/lecture", "after") == f"on 15{nbsp}February 2027"
    assert due(term, "unit/other", "before") == ""


def test_what_comes_after_a_week_is_due_when_the_next_meeting_is(term):
    first, _, last = term.weeks
    assert term.after_is_due(first) == last.begins


# -- reveal.js


def test_reveal_is_the_release_of_the_lock():
    assert vendor.MADE_FROM.read_text() == vendor.stamp(), (
        "the files of reveal.js are not those of the lock."
        " Run `python -m grimoire.slides.reveal.make` and commit what it writes."
    )
    assert "MIT" in (vendor.HERE / "reveal.js").read_text()[:200]
    assert "Copyright" in (vendor.HERE / "LICENSE").read_text()


def test_the_lock_names_an_exact_version_by_its_digest_and_no_address():
    lock = (vendor.HERE / vendor.LOCK).read_text()
    entries = {k: v for k, v in json.loads(lock)["packages"].items() if k}
    assert list(entries) == [vendor.PACKAGE] and "integrity" in entries[vendor.PACKAGE]
    assert re.fullmatch(r"\d+\.\d+\.\d+", entries[vendor.PACKAGE]["version"])
    assert "://" not in lock


def test_a_changed_file_of_reveal_is_noticed(tmp_path, monkeypatch):
    for name in ("package.json", vendor.LOCK, *vendor.FILES):
        (tmp_path / name).write_bytes((vendor.HERE / name).read_bytes())
    monkeypatch.setattr(vendor, "HERE", tmp_path)
    assert vendor.stamp() == vendor.MADE_FROM.read_text()
    (tmp_path / "reveal.js").write_text("")
    assert hashlib.sha256(b"").hexdigest() in vendor.stamp() != vendor.MADE_FROM.read_text()


# -- what the face makes


FILM = """\
```{code-cell} python
---
tags: [hide-input]
film: {seconds: 2, stills: [1, 3]}
mystnb:
  image:
    alt: A line that becomes steeper from frame to frame.
---
import matplotlib.pyplot as plt

import nnlib

for slope in (1, 2, 3):
    with nnlib.plots.style() as colours:
        plt.figure(figsize=(2, 1))
        plt.plot([0, slope], color=colours["train"])
    plt.show()
```
"""
SHOWN = """\
```{code-cell} python
print(1 + 1)
```
"""
MADE = (
    DECK.replace(FRONT, FRONT[:-4] + HEADER[4:])
    .replace("What it shows.", f"What it shows: $x^2$, and [](other.md).\n\n{FILM}")
    .replace("The end.", f"The end.\n\n{SHOWN}")
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = {"index": "# Home\n", "talks/deck": MADE, "talks/other": "# Other\n"}
    root = make_book(tmp_path_factory.mktemp("slides") / "book", pages)
    build_in(root, ("site", "slides"))
    return root


@pytest.fixture(scope="module")
def folder(book: Path) -> Path:
    return book / "_build/html/slides/talks-deck"


@pytest.fixture(scope="module")
def page(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "html.parser")


def slide(page: BeautifulSoup, name: str) -> Tag:
    found = page.find("section", id=name)
    assert isinstance(found, Tag)
    return found


def test_each_slide_is_a_section_with_its_title_its_part_and_its_minutes(page):
    shown = [
        (one.find(["h1", "h2"]).get_text(), one.select_one(".part"), one["data-minutes"])
        for one in page("section")
    ]
    assert [(title, part and part.get_text(), minutes) for title, part, minutes in shown] == [
        ("A lecture", None, "1"),
        ("A slide", "The first part", "3"),
        ("A slide of its own", None, "1"),
    ]


def test_what_follows_a_step_comes_with_the_next_key(page):
    [step] = slide(page, "a-slide").select(".fragment")
    assert step["data-fragment-index"] == "1" and step.ul and ". . ." not in page.get_text()


def test_formulas_are_set_and_code_is_shown_unless_it_is_folded(page):
    assert slide(page, "a-slide").select_one(".katex")
    assert "plt.plot" not in page.get_text()
    assert "print(1 + 1)" in slide(page, "a-slide-of-its-own").get_text()


def test_a_film_has_its_frames_in_both_colours_and_one_text_alternative(page, folder):
    film = slide(page, "a-slide").select_one(".film")
    frames = film.select("img")
    assert film["data-seconds"] == "2" and len(frames) == 6
    assert film.select_one(".frames")["aria-label"].startswith("A line that becomes steeper")
    stills = [image for image in frames if "still" in image["class"]]
    assert len(stills) == 4 and [("telling" in i["class"]) for i in stills] == [0, 0, 1, 1]
    assert len({image["src"] for image in frames}) == 6
    assert all((folder / image["src"]).is_file() for image in frames)


def test_notes_and_questions_stand_in_the_slide(page):
    notes = slide(page, "a-slide").select_one(".notes")
    assert "What is said of it." in notes.get_text()
    assert "Why?" in notes.select_one(".ask").get_text()


def test_a_deck_needs_no_file_of_another_folder_or_host(page, folder):
    needed = [tag.get("src") or tag.get("href") for tag in page(["script", "img", "link"])]
    needed.remove(f"{SITE}talks/deck.html")  # where it comes from
    assert all((folder / name).is_file() for name in needed) and len(needed) > 8
    sheets = [*folder.glob("*.css"), folder / "katex/katex.css"]
    for sheet in sheets:
        urls = re.findall(r"url\((?!data:)['\"]?([^)'\"]+)", sheet.read_text(encoding="utf-8"))
        assert all((sheet.parent / url).is_file() for url in urls), sheet


def test_the_policy_allows_no_script_but_files_of_the_deck(folder):
    for name in ("index.html", "speaker.html"):
        soup = BeautifulSoup((folder / name).read_text(encoding="utf-8"), "html.parser")
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert "default-src 'none'; script-src 'self';" in policy
        assert not [script for script in soup("script") if not script.get("src")]
        assert not [tag for tag in soup(True) if any(key.startswith("on") for key in tag.attrs)]


def test_links_lead_to_the_site(page):
    [link] = slide(page, "a-slide").select(".body a")
    assert link["href"] == f"{SITE}talks/other.html"


def test_the_page_of_the_deck_offers_slides_and_handout(book):
    html = (book / "_build/html/talks/deck.html").read_text(encoding="utf-8")
    head = BeautifulSoup(html, "html.parser").select_one(".page-head")
    found = {link.get_text(): link["href"] for link in head.select(".page-facts a")}
    assert found == {
        "start the slides": "../slides/talks-deck/index.html",
        "handout as a PDF": "../slides/talks-deck/handout.pdf",
    }


def test_the_handout_has_three_slides_to_a_sheet_with_their_notes(folder):
    sheets = pypdfium2.PdfDocument(folder / "handout.pdf")
    assert len(sheets) == 1
    text = " ".join(sheets[0].get_textpage().get_text_range().split())
    for words in ("A lecture", "THE FIRST PART", "of two", "What is said of it.", "Because."):
        assert words.lower() in text.lower()
    assert pypdf.PdfReader(folder / "handout.pdf").metadata.title == "A lecture"


def test_what_was_made_is_taken_again(book, folder):
    before = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    build_in(book, ("site", "slides"))
    after = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert after == before


def test_slides_can_be_made_alone(book, folder, tmp_path):
    whole = {f.relative_to(folder): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    alone = build_in(book, ("slides",)) / "slides/talks-deck"
    assert {f.relative_to(alone): f.read_bytes() for f in alone.rglob("*") if f.is_file()} == whole
    assert not (book / "_build/html/talks").exists()
    build_in(book, ("site", "slides"))


def failure(root: Path, text: str) -> str:
    (root / "content/talks/deck.md").write_text(text, encoding="utf-8")
    with pytest.raises(BookError) as error:
        build_in(root, ("site", "slides"))
    return str(error.value)


def test_notes_that_fit_no_handout_are_named_with_their_place(book):
    said = "word " * 900
    message = failure(book, MADE.replace("What is said of it.", said).replace(": 3\n", ": 9\n"))
    assert "content/talks/deck.md" in message and "too long for the handout" in message


def test_a_still_that_the_film_does_not_have_is_named_with_its_place(book):
    message = failure(book, MADE.replace("stills: [1, 3]", "stills: [1, 4]"))
    assert re.search(r"content/talks/deck\.md:\d+: .*3 frames, so it has no frame 4", message)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (":minutes: 3", ":minutes: few", "takes a whole number above 0, got 'few'"),
        (":::{ask} Why?", ":::{ask}", "there is no question here"),
        ("::::{notes}", "::::{notes} Title", "notes have no title"),
        ("The end.", "{due}`soon`", "`due` takes before or after, got 'soon'"),
        (
            "The end.",
            "```{running-order} other.md\n```",
            "'other.md' is no page of slides",
        ),
    ],
)
def test_a_fault_stops_the_build_with_its_place(book, old, new, words):
    message = failure(book, MADE.replace(old, new, 1))
    assert re.search(r"content/talks/deck\.md:\d+: ", message) and words in message
