"""The list of what the site holds from others, against the files that it holds."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from importlib.metadata import version
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing

from grimoire import ROOT
from grimoire.licences.works import Work, npm_versions, ours, works
from grimoire.site import make_fonts

NAMED = {work.name: work for work in works()}
OWN_WORDS = {"GUST Font License"}
"""Licences that SPDX has no sign for."""

of_each_work = pytest.mark.parametrize("work", works(), ids=lambda work: work.name)


@pytest.fixture(scope="module")
def files(site_dir) -> list[str]:
    found = (file.relative_to(site_dir) for file in site_dir.rglob("*") if file.is_file())
    return sorted(file.as_posix() for file in found)


def holders(file: str) -> list[str]:
    """Whose a file of the site is; what is said of a work goes before what is said of us."""
    of_others = [work.name for work in works() for p in work.files if fnmatchcase(file, p)]
    return of_others or ["the course" for pattern in ours() if fnmatchcase(file, pattern)][:1]


def test_every_file_of_the_site_is_the_course_s_or_that_of_one_work(files):
    held = {file: holders(file) for file in files}
    unclear = {file: names for file, names in held.items() if len(names) != 1}
    assert unclear == {}, "say in grimoire/licences/works.yml whose they are"


@of_each_work
def test_every_work_is_there(files, work: Work):
    for pattern in work.files:
        assert any(fnmatchcase(file, pattern) for file in files), pattern


def test_every_pattern_of_our_own_has_files(files):
    assert [p for p in ours() if not any(fnmatchcase(file, p) for file in files)] == []


@of_each_work
def test_a_licence_is_one_that_spdx_knows(work: Work):
    if work.licence not in OWN_WORDS:
        assert get_spdx_licensing().validate(work.licence).errors == []


@of_each_work
def test_a_version_is_counted_or_a_font_or_a_data_set_has_none(work: Work):
    assert work.version or work.fonts or work.name == "MNIST"


def test_the_versions_are_those_of_the_files(site_dir):
    static = site_dir / "_static"
    script = (static / "clipboard.min.js").read_text(encoding="utf-8")
    assert f"v{NAMED['clipboard.js'].version}\n" in script
    script = (static / "scripts/furo.js.LICENSE.txt").read_text(encoding="utf-8")
    assert f"v{NAMED['Gumshoe'].version} " in script
    assert f"katex@{NAMED['KaTeX'].version}" == make_fonts.KATEX
    assert NAMED["Sphinx"].version == version("sphinx")


def test_every_wheel_of_pyodide_is_listed_with_its_version(site_dir):
    [folder] = (site_dir / "live").glob("runtime-*")
    packs = [file.name.split("-")[:2] for file in folder.glob("*-*-*.pack")]
    assert len(packs) > 10
    texts = (folder / "LICENSES.txt").read_text(encoding="utf-8")
    for name, number in packs:
        [work] = [
            w for w in works() if any(fnmatchcase(f"live/runtime-0/{name}-x", p) for p in w.files)
        ]
        assert work.version == number
        assert re.search(
            rf"(?im)^{re.escape(name).replace('_', '[-_]')} {re.escape(number)} ", texts
        )
    assert f"Pyodide {NAMED['Pyodide'].version}," in texts


def test_what_is_bundled_into_the_editor_is_codemirror_s_or_lezer_s():
    """Both are by the same hands, and the small packages among them are theirs."""
    texts = (ROOT / "grimoire/live/editor/LICENSES.txt").read_text(encoding="utf-8")
    bundled = {
        name
        for line in re.findall(r"(?m)^(?:@?[a-z/-]+(?:, )?)+$", texts)
        for name in line.split(", ")
    }
    assert bundled <= set(npm_versions("grimoire/live/editor"))
    assert {"@codemirror/view", "@lezer/highlight"} <= bundled
    assert texts.count("Marijn Haverbeke") >= texts.count("MIT License")


def test_every_font_inside_a_pdf_is_listed(site_dir):
    fonts = {font for file in site_dir.rglob("*.pdf") for font in fonts_of(file)}
    listed = [font for work in works() for font in work.fonts]
    assert fonts
    assert [font for font in sorted(fonts) if not font.startswith(tuple(listed))] == []


def fonts_of(file: Path) -> set[str]:
    """The names of the fonts on the pages of a PDF, without the letters of their subsets."""
    pages = pypdf.PdfReader(file).pages
    resources = [page["/Resources"].get_object() for page in pages]
    fonts = [font.get_object() for held in resources for font in held.get("/Font", {}).values()]
    return {str(font["/BaseFont"]).removeprefix("/").rpartition("+")[2] for font in fonts}


def test_the_page_shows_every_work(site_dir):
    page = BeautifulSoup((site_dir / "licences.html").read_text(encoding="utf-8"), "html.parser")
    cells = [[cell.get_text() for cell in row.select("td")] for row in page.select("tbody tr")]
    rows = [[text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") for text in row] for row in cells]
    assert rows == [
        [f"{work.name} {work.version}".strip() + f", by {work.by}", work.use, work.licence]
        for work in works()
    ]


def test_every_page_leads_to_it(site_dir):
    for name in ("index.html", "deep-learning/project.html"):
        page = BeautifulSoup((site_dir / name).read_text(encoding="utf-8"), "html.parser")
        link = page.select_one(".bottom-of-page").find("a", string="the work of many others")
        assert link["href"].endswith("licences.html")


def test_the_texts_of_the_licences_are_in_the_site(site_dir, files):
    texts = (site_dir / "licences.txt").read_text(encoding="utf-8")
    for work in works():
        if work.package.startswith("pkg:pypi/"):
            [_, text] = texts.split(f"{work.name} {work.version}, by {work.by} ")
            assert "copyright" in text.partition("=" * 78)[0].lower(), work.name
    for pattern in re.findall(r"[_a-z]+/[\w*/.-]+", texts.partition("=" * 78)[0]):
        assert any(fnmatchcase(file, pattern.rstrip(".")) for file in files), pattern


def test_the_list_for_programs_is_valid_and_names_every_work(site_dir):
    bill = (site_dir / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    components = {c["name"]: c for c in json.loads(bill)["components"]}
    assert set(components) == set(NAMED)
    for work in works():
        component = components[work.name]
        assert component.get("version", "") == work.version
        assert component.get("purl", "") == work.package
        assert component["licenses"]
