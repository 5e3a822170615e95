"""A reader's browser fetches the rare letters of a face only for a page that shows them."""

from __future__ import annotations

import pytest


def fonts(page) -> set[str]:
    page.evaluate("document.fonts.ready")
    asked = [text for kind, text in page.notes if kind == "request" and "/fonts/literata" in text]
    return {address.rsplit("/", 1)[1] for address in asked}


@pytest.mark.parametrize("path", ["index.html", "deep-learning/technical/backpropagation.html"])
def test_a_page_in_plain_letters_asks_for_no_rare_ones(visit, path):
    page = visit(path)
    assert "literata.woff2" in fonts(page)
    assert not [name for name in fonts(page) if "rare" in name]


def test_accents_are_in_the_hand_of_the_letters_around_them(visit):
    page = visit("references.html")
    page.wait_for_function("document.fonts.check('16px Literata', 'é')")
    assert "literata-rare.woff2" in fonts(page)
