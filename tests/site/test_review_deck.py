"""The cards of the course: every question and word is there, each is short to do, all is small."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from statistics import mean, median

import pytest
from bs4 import BeautifulSoup

from grimoire import ROOT
from grimoire.course import Course

WORDS_A_SECOND = 238 / 60
"""How fast adults read English prose: the mean of 190 studies (Brysbaert 2019)."""

PRESS = 1.1
"""Seconds to point at a button, in the keystroke-level model (Card, Moran and Newell 1980)."""

PRESSES = {"choice": 2, "numeric": 3, "term": 2}
"""What each kind of card takes: an answer, `Next`; a number, `Check`, `Next`; `Show`, a verdict."""


@pytest.fixture(scope="module")
def deck(site_dir: Path) -> list[dict]:
    [file] = site_dir.glob("review/*/deck.json")
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cards(deck) -> list[dict]:
    return [card for section in deck for card in section["cards"]]


def words(html: str) -> int:
    """How many words it has; a formula counts as one for each of its letters and numbers."""
    soup = BeautifulSoup(html, "html.parser")
    return len(soup.get_text(" ").split())


def seconds(card: dict) -> float:
    """How long the front takes to read, and the presses."""
    shown = [card["text"]] + [one["text"] for one in card["options"] if card["kind"] == "choice"]
    return sum(map(words, shown)) / WORDS_A_SECOND + PRESS * PRESSES[card["kind"]]


def test_a_card_takes_six_seconds(cards):
    times = [seconds(card) for card in cards]
    assert mean(times) < 6
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
    assert sum(card["kind"] != "term" for card in cards) > 60


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
