"""The built site: every page is there, nothing is broken, nothing comes from elsewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

import nnlib
from grimoire import ROOT
from grimoire.course import Course
from grimoire.directives.addresses import read_club
from grimoire.names import Names
from grimoire.site.figures import darken

pytestmark = pytest.mark.text

PAGES = [page.docname for page in Course.load(ROOT).pages]
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "srcset", "link": "href"}
NOT_LOADED = {"canonical", "next", "prev", "index", "search", "alternate"}


@cache
def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


@cache
def anchors(file: Path) -> set[str]:
    return {tag["id"] for tag in soup(file).find_all(id=True)}


@pytest.mark.parametrize("docname", PAGES)
def test_no_sentence_ends_twice(site_dir, docname):
    article = BeautifulSoup(str(soup(site_dir / f"{docname}.html").find("article")), "html.parser")
    for other in article.find_all(["pre", "code", "script", "svg"]):
        other.decompose()
    assert re.findall(r".{0,40}[?!]\.(?![.\w])", article.get_text()) == []


@pytest.mark.parametrize("docname", PAGES)
def test_every_page_of_the_course_is_built(site_dir, docname):
    page = soup(site_dir / f"{docname}.html")
    assert page.find("h1"), "no title"
    assert page.find("meta", attrs={"name": "description"}), "no description for search engines"


MOST = 200_000, 6_000
HEAVY = {
    "deep-learning/technical/backpropagation": (315_000, 7_900),
    "deep-learning/technical/batch-normalization": (250_000, 6_000),
    "deep-learning/teaching/slides": (270_000, 6_000),
    "foundations/mathematics/gradients": (275_000, 6_700),
    "api": (206_000, 6_000),
}
"""Pages that weigh more, in bytes and elements: KaTeX sets each formula twice, and the reference
has a line for each name."""


@pytest.mark.parametrize("docname", PAGES)
def test_no_page_is_heavy_to_read_or_to_lay_out(site_dir, docname):
    file = site_dir / f"{docname}.html"
    most_bytes, most_elements = HEAVY.get(docname, MOST)
    assert file.stat().st_size <= most_bytes
    assert len(soup(file).find_all(True)) <= most_elements


@pytest.mark.parametrize("docname", PAGES)
def test_a_name_on_a_page_leads_to_one_place(site_dir, docname):
    names = [tag["id"] for tag in soup(site_dir / f"{docname}.html").find_all(id=True)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("docname", PAGES)
def test_no_output_is_an_error(site_dir, docname):
    page = soup(site_dir / f"{docname}.html")
    named = page.find_all(string=re.compile(r"\{code-cell\}"))
    assert [text for text in named if not text.find_parent("pre")] == []
    for output in page.select(".cell_output"):
        assert "Traceback (most recent call last)" not in output.get_text()


@pytest.mark.parametrize("docname", PAGES)
def test_every_internal_link_leads_somewhere(site_dir, docname):
    file = site_dir / f"{docname}.html"
    for link in soup(file).find_all("a", href=True):
        address = urlsplit(link["href"])
        if address.scheme or address.netloc:
            continue
        target = (file.parent / unquote(address.path)).resolve() if address.path else file
        assert target.exists(), f"{link['href']} leads nowhere"
        is_state = "=" in address.fragment  # which the scripts of that page read
        if address.fragment and target.suffix == ".html" and not is_state:
            assert unquote(address.fragment) in anchors(target), f"{link['href']} has no target"


@pytest.mark.parametrize("docname", PAGES)
def test_nothing_is_loaded_from_another_host(site_dir, docname):
    for tag, attribute in LOADS.items():
        for element in soup(site_dir / f"{docname}.html").find_all(tag):
            if NOT_LOADED & set(element.get("rel", [])):
                continue
            address = urlsplit(element.get(attribute, ""))
            assert not address.netloc, f"<{tag}> loads {element[attribute]}"


def test_no_style_sheet_loads_from_another_host(site_dir):
    for file in site_dir.rglob("*.css"):
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", file.read_text(encoding="utf-8")):
            assert not urlsplit(address).netloc, f"{file.name} loads {address}"


@pytest.mark.parametrize("docname", PAGES)
def test_every_image_has_a_text_alternative(site_dir, docname):
    for image in soup(site_dir / f"{docname}.html").find_all("img"):
        assert "alt" in image.attrs, f"{image['src']} has no alt"
        alternative = image["alt"]
        assert not alternative.startswith(("../", "_images/")), "the alt text is a file name"


@pytest.mark.parametrize("docname", PAGES)
def test_no_line_break_can_part_a_formula_from_its_punctuation_mark(site_dir, docname):
    for formula in soup(site_dir / f"{docname}.html").select("span.math"):
        after = formula.next_sibling
        in_one_piece = "unbroken" in formula.parent.get("class", [])
        assert in_one_piece or not re.match(r"[.,;:?!)]", str(after)), formula.parent.get_text()


def test_no_line_break_can_part_a_number_from_its_percent_sign(site_dir):
    texts = soup(site_dir / "deep-learning/train-mnist.html").article.find_all(string=True)
    words = "".join(text for text in texts if not text.find_parent(["pre", "code"]))
    assert "97\N{NO-BREAK SPACE}%" in words
    assert not re.search(r"\d %", words)


def test_folds_name_what_they_hide(site_dir):
    page = soup(site_dir / "deep-learning/literacy.html")
    of_code = [fold for fold in page.select("details.fold") if fold.select_one(".cell_input")]
    of_results = [fold for fold in page.select("details.fold") if fold.select_one(".cell_output")]
    assert of_code and of_results
    assert {fold.summary.get_text() for fold in of_code} == {"Show the codeHide the code"}
    assert all("Then open the" in fold.summary.get_text() for fold in of_results)


@pytest.mark.parametrize("docname", PAGES)
def test_figures_have_a_rendering_for_each_paper(site_dir, docname):
    """Except what is the same on both, such as pixels alone."""
    for figure in soup(site_dir / f"{docname}.html").find_all("figure"):
        images = figure.find_all("img")
        kinds = [kind for image in images for kind in image.get("class", [])]
        kinds = [kind for kind in kinds if kind.startswith("only-")]
        if len(images) == 1 and not kinds:
            file = site_dir / "_images" / images[0]["src"].rpartition("/")[2]
            drawing = file.read_text(encoding="utf-8")
            assert darken(drawing) == drawing, figure.get("id")
        else:
            assert kinds == ["only-light", "only-dark"], figure.get("id")


def test_the_trained_network_is_good(site_dir):
    """97 % on MNIST, 90 % on the sample of it; the text says the number that the cell printed."""
    page = soup(site_dir / "deep-learning/train-mnist.html").get_text()
    printed = float(re.search(r"test accuracy: ([\d.]+)%", page)[1])
    glued = float(re.search(r"reads ([\d.]+)\s%\s+of the test digits", page)[1])
    assert round(printed, 1) == glued
    name = re.search(r"data set:\s+([\w-]+)", page)[1]
    assert printed >= {"mnist": 97.0, "mnist-sample": 90.0}[name]


def test_every_public_name_of_the_library_stands_on_its_page(site_dir):
    listed = anchors(site_dir / "api.html")
    missing = {name for name in nnlib.__all__ if f"nnlib.{name}" not in listed}
    assert missing == {"leakyrelu"}  # another spelling of leaky_relu


def test_attributes_keep_their_underscore(site_dir):
    page = soup(site_dir / "api.html").get_text()
    assert re.search(r"\bloss_curve_ ", page)


def test_two_names_in_one_line_of_a_docstring_do_not_become_a_name_and_a_type(site_dir):
    entries = soup(site_dir / "api.html").select("dl.field-list p")
    assert entries
    for entry in entries:
        assert not re.match(r"\w+ \(\w+,\s*\)", entry.get_text())


def test_the_home_page_is_small(site_dir):
    assert (site_dir / "index.html").stat().st_size < 60_000


def test_who_asks_the_club_finds_somebody(site_dir):
    page = soup(site_dir / "how-to-use.html")
    link = page.find("a", string="the club\N{RIGHT SINGLE QUOTATION MARK}s chat")
    assert link["href"] == (read_club(ROOT)["chat"] or f"{Names.of(ROOT).repository}/issues")


def test_the_glossary_says_each_term_first_without_a_formula(site_dir):
    entries = soup(site_dir / "glossary.html").select("dl.glossary > dd")
    assert len(entries) > 80
    firsts = [entry.find("p") for entry in entries]
    assert [first.get_text() for first in firsts if first.select(".math, code")] == []
