"""The checks read a page as the site does."""

from __future__ import annotations

import pytest
import yaml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from grimoire import ROOT
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
