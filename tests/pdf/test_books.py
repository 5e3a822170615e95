"""The books: complete, in order, with links that lead somewhere, and open to every reader."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from pypdf import PageObject
from pypdf.generic import IndirectObject

from grimoire import ROOT
from grimoire.course import Course

COURSE = Course.load(ROOT)
PAGES = [page.docname for page in COURSE.pages]
UNITS = [unit.folder for unit in COURSE.units]
ADDED = {"Hints and answers", "Index"}
"""Chapters that only the books have."""

ON_THE_SITE_ALONE = (
    "div.page-head",
    "pre",
    "summary",
    "span.katex",
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
    file = site / f"{docname}.html"
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").find("article")


def title(site: Path, docname: str) -> str:
    heading = page_of_site(site, docname).find("h1")
    return "".join(heading.find_all(string=True, recursive=False)).strip()


def faces(page: PageObject) -> list[IndirectObject]:
    """The fonts of a page, as references."""
    fonts = page["/Resources"].get("/Font", {})
    return [fonts.raw_get(name) for name in fonts]


def words(text: str) -> list[str]:
    """Whole words of letters, without those that formulas and numbers leave."""
    text = re.sub(r"https?://\S+|\S*[_/@]\S*", " ", text)
    return re.findall(r"(?<![\w.])[A-Za-z]{4,}(?![\w(=]|\.\w)", text)


# -- order


def test_the_outline_is_the_table_of_contents(whole, site_dir):
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    captions = {part["chapters"][0]["file"]: part["caption"] for part in toc.get("parts", [])}
    expected = []
    for docname in PAGES:
        expected += [captions[docname]] if docname in captions else []
        expected.append(title(site_dir, docname))
    found, part = [], ""
    for entry in whole.outline:
        part = entry.title if entry.depth == 1 else part
        if entry.depth == 1 or (entry.depth == 2 and part in captions.values()):
            found.append(entry.title)
    assert [name for name in found if name not in ADDED] == expected
    assert found[-1] == "Index"


@pytest.mark.parametrize("folder", UNITS)
def test_a_units_book_holds_its_pages_and_their_answers(unit_books, site_dir, folder):
    [unit] = [unit for unit in COURSE.units if unit.folder == folder]
    chapters = [entry.title for entry in unit_books[folder].outline if entry.depth == 1]
    pages = [title(site_dir, page.docname) for page in unit.pages]
    assert chapters == [*pages, "Hints and answers", "Index"]


def test_the_contents_name_the_right_pages(printed):
    for book in printed:
        named = set()
        for page in book.pages[2:8]:
            named |= set(re.findall(r"^(\S.*?)[ .]{5,}(\d+)$", page, re.MULTILINE))
        chapters = [e for e in book.outline if e.depth == 1 and len(e.title) < 50]
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


def test_each_question_names_the_page_of_its_answer_and_is_named_there(printed):
    for book in printed:
        asked = 0
        for number, text in enumerate(book.pages, 1):
            places = re.findall(r"Answer, page (\d+)", text)
            asked += len(places)
            for place in places:
                assert f"page {number}" in book.pages[int(place) - 1]
        answers = [e.page for e in book.outline if e.title == "Answers"]
        assert asked > 0, book.file.name
        assert len(answers) == 1


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
    missing = wanted - printed
    share = missing.total() / max(wanted.total(), 1)
    assert share < 0.01, f"{share:.1%} of {wanted.total()} words: {missing.most_common(20)}"


@pytest.mark.parametrize("docname", PAGES)
def test_every_figure_is_printed_with_its_number(whole, site_dir, docname):
    names = [
        tag.get_text().strip()
        for tag in page_of_site(site_dir, docname).select("figcaption span.caption-number")
    ]
    chapter = whole.chapter(title(site_dir, docname)).replace("\N{NO-BREAK SPACE}", " ")
    for name in names:
        assert f"{name}." in chapter


def test_every_figure_has_its_text_alternative(whole, site_dir):
    printed = Counter(tag.get("/Alt") for tag in whole.tags if tag.get("/S") == "/Figure")
    assert None not in printed
    for docname in PAGES:
        for image in page_of_site(site_dir, docname).select("img:not(.only-dark)"):
            assert " ".join(image["alt"].split()) in printed, f"{docname}: {image['alt']}"


def test_every_formula_has_a_text_alternative(whole):
    formulas = [tag for tag in whole.tags if tag.get("/S") == "/Formula"]
    assert formulas
    assert all(tag.get("/Alt") for tag in formulas)


@pytest.mark.parametrize("docname", PAGES)
def test_no_latex_and_no_mark_of_ours_is_left(whole, site_dir, docname):
    page = page_of_site(site_dir, docname)
    in_code = set(re.findall(r"\\[A-Za-z]{2,}", " ".join(t.get_text() for t in page.select("pre"))))
    text = whole.chapter(title(site_dir, docname))
    left = set(re.findall(r"\\[A-Za-z]{2,}", text)) - in_code
    assert not left
    assert not re.search(r"@@|/\*@|//@|#link\(|#raw\(", text)


def test_a_video_is_printed_with_its_short_address(whole, site_dir):
    for docname in PAGES:
        chapter = whole.chapter(title(site_dir, docname))
        for card in page_of_site(site_dir, docname).select("a.video-card"):
            name = re.search(r"v=([\w-]{11})", card["href"])[1]
            assert f"youtu.be/{name}" in chapter


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


def test_a_link_to_a_page_of_the_book_stays_in_the_book(whole):
    address = yaml.safe_load((ROOT / "_config.yml").read_text())["html"]["baseurl"]
    outside = [link["/A"]["/URI"] for link in whole.links() if "/A" in link]
    pages = [uri for uri in outside if uri.startswith(address) and ".html" in uri]
    assert not pages


@pytest.mark.parametrize("folder", UNITS)
def test_a_units_book_links_to_the_site_for_the_rest(unit_books, site_dir, folder):
    address = yaml.safe_load((ROOT / "_config.yml").read_text())["html"]["baseurl"]
    links = [link["/A"]["/URI"] for link in unit_books[folder].links() if "/A" in link]
    to_site = {uri.removeprefix(address).partition("#")[0] for uri in links if address in uri}
    pages = {name for name in to_site if name.endswith(".html")}
    assert pages
    for name in pages:
        assert not name.startswith(f"{folder}/")
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
        assert book.pdf.metadata["/Author"] == "The I2 course contributors"
        assert book.root["/Lang"] == "en-GB"
        assert book.root["/MarkInfo"]["/Marked"]
        description = book.root["/Metadata"].get_object().get_data().decode()
        assert re.search(r"pdfuaid:part(>|=\")1", description)
        assert re.search(r"pdfaid:part(>|=\")2", description)


def test_the_pages_offer_the_books(site_dir):
    for page in COURSE.pages:
        unit = COURSE.unit_of(page.docname)
        name = unit.folder if unit else "i2-grimoire"
        links = [a["href"] for a in page_of_site(site_dir, page.docname).select(".page-head a")]
        up = "../" * page.docname.count("/")
        assert f"{up}grimoire/{name}.pdf" in links
