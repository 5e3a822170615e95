"""A fork: three lines make the course somebody else's in every file, skeletons begin its pages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pypdf
import pytest
import yaml
from books import NOTEBOOK, build_in, make_book
from bs4 import BeautifulSoup

from grimoire import ROOT
from grimoire.build import FACES
from grimoire.checks import check
from grimoire.course import SETTINGS, Course
from grimoire.names import Names, slug
from grimoire.new import make_page, make_question, make_term, make_unit

FORK = Names(
    title="Networks by Hand",
    author="The Example Club",
    repository="https://github.com/example-club/by-hand",
    site="https://example-club.github.io/by-hand/",
)
ASKING = """\
# Welcome

This is {{ title }} by {{ author }}, at <{{ site }}>, from [its sources]({{ repository }}).
See [](sums.md). A page asks for the title with `{{ title }}`.

    git clone {{ repository }}
"""
GLOSSARY = """\
# Words

```{glossary}
batch
  Some examples that are used together.
```
"""
PAGES = {"index": ASKING, "sums": NOTEBOOK, "glossary": GLOSSARY}


def upstream() -> list[str]:
    """What only the course of this repository is called."""
    settings = yaml.safe_load((ROOT / SETTINGS).read_text(encoding="utf-8"))
    path = urlsplit(settings["repository"]["url"]).path.strip("/")
    owner = path.partition("/")[0]
    title = settings["title"]
    return [title, slug(title), settings["author"], path, f"{owner}.github.io"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = make_book(tmp_path_factory.mktemp("fork") / "book", PAGES)
    settings = (root / SETTINGS).read_text(encoding="utf-8")
    for name, value in (("title", FORK.title), ("author", FORK.author), ("url", FORK.repository)):
        settings, count = re.subn(rf"(?m)^( *{name}:) .*$", rf"\1 {value}", settings)
        assert count == 1, f"{name} does not stand once in {SETTINGS}"
    (root / SETTINGS).write_text(settings, encoding="utf-8")
    make_unit(root, 2, "Nets: the second part")
    make_page(root, "nets-the-second-part/neurons", "", code=True)
    for kind in ("choice", "numeric"):
        make_question(root, "nets-the-second-part/neurons", "Which one?", kind)
    make_term(root, "Adam")
    assert check(Course.load(root)) == []
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GITHUB_REPOSITORY", raising=False)
        return build_in(root, set(FACES) - {"live"})


def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Each file of the site as text; a PDF's also as it is printed and described."""
    for file in site.rglob("*"):
        name = file.relative_to(site).as_posix()
        if file.suffix == ".pdf":
            pdf = pypdf.PdfReader(file)
            description = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
            pages = " ".join(page.extract_text() for page in pdf.pages)
            yield name, f"{name} {pdf.metadata} {description} {pages}"
        elif file.suffix == ".whl":
            with zipfile.ZipFile(file) as wheel:
                names = [name for name in wheel.namelist() if "/licenses/" not in name]
                yield name, "\n".join(wheel.read(name).decode("latin-1") for name in names)
        elif file.is_file():
            yield name, f"{name} {file.read_bytes().decode('utf-8', 'replace')}"


def test_no_file_names_the_course_that_was_forked(site):
    named = {
        (name, word)
        for name, text in texts(site)
        for word in upstream()
        if word.lower() in " ".join(text.lower().split())
    }
    assert named == set()


def test_every_page_names_the_fork(site):
    for file in (site / "index.html", site / "sums.html"):
        page = soup(file)
        assert FORK.title in page.title.get_text()
        assert page.select_one(".sidebar-brand-text").get_text() == FORK.title
        assert FORK.author in page.select_one(".bottom-of-page").get_text()
        facts = {meta.get("property"): meta["content"] for meta in page.select("meta[property]")}
        assert facts["og:site_name"] == FORK.title
        assert facts["og:image"] == f"{FORK.site}_static/social-card.png"
        assert facts["og:url"] == page.select_one("link[rel=canonical]")["href"]
        assert facts["og:url"] == FORK.site + file.name
        pencil = page.select_one("a[rel=edit]")["href"]
        assert pencil == f"{FORK.repository}/edit/main/content/{file.stem}.md"
        issue = urlsplit(page.select_one(".report-page")["href"])
        assert issue.geturl().startswith(f"{FORK.repository}/issues/new?")
        assert f"Page: {FORK.site}{file.name}" in parse_qs(issue.query)["body"][0]
    assert (site / "_static/social-card.png").is_file()
    assert f"<loc>{FORK.site}sums.html</loc>" in (site / "sitemap.xml").read_text()
    assert f"Sitemap: {FORK.site}sitemap.xml" in (site / "robots.txt").read_text()


def test_a_page_may_ask_for_the_names(site):
    page = soup(site / "index.html")
    article = page.article
    assert f"This is {FORK.title} by {FORK.author}, at {FORK.site}, from" in article.get_text()
    assert article.find("a", string="its sources")["href"] == FORK.repository
    assert article.pre.get_text().strip() == f"git clone {FORK.repository}"
    assert "{{ title }}" in [code.get_text() for code in article.find_all("code")]


def test_the_pdf_carries_title_and_author(site):
    [file] = site.rglob("networks-by-hand.pdf")
    page = soup(site / "index.html")
    assert page.select_one(f'a[href="{file.relative_to(site).as_posix()}"]')
    pdf = pypdf.PdfReader(file)
    assert (pdf.metadata["/Title"], pdf.metadata["/Author"]) == (FORK.title, FORK.author)
    cover, colophon = pdf.pages[0].extract_text(), pdf.pages[1].extract_text()
    assert FORK.title in cover and FORK.author in cover
    assert FORK.title in colophon and FORK.author in colophon
    assert "example-club.github.io/by-hand" in colophon


@pytest.mark.parametrize("kind", ["student", "solution"])
def test_the_notebook_comes_from_the_fork(site, kind):
    notebook = nbformat.read(site / f"notebooks/{kind}/sums.ipynb", as_version=4)
    title, setup = notebook.cells[:2]
    assert f"[{FORK.title}]({FORK.site})" in title.source
    [wheel] = (site / "wheels").glob("*.whl")
    assert f'"{FORK.site}wheels/{wheel.name}"' in setup.source
    assert f'"git+{FORK.repository}"' in setup.source


def test_the_library_comes_from_the_fork(site):
    [file] = (site / "wheels").glob("*.whl")
    with zipfile.ZipFile(file) as wheel:
        [metadata] = [name for name in wheel.namelist() if name.endswith("/METADATA")]
        said = Parser().parsestr(wheel.read(metadata).decode())
    assert said.get_all("Project-URL") == [f"Homepage, {FORK.site}", f"Source, {FORK.repository}"]
    assert said["Author"] == FORK.author
    assert f'pip install "grimoire-nnlib[all] @ git+{FORK.repository}"' in said.get_payload()
    for name in ("index.html", "sbom.cdx.json"):
        assert FORK.repository in (site / name).read_text(encoding="utf-8")


def test_what_skeletons_begin_is_built(site):
    unit = soup(site / "nets-the-second-part/index.html")
    assert unit.h1.get_text().startswith("Nets: the second part")
    assert unit.select_one(".page-unit").get_text(" ", strip=True) == "Unit 2 Nets: the second part"
    page = soup(site / "nets-the-second-part/neurons.html")
    assert page.h1.get_text().startswith("Neurons")
    assert page.select_one("figure img")["alt"].startswith("A curve that lies flat")
    assert len(page.select(".block.question")) == 3
    [terms] = soup(site / "glossary.html").select("dl.glossary")
    assert [term["id"] for term in terms.select("dt")] == ["term-Adam", "term-batch"]
    assert (site / "notebooks/student/nets-the-second-part/neurons.ipynb").is_file()
    assert (site / "grimoire/nets-the-second-part.pdf").is_file()
