"""The books: complete, in order, with links that lead somewhere, and open to every reader."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from pypdf import PageObject
from pypdf.generic import IndirectObject

from grimoire import ROOT
from grimoire.checks.lecture import is_deck
from grimoire.checks.wording import SITES_WORDS
from grimoire.course import Course
from grimoire.directives.wording_rules import BOOKS, ROLE, variants
from grimoire.names import Names, book_name

pytestmark = pytest.mark.text

COURSE = Course.load(ROOT)
NAMES = Names.of(ROOT)
PAGES = [page.docname for page in COURSE.pages if not page.is_for_teachers]
UNITS = [unit.folder for unit in COURSE.units]
ADDED = {"Hints and answers", "Index"}
"""Chapters that only the books have."""

ON_THE_SITE_ALONE = (
    "div.page-head",
    "pre",
    "summary",
    "span.katex",
    "a.enlarge",
    ".review",
    "a[href$='.apkg']",
    "a.headerlink",
    "details.hint",
    "details.answer",
    "fieldset",
    ".reply",
    "div.answers",
    "img.only-dark",
    "span.prompt-show",
    "span.prompt-hide",
    ".video-note",
    "a.sd-hide-link-text",
    "a.viewcode-link",
    "dl.py > dt",
    "span.caption-number",
    "details.admonition",
)
"""What is no prose of the page, or stands elsewhere in the book: hints and answers at its end."""


@cache
def page_of_site(site: Path, docname: str) -> BeautifulSoup:
    html = (site / f"{docname}.html").read_text(encoding="utf-8").replace("<wbr>", "")
    return BeautifulSoup(html, "html.parser").find("article")


def title(site: Path, docname: str) -> str:
    heading = page_of_site(site, docname).find("h1")
    return "".join(heading.find_all(string=True, recursive=False)).strip()


def faces(page: PageObject) -> list[IndirectObject]:
    """The fonts of a page, as references."""
    fonts = page["/Resources"].get("/Font", {})
    return [fonts.raw_get(name) for name in fonts]


def one_line(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Whole words of letters, without those that formulas and numbers leave."""
    text = re.sub(r"https?://\S+|\S*[_/@]\S*", " ", text)
    return re.findall(r"(?<![\w.])[A-Za-z]{4,}(?![\w(=]|\.\w)", text)


# -- order


def test_the_outline_is_the_table_of_contents(whole, site_dir):
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    captions = {part["chapters"][0]["file"]: part["caption"] for part in toc.get("parts", [])}
    expected, parts = [], []
    for docname in PAGES:
        if docname in captions:
            unit = COURSE.unit_of(docname)
            parts.append(captions[docname] + (f": {unit.title}" if unit else ""))
            expected.append(parts[-1])
        expected.append(title(site_dir, docname))
    found, part = [], ""
    for entry in whole.outline:
        part = entry.title if entry.depth == 1 else part
        if entry.depth == 1 or (entry.depth == 2 and part in parts):
            found.append(entry.title)
    assert [name for name in found if name not in ADDED] == expected
    assert found[-1] == "Index"


@pytest.mark.parametrize("folder", UNITS)
def test_a_units_book_holds_its_pages_and_their_answers(unit_books, site_dir, folder):
    [unit] = [unit for unit in COURSE.units if unit.folder == folder]
    entries = [entry for entry in unit_books[folder].outline if entry.depth <= 2]
    pages = [title(site_dir, page.docname) for page in unit.pages]
    assert [entry.title for entry in entries] == [unit.title, *pages, "Hints and answers", "Index"]
    assert [entry.depth for entry in entries] == [1, *[2] * (len(pages) + 1), 1]


def test_the_contents_name_the_right_pages(printed):
    for book in printed:
        named = set()
        for page in book.pages[2:12]:
            named |= set(re.findall(r"^(\S.*?)[ .]{5,}(\d+)$", page, re.MULTILINE))
        chapters = [e for e in book.outline if e.depth <= 2 and len(e.title) < 50 and e.page > 2]
        for entry in chapters:
            assert (entry.title, str(entry.page)) in named, f"{book.file.name}: {entry}"


def test_a_page_that_the_text_names_is_the_page_of_the_chapter(printed):
    for book in printed:
        chapters = [entry for entry in book.outline if entry.depth <= 2]
        pages = {entry.title: entry.page for entry in reversed(chapters)}
        text = " ".join(book.pages).replace("\N{NO-BREAK SPACE}", " ").replace("\n", " ")
        named = [
            (title, int(number))
            for title in pages
            for number in re.findall(rf"{re.escape(title)} \(page (\d+)\)", text)
        ]
        assert len(named) > 10
        assert [(title, number) for title, number in named if pages[title] != number] == []


def test_no_page_is_empty(printed):
    for book in printed:
        bare = [n for n, text in enumerate(book.pages, 1) if len(text.split()) < 4]
        assert bare == []


@pytest.mark.parametrize("help_", ["Hint", "Answer", "Solution"])
def test_a_question_names_the_page_of_its_help_and_is_named_there(printed, help_):
    for book in printed:
        asked = 0
        for number, text in enumerate(book.pages, 1):
            places = re.findall(rf"{help_}, page (\d+)", text)
            asked += len(places)
            for place in places:
                there = book.pages[int(place) - 1]  # a long question begins a page earlier
                assert f"page {number}" in there or f"page {number - 1}" in there
        assert asked > 0, book.file.name


def test_hints_come_before_answers_at_the_end_of_each_unit(printed):
    for book in printed:
        titles = [entry.title for entry in book.outline]
        place = titles.index("Hints and answers")
        parts = [e for e in book.outline[place + 1 :] if e.depth == book.outline[place].depth + 1]
        assert [entry.title for entry in parts[:2]] == ["Hints", "Answers"]


@pytest.mark.parametrize("docname", PAGES)
def test_a_figure_is_at_most_one_page_behind_the_text_before_it(whole, site_dir, docname):
    pages = [one_line(text) for text in whole.pages]
    for figure in page_of_site(site_dir, docname).find_all("figure", id=re.compile("^fig-")):
        name, *caption = one_line(figure.figcaption.get_text()).partition("#")[0].split()[:4]
        start = " ".join([name, f"{caption[0]}.", *caption[1:]])
        [place] = [number for number, text in enumerate(pages) if start in text]
        before = next(filter(is_printed, figure.find_all_previous(["p", "pre"])), None)
        if before and (before.name == "pre" or not before.find(["span", "code", "a"])):
            end = " ".join(one_line(before.get_text()).split()[-4:])
            assert any(end in text for text in pages[place - 1 : place + 1]), f"{start}: {end}"


def is_printed(block: Tag) -> bool:
    """Whether a paragraph, or code, is printed where it stands on the page."""
    elsewhere = ["details", "figure", "fieldset", "output", "nav"]
    return not (block.find_parent(elsewhere) or block.find_parent(class_="reply"))


def test_each_term_is_in_the_index_with_its_page_of_the_glossary(whole, site_dir):
    terms = page_of_site(site_dir, "glossary").select("dl.glossary dt")
    index = whole.chapter("Index")
    glossary = next(entry.page for entry in whole.outline if entry.title == "Glossary")
    for term in terms:
        name = one_line(term.find(string=True))
        [numbers] = re.findall(rf"(?m)^{re.escape(name)}\s+((?:\d+,\s+)*\d+)\s", index)
        pages = [int(number) for number in numbers.split(",")]
        assert any(name in whole.pages[page - 1] for page in pages if page >= glossary), name


# -- nothing is lost


@pytest.mark.parametrize("docname", PAGES)
def test_the_book_has_the_words_of_the_page(whole, site_dir, docname):
    page = BeautifulSoup(str(page_of_site(site_dir, docname)), "html.parser")
    for selector in ON_THE_SITE_ALONE:
        for tag in page.select(selector):
            tag.replace_with(" ")
    for tag in page.find_all(["em", "strong", "sub", "sup", "a", "span"]):
        tag.unwrap()
    page = BeautifulSoup(str(page), "html.parser")
    wanted = Counter(words(page.get_text(" ")))
    printed = Counter(words(whole.chapter(title(site_dir, docname))))
    missing = wanted - printed - Counter(words(said_otherwise(docname)))
    few = max(4, 0.01 * wanted.total())  # such as a word that the number of a footnote follows
    assert missing.total() <= few, f"of {wanted.total()} words: {missing.most_common(20)}"


def said_otherwise(docname: str) -> str:
    """The words of a page in whose place the books have others."""
    source = (ROOT / COURSE.page(docname).file).read_text(encoding="utf-8")
    roles = (variants(role[2]) for role in ROLE.finditer(source))
    return " ".join(texts[""] for texts in roles if texts.keys() & set(BOOKS))


@pytest.mark.parametrize("docname", PAGES)
def test_every_figure_is_printed_with_its_number(whole, site_dir, docname):
    names = [
        one_line(tag.get_text())
        for tag in page_of_site(site_dir, docname).select("figcaption span.caption-number")
    ]
    chapter = one_line(whole.chapter(title(site_dir, docname)))
    for name in names:
        assert f"{name}." in chapter


def test_every_figure_has_its_text_alternative(whole, site_dir):
    printed = Counter(tag.get("/Alt") for tag in whole.tags if tag.get("/S") == "/Figure")
    assert None not in printed
    for docname in PAGES:
        for image in page_of_site(site_dir, docname).select("img:not(.only-dark)"):
            assert " ".join(image["alt"].split()) in printed, f"{docname}: {image['alt']}"


def test_every_formula_is_said_in_words(whole):
    said = [tag.get("/Alt", "") for tag in whole.tags if tag.get("/S") == "/Formula"]
    assert len(said) > 1500
    latex = [words for words in said if not words.strip() or re.search(r"[\\{}^_]", words)]
    assert latex == []


def test_no_column_of_a_table_is_without_a_name(whole):
    """A screen reader says the head of a column before each of its cells."""
    heads = [tag for tag in whole.tags if tag.get("/S") == "/TH"]
    assert len(heads) > 100
    assert [tag for tag in heads if "/K" not in tag] == []


def test_the_head_of_a_page_of_answers_says_which_questions_it_answers(printed):
    for book in printed:
        told = 0
        for number in answer_pages(book):
            text = one_line(book.pages[number])
            answered = re.findall(
                r"(?:Question|Solution) (\d+\.\d+)(?: \(bonus\))? .{0,120}?page \d+", text
            )
            head = re.search(
                r"answers: questions? (\d+\.\d+)(?: to (\d+\.\d+))?", text, re.IGNORECASE
            )
            if head and answered:
                first, last = head[1], head[2] or head[1]
                assert (first, last) == (answered[0], answered[-1]), f"page {number + 1}"
                told += 1
        assert told > 5, book.file.name


def answer_pages(book):
    """The pages of hints and answers, counted from 0, without those that open a chapter."""
    for place, entry in enumerate(book.outline):
        if entry.title == "Hints and answers":
            after = [e.page for e in book.outline[place + 1 :] if e.depth <= entry.depth]
            yield from range(entry.page, after[0] - 1 if after else len(book.pages))


def test_essentials_are_one_leaf(whole, unit_books):
    for book in (whole, unit_books["deep-learning"]):
        place = next(i for i, entry in enumerate(book.outline) if entry.title == "Essentials")
        depth, first = book.outline[place].depth, book.outline[place].page
        after = next(e.page for e in book.outline[place + 1 :] if e.depth <= depth)
        assert first % 2 == 1 and after == first + 2, book.file.name


@pytest.mark.parametrize("docname", PAGES)
def test_no_latex_and_no_mark_of_ours_is_left(whole, site_dir, docname):
    page = page_of_site(site_dir, docname)
    in_code = set(re.findall(r"\\[A-Za-z]{2,}", " ".join(t.get_text() for t in page.select("pre"))))
    text = whole.chapter(title(site_dir, docname))
    left = set(re.findall(r"\\[A-Za-z]{2,}", text)) - in_code
    assert not left
    assert not re.search(r"@@|/\*@|//@|#link\(|#raw\(", text)


def test_a_video_is_printed_with_what_it_is_and_a_code_of_its_short_address(whole, site_dir):
    codes = [tag["/Alt"] for tag in whole.tags if "square code" in tag.get("/Alt", "")]
    for docname in PAGES:
        chapter = one_line(whole.chapter(title(site_dir, docname)))
        for card in page_of_site(site_dir, docname).select("a.video-card"):
            address = "youtu.be/" + re.search(r"v=([\w-]{11})", card["href"])[1]
            assert address in chapter
            assert one_line(card.select_one(".video-title").get_text()) in chapter
            assert one_line(card.select_one(".video-facts").get_text()) in chapter
            assert any(code.endswith(address) for code in codes)


@pytest.mark.parametrize("docname", PAGES)
def test_a_task_is_printed_with_its_minutes(whole, site_dir, docname):
    chapter = one_line(whole.chapter(title(site_dir, docname)))
    times = Counter(re.findall(r"\d+ h(?: \d+ min)?|\d+ min", chapter))
    tasks = page_of_site(site_dir, docname).select(".task .minutes")
    assert Counter(one_line(task.get_text()) for task in tasks) <= times


@pytest.mark.parametrize("docname", PAGES)
def test_every_numbered_equation_and_table_has_its_number(whole, site_dir, docname):
    chapter = one_line(whole.chapter(title(site_dir, docname)))
    page = page_of_site(site_dir, docname)
    for equation in page.select("span.eqno"):
        assert equation.find(string=True) in chapter
    for table in page.select("caption .caption-number"):
        assert one_line(table.get_text()) in chapter


def test_an_open_question_has_lines_to_write_on(whole, site_dir):
    is_open = {
        one_line(question.select_one(".question-number").find(string=True)).partition(" (")[0]
        for docname in PAGES
        for question in page_of_site(site_dir, docname).select(".question:has(textarea)")
    }
    asked = {}
    for number, text in enumerate(whole.pages):
        if "Answer, page" in text:
            for name in re.findall(r"^Question\s\d+\.\d+", text, re.MULTILINE):
                asked.setdefault(one_line(name), number)
    assert is_open <= asked.keys()
    for page, count in Counter(asked[name] for name in is_open).items():
        assert whole.writing_lines(page) >= 2 * count, f"page {page + 1}"


@pytest.mark.parametrize("folder", UNITS)
def test_a_book_says_nothing_that_only_the_site_means(unit_books, folder):
    """Also what the check of the pages cannot see: captions, and what the house itself writes."""
    for number, text in enumerate(unit_books[folder].pages, 1):
        assert not SITES_WORDS.search(one_line(text)), f"page {number}"


# -- links, faces, facts


def test_every_link_leads_somewhere(printed):
    for book in printed:
        names = book.pdf.named_destinations
        inside = 0
        for link in book.links():
            if "/Dest" in link:
                target = link["/Dest"]
                page = names[target].page if isinstance(target, str) else target[0]
                assert page.get_object()["/Type"] == "/Page"
                inside += 1
            else:
                assert re.match(r"https?://|mailto:", link["/A"]["/URI"])
                assert "&amp;" not in link["/A"]["/URI"]
        assert inside > 50


def test_a_reference_to_a_figure_or_an_equation_leads_to_its_page(whole):
    pages = [one_line(text) for text in whole.pages]
    followed = 0
    for text, page in whole.inner_links():
        if re.fullmatch(r"Fig\. \d+\.\d+|\(\d+\.\d+\)", text):
            wanted = f"{text}. " if text.startswith("Fig") else text
            assert wanted in pages[page], f"{text} leads to page {page + 1}"
            followed += 1
    assert followed > 50


@pytest.fixture
def address(site_dir):
    """Where the site will stand, as its home page says."""
    home = BeautifulSoup((site_dir / "index.html").read_text(encoding="utf-8"), "html.parser")
    return home.select_one("link[rel=canonical]")["href"].removesuffix("index.html")


def test_a_link_to_a_page_of_the_book_stays_in_the_book(whole, address):
    outside = [link["/A"]["/URI"] for link in whole.links() if "/A" in link]
    still = {uri for uri in outside if "#experiment-" not in uri}  # what moves is on the site alone
    pages = {uri.partition(".html")[0].removeprefix(address) for uri in still}
    assert pages & set(PAGES) <= {"review"}  # its cards as well


@pytest.mark.parametrize("folder", UNITS)
def test_a_units_book_links_to_the_site_for_the_rest(unit_books, site_dir, address, folder):
    links = [link["/A"]["/URI"] for link in unit_books[folder].links() if "/A" in link]
    still = [uri for uri in links if address in uri and "#experiment-" not in uri]
    to_site = {uri.removeprefix(address).partition("#")[0] for uri in still}
    pages = {name for name in to_site if name.endswith(".html")}
    assert pages
    for name in pages:
        assert not name.startswith(f"{folder}/") or "/teaching/" in name
        assert (site_dir / name).is_file()


def test_all_fonts_are_inside(printed):
    for book in printed:
        used = {}
        for page in book.pdf.pages:
            used |= {font.idnum: font for font in faces(page)}
        composed = [font.get_object()["/DescendantFonts"][0] for font in used.values()]
        fonts = [font.get_object()["/FontDescriptor"] for font in composed]
        names = {str(font["/FontName"]).partition("+")[2] for font in fonts}
        assert {"LibertinusSerif-Regular", "DejaVuSansMono"} <= names
        for font in fonts:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & font.keys(), font["/FontName"]


def test_the_file_says_what_it_is(printed):
    for book in printed:
        assert book.pdf.metadata["/Title"]
        assert book.pdf.metadata["/Author"] == NAMES.author
        assert book.root["/Lang"] == "en-GB"
        assert book.root["/MarkInfo"]["/Marked"]
        description = book.root["/Metadata"].get_object().get_data().decode()
        assert re.search(r"pdfuaid:part(>|=\")1", description)
        assert re.search(r"pdfaid:part(>|=\")2", description)


def test_the_pages_offer_the_books(site_dir):
    for page in COURSE.pages:
        if is_deck(page):
            continue  # which offers its handout
        unit = COURSE.unit_of(page.docname)
        name = unit.folder if unit else book_name(NAMES.title, COURSE)
        links = [a["href"] for a in page_of_site(site_dir, page.docname).select(".page-head a")]
        up = "../" * page.docname.count("/")
        assert f"{up}grimoire/{name}.pdf" in links
