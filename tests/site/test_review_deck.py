"""The cards of the course: short questions and all words are there, each leads to its place."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from statistics import mean, median

import pytest
from bs4 import BeautifulSoup

from benchmarks.cards import MOST, cards_of, seconds
from grimoire import ROOT
from grimoire.course import Course


@pytest.fixture(scope="module")
def deck(site_dir: Path) -> list[dict]:
    [file] = site_dir.glob("review/*/deck.json")
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cards(site_dir: Path) -> list[dict]:
    return cards_of(site_dir)


def test_a_card_takes_six_seconds(cards):
    times = [seconds(card) for card in cards]
    assert mean(times) < MOST
    assert median(times) < 4
    assert max(times) < 22


def test_each_word_that_a_unit_links_to_is_a_card(site_dir, cards):
    pages = [page for unit in Course.load(ROOT).units for page in unit.pages]
    linked = {
        link["href"].partition("#")[2]
        for page in pages
        for link in BeautifulSoup(
            (site_dir / f"{page.docname}.html").read_text(encoding="utf-8"), "html.parser"
        ).select('article a[href*="glossary.html#term-"]')
    }
    assert len(linked) > 100
    assert {card["id"] for card in cards if card["kind"] == "term"} == linked


def test_most_questions_of_the_bank_are_cards_each_in_one_section(site_dir, deck, cards):
    ids = [card["id"] for card in cards]
    assert len(set(ids)) == len(ids)
    titles = {page.title for unit in Course.load(ROOT).units for page in unit.pages}
    assert {section["title"] for section in deck} <= titles
    assert sum(card["kind"] != "term" for card in cards) > 50


def test_each_card_leads_to_its_place_and_its_pictures_are_there(site_dir, cards):
    [file] = site_dir.glob("review/*/deck.json")
    for card in cards:
        page, _, id_ = card["source"].partition("#")
        assert f'id="{id_}"' in (site_dir / page).read_text(encoding="utf-8"), card["source"]
        soup = BeautifulSoup(card["text"], "html.parser")
        assert [one for one in soup.select("img") if not (file.parent / one["src"]).is_file()] == []


def test_the_deck_is_small(site_dir):
    [file] = site_dir.glob("review/*/deck.json")
    assert len(gzip.compress(file.read_bytes())) < 50_000
