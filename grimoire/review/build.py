"""Put the cards and their scripts beside the pages, and let pages load them."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from grimoire.directives.review_cards import FOLDER, PACKAGE
from grimoire.edition import Edition
from grimoire.items.anki import apkg
from grimoire.items.collect import Pages, bank_of, pages_of
from grimoire.items.model import Bank
from grimoire.items.terms import GLOSSARY, terms_of
from grimoire.pages.resolved import Resolved
from grimoire.review.deck import as_shown
from grimoire.review.short import is_short
from grimoire.scripts import Beside, pages_with, put_beside, sent_files
from grimoire.store import digest

PAGE = Path(__file__).with_name("page")
MARK = '<div class="review '
REVIEW = Beside(FOLDER, MARK, "review.js", {"review.css": (MARK,)})

DECK = "deck.json"
MEDIA = "media"


def make_review(resolved: Resolved, out: Path) -> None:
    """Write the folder `review` of the site in `out`, and let pages with such a block load from it.

    Raises
    ------
    BookError
        If something in a question cannot be carried, with file and line.
    """
    pages = pages_with(resolved, out, MARK)
    if not pages:
        return
    edition = Edition.of(resolved.course.root)
    key = digest(keys_of(resolved), resolved.app.config.project, edition)
    cards = resolved.store.make("review", key, partial(card_files, resolved, edition))
    package = cards.pop(PACKAGE)
    place = put_beside(out, FOLDER, sent_files(PAGE) | cards)
    (out / FOLDER / PACKAGE).write_bytes(package)
    REVIEW.let_load(out, pages, place)


def keys_of(resolved: Resolved) -> list[str]:
    """The digests of the pages from which cards are made."""
    course = resolved.course
    names = [page.docname for unit in course.units for page in pages_of(course, unit)]
    return [resolved.key(name) for name in (*names, GLOSSARY) if course.page(name)]


def card_files(resolved: Resolved, edition: Edition) -> dict[str, bytes]:
    """The cards as the page reads them, with their pictures, and as a package of Anki."""
    pages = Pages(resolved)
    bank = bank_of_course(pages)
    media = {f"{MEDIA}/{name}": data for item in bank.items for name, data in item.media.items()}
    deck = json.dumps(as_shown(bank, pages.site, MEDIA), ensure_ascii=False, separators=(",", ":"))
    package = apkg(bank, int(edition.time.timestamp()))
    return {DECK: deck.encode(), PACKAGE: package, **media}


def bank_of_course(pages: Pages) -> Bank:
    """The short questions of all units and the words that they use, page by page."""
    resolved, units = pages.resolved, pages.resolved.course.units
    questions = [item for unit in units for item in bank_of(resolved, unit).items if is_short(item)]
    titles = dict.fromkeys(page.title for unit in units for page in unit.pages)
    order = {title: number for number, title in enumerate(titles)}
    items = [*terms_of(pages, resolved.course), *questions]
    items.sort(key=lambda item: order.get(item.section, len(order)))
    return Bank(FOLDER, f"{resolved.app.config.project}: review", tuple(items))
