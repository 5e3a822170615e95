"""The blocks that readers play with: pictures on every face, scripts on the pages that use them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import nbformat
import pypdfium2
import pytest
from books import HEADER, build_in, make_book
from bs4 import BeautifulSoup

from grimoire.directives.draw_a_digit import a_digit, drawing
from grimoire.play.build import PAGE, PLAY
from grimoire.problem import BookError
from grimoire.scripts import sent_files

STATE = "data=xor&layers=2&epochs=3"
HOME = f"""{HEADER}
# Home

Here is a network, and {{play}}`a link to one <data=moons&layers=>`.

:::{{playground}} {STATE}
Look at the corners.
:::

```{{code-cell}} python
1 + 1
```
"""
TRYING = """# Trying

:::{experiment} temperature
Which T makes it sure?
:::
"""
PLAYGROUND, PLAIN = "# Playground\n\nIts page.\n", "# Plain\n\nNo.\n"
TOO_BAD = """# Home

Nothing here.

:::{playground} lr=fast&zoom=1
:::
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = {"index": HOME, "playground": PLAYGROUND, "plain": PLAIN, "trying": TRYING}
    root = make_book(tmp_path_factory.mktemp("play") / "book", pages)
    return build_in(root, ("site", "pdf", "ebook", "notebooks", "play"))


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_a_page_with_a_block_shows_a_picture_and_loads_the_scripts(site):
    home = page(site, "index")
    block = home.select_one("div.play.playground")
    assert "Look at the corners." in block.get_text()
    pictures = block.select(".play-still img")
    assert {picture["alt"] for picture in pictures} == {pictures[0]["alt"]}
    assert "a hidden layer of 2 units" in pictures[0]["alt"]
    assert "After 3 epochs: training loss" in block.figcaption.get_text()
    assert block.select_one("a.play-open")["href"] == f"playground.html#{STATE}"
    [script] = [one["src"] for one in home.select("script[type=module]")]
    assert re.fullmatch(r"play/[0-9a-f]{12}/play\.js", script)
    assert (site / script).is_file()
    assert home.find("a", string="a link to one")["href"] == "playground.html#data=moons&layers="


def test_other_pages_load_nothing_and_no_digits_mean_no_network(site):
    assert page(site, "plain").select("script[type=module]") == []
    assert not list(site.glob("play/*/digit/reader.bin"))


def test_an_experiment_is_a_picture_with_a_sentence_and_loads_its_own_styles(site):
    trying = page(site, "trying")
    block = trying.select_one("div.play.experiment.experiment-temperature")
    assert block.p.get_text() == "Which T makes it sure?"
    assert {image["alt"] for image in block.select("img")} == {
        "Ten bars: the probabilities that a network gives the digits 0 to 9 for one picture."
    }
    said = block.select_one(".caption-text").get_text().replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("With T = 1 the answer is 4 with 46 %, before 9")
    assert "Move it" not in block.get_text()
    styles = [one["href"] for one in trying.select('link[href^="play/"]')]
    assert [style.partition("/")[2].partition("/")[2] for style in styles] == [
        "experiment/experiment.css"
    ]
    assert all((site / style).is_file() for style in styles)


def test_elsewhere_an_experiment_leads_to_the_site(site):
    [pdf] = (site / "grimoire").glob("*.pdf")
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf))
    assert "before 9 with 28 %" in " ".join(text.split())
    assert "trying.html#experiment-temperature" in text
    with zipfile.ZipFile(next((site / "grimoire").glob("*.epub"))) as book:
        whole = " ".join(book.read(name).decode() for name in book.namelist() if "html" in name)
    assert "Which T makes it sure?" in whole
    assert re.search(r'href="https://\S+/trying\.html#experiment-temperature"[^>]*>Move it', whole)


def test_paper_and_notebook_show_the_picture_and_lead_to_the_site(site):
    [pdf] = (site / "grimoire").glob("*.pdf")
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf))
    assert "After 3 epochs" in text
    notebook = nbformat.read(site / "notebooks/student/index.ipynb", as_version=4)
    words = "\n".join(cell.source for cell in notebook.cells)
    assert "Look at the corners." in words
    assert re.search(r"\[a link to one\]\(https://\S+/playground\.html#data=moons&layers=\)", words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            TOO_BAD,
            [
                "content/index.md:5",
                "Learning rate in the state must be a number from 0.0001 to 10",
                "The state has “zoom”, which this playground does not know",
            ],
        ),
        ("# Home\n\nA {play}`link`.\n", ["content/index.md:3", "is written {play}`words <state>`"]),
        ("# Home\n\nA {play}`link <layers=9>`.\n", ["up to 6 sizes from 1 to 8"]),
        (
            "# Home\n\nSee.\n\n:::{experiment} gravity\n:::\n",
            ["content/index.md:5", "there is no experiment 'gravity'. Choose one of batch-size, "],
        ),
    ],
)
def test_a_state_that_is_wrong_stops_the_build_with_its_place(tmp_path, text, said):
    root = make_book(tmp_path / "book", {"index": text, "plain": PLAIN})
    with pytest.raises(BookError) as error:
        build_in(root, ("site",))
    message = " ".join(str(error.value).split())
    assert [words for words in said if words not in message] == []


def test_a_page_whose_head_does_not_end_once_is_refused():
    with pytest.raises(BookError, match="its head does not end once"):
        PLAY.loaded_by("<html>", "page", "play/x")


def test_scripts_are_sent_without_what_their_readers_need():
    scripts = [data.decode() for name, data in sent_files(PAGE).items() if name.endswith(".js")]
    lines = [line for script in scripts for line in script.splitlines()]
    assert [line for line in lines if line.startswith(("//", "/*", " "))] == []
    assert sum(line.startswith("import ") for line in lines) > 30


def test_the_digit_without_scripts_is_as_dark_as_its_numbers():
    picture = a_digit(3)
    svg = drawing(picture)
    assert svg.count("M") == picture.size
    assert svg.count('fill-opacity="1.00"') == 1
