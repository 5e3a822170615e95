"""The checks read a page as the site does."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import yaml
from books import make_book
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from grimoire import ROOT, checks
from grimoire.checks import markdown
from grimoire.checks.markdown import _parser, read
from grimoire.course import Course, Page


@pytest.fixture(scope="module")
def pages() -> tuple[Page, ...]:
    return Course.load(ROOT).pages


def outline(tokens: list[Token]) -> list[tuple[object, ...]]:
    return [
        (token.type, token.map, [(c.type, c.content) for c in token.children or []])
        for token in tokens
    ]


def test_every_page_falls_into_the_pieces_that_the_site_sees(pages):
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    extensions = set(config["parse"]["myst_enable_extensions"]) - {"smartquotes"}
    site = create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)
    for page in pages:
        assert outline(_parser().parse(page.body)) == outline(site.parse(page.body)), page.file


def test_each_piece_of_our_pages_stands_where_it_is_said_to(pages):
    wrong = [
        (page.file, piece.line, piece.text)
        for page in pages
        for piece in read(page)
        if getattr(piece, "kind", "") in ("text", "link", "code", "formula", "role")
        and not stands_at(page, piece)
    ]
    assert wrong == []


def stands_at(page: Page, piece) -> bool:
    line = page.body.split("\n")[piece.line - page.body_line]
    words = piece.text.split()
    return piece.column == 1 or not words or line[piece.column - 1 :].lstrip().startswith(words[0])


def test_a_page_is_read_once(pages):
    assert read(pages[0]) is read(pages[0])


FAULTY = """# Faulty

```{figure} line.svg
---
name: [
---
A line.
```
"""


def test_the_next_check_reads_only_what_has_changed(tmp_path, monkeypatch):
    root = make_book(tmp_path / "book", {"index": "# Home\n\n[](nowhere.md)\n", "faulty": FAULTY})
    first = checked(root, monkeypatch)
    assert len(first.problems) > 1
    assert len(first.read) == 2

    again = checked(root, monkeypatch)
    assert again.problems == first.problems
    assert [text.split()[1] for text in again.read] == ["Faulty"]  # an error is told whole

    home = root / "content/index.md"
    home.write_text(home.read_text().replace("nowhere", "faulty"))
    assert len(checked(root, monkeypatch).read) == 2


class Checked(NamedTuple):
    problems: list[str]
    read: list[str]


def checked(root, monkeypatch) -> Checked:
    """What is wrong with a course, and the pages that were read, in a program that begins."""
    texts, pieces = [], markdown._pieces
    markdown._flat.cache_clear()
    checks._alone.cache_clear()

    def counted(text, line, depth):
        if depth == 0:
            texts.append(text)
        return pieces(text, line, depth)

    with monkeypatch.context() as patch:
        patch.setattr(markdown, "_pieces", counted)
        problems = checks.check(Course.load(root))
    return Checked([str(problem) for problem in problems], texts)
