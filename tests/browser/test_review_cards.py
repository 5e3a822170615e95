"""Review cards as readers use them, over days: by mouse, by keys, on a phone, in the dark."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from screens import DESKTOP, PHONE, ZOOMED
from test_browser_pages import ALL_RULES, OVERFLOW

BEGIN = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
FIVE_DAYS, A_LITTLE = timedelta(days=5), timedelta(minutes=1)
PAGE = "Why layers need a bend"
"""It has words, choices and numbers."""

WORDS = "Inside a network"
"""It has words alone."""

BLOCKED = """Object.defineProperty(window, "indexedDB", {
  get() { throw new DOMException("no", "SecurityError") }
})"""


class Reader:
    """Somebody who comes to the page of review again and again."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.at(timedelta())

    def at(self, later: timedelta, path: str = "review.html") -> Page:
        """Open a page so much later."""
        self.page.clock.set_fixed_time(BEGIN + later)
        self.page.goto(path)
        if path == "review.html":
            expect(self.page.locator(".review.cards")).to_have_class(re.compile("is-open"))
        return self.page

    def tick(self, title: str) -> None:
        self.page.get_by_label(title, exact=False).first.check()
        expect(self.note).to_contain_text("new ones come on 6 December")

    @property
    def status(self) -> Locator:
        return self.page.locator(".review-status")

    @property
    def note(self) -> Locator:
        return self.page.locator(".review-note")

    @property
    def card(self) -> Locator:
        return self.page.locator(".review-card")

    def due(self) -> int:
        expect(self.status).to_have_text(re.compile(r"\d+ cards? due\."))
        return int(self.status.inner_text().split()[0])


@pytest.fixture
def reader(visit):
    return lambda *screen: Reader(visit("index.html", *screen))


def to_kind(reader: Reader, kind: str) -> Locator:
    """Be done with one card after the other, until one of this kind comes."""
    left, page = reader.due(), reader.page
    wanted = page.locator(f".review-{kind}")
    any_card = page.locator(".review-term, .review-choice, .review-numeric")
    expect(any_card).to_have_count(1)
    while not wanted.count():
        be_done(page)
        left -= 1
        expect(reader.status).to_have_text(f"{left} card{'s' * (left != 1)} due.")
        expect(page.get_by_role("button", name="Next")).to_have_count(0)
        expect(any_card).to_have_count(1)
    return wanted


def be_done(page: Page, knows: str = "I knew it") -> None:
    """Be done with the card that is shown, by keyboard: a word is known, or not."""
    if page.locator(".review-term").count():
        page.get_by_role("button", name="Show").press("Enter")
        page.get_by_role("button", name=knows).press("Enter")
        return
    number, option = page.get_by_label("Your number"), page.locator(".review-option").first
    if number.count():
        number.fill("0")
        number.press("Enter")
    else:
        option.press("Enter")
    page.get_by_role("button", name="Next").press("Enter")


def test_a_word_comes_after_five_days_and_not_before(reader):
    somebody = reader()
    expect(somebody.status).to_contain_text("You have no cards yet")
    somebody.tick(PAGE)
    somebody.at(FIVE_DAYS - A_LITTLE)
    expect(somebody.status).to_have_text("Nothing is due. The next card comes in 1 minute.")
    somebody.at(FIVE_DAYS + A_LITTLE)
    count = somebody.due()
    expect(somebody.card).to_contain_text("What does")
    page = somebody.page
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("button", name="I knew it")).to_be_focused()
    page.get_by_role("button", name="I knew it").click()
    expect(somebody.status).to_contain_text(f"{count - 1} card")


def test_what_was_not_known_comes_again_after_ten_minutes(reader):
    somebody = reader()
    somebody.tick(PAGE)
    somebody.at(FIVE_DAYS + A_LITTLE)
    count = somebody.due()
    asked = somebody.card.locator(".review-asked").inner_text()
    be_done(somebody.page, "Not yet")
    expect(somebody.card.locator(".review-asked")).not_to_have_text(asked)
    expect(somebody.status).to_contain_text(f"{count - 1} card")
    somebody.at(FIVE_DAYS + 12 * A_LITTLE)
    assert somebody.due() == count


def test_when_all_are_done_it_says_when_the_next_one_comes(reader):
    somebody = reader()
    somebody.tick(WORDS)
    somebody.at(FIVE_DAYS + A_LITTLE)
    count = somebody.due()
    be_done(somebody.page, "Not yet")
    for left in range(count - 1, 0, -1):
        expect(somebody.status).to_contain_text(f"{left} card")
        expect(somebody.page.get_by_role("button", name="Show")).to_be_focused()
        be_done(somebody.page)
    expect(somebody.status).to_have_text("Nothing is due. The next card comes in 10 minutes.")
    expect(somebody.card).to_have_count(0)
    expect(somebody.page.locator(".review-pages input").first).to_be_focused()
    somebody.at(FIVE_DAYS + 12 * A_LITTLE)
    assert somebody.due() == 1
    be_done(somebody.page)
    expect(somebody.status).to_have_text("Nothing is due. The next card comes on 11 December.")


def test_a_renamed_card_goes_on_where_it_was(reader):
    somebody = reader()
    somebody.tick(WORDS)
    somebody.at(FIVE_DAYS + A_LITTLE)
    count = somebody.due()

    def renamed(route):
        deck = route.fetch().json()
        [cards] = [section["cards"] for section in deck if section["title"] == WORDS]
        cards[0] |= {"id": "q-new", "was": ["q-never-kept", cards[0]["id"]]}
        route.fulfill(body=json.dumps(deck))

    somebody.page.route("**/deck.json", renamed)
    somebody.at(FIVE_DAYS + A_LITTLE)
    assert somebody.due() == count
    expect(somebody.page.get_by_label(WORDS, exact=False).first).to_be_checked()


def test_a_choice_takes_one_press_and_says_why(reader):
    somebody = reader()
    somebody.tick(PAGE)
    somebody.at(FIVE_DAYS + A_LITTLE)
    card = to_kind(somebody, "choice")
    card.locator(".review-option").last.focus()
    somebody.page.keyboard.press("Enter")
    verdict = card.locator(".review-right, .review-wrong")
    expect(verdict).to_be_visible()
    expect(card.locator(".review-option.is-right")).to_have_count(1)
    assert card.locator(".review-said p").count() > 1
    expect(card.get_by_role("link", name="On the page")).to_have_attribute(
        "href", re.compile(r"\.html#qb?-")
    )
    expect(somebody.page.get_by_role("button", name="Next")).to_be_focused()
    somebody.page.keyboard.press("Enter")
    expect(verdict).to_have_count(0)


def test_a_number_is_read_and_nothing_is_judged_before_it_is_one(reader):
    somebody = reader()
    somebody.tick(PAGE)
    somebody.at(FIVE_DAYS + A_LITTLE)
    to_kind(somebody, "numeric")
    page = somebody.page
    number = page.get_by_label("Your number")
    number.fill("what?")
    number.press("Enter")
    expect(page.locator(".review-said")).to_contain_text("That is no number")
    number.fill("123456")
    number.press("Enter")
    expect(page.locator(".review-wrong")).to_contain_text("it comes again in ten minutes")
    expect(number).to_be_disabled()


def test_the_first_page_counts_and_does_not_read_the_deck(reader):
    somebody = reader()
    somebody.tick(PAGE)
    somebody.at(FIVE_DAYS - A_LITTLE, "index.html")
    expect(somebody.page.locator(".review.due")).to_be_attached()
    expect(somebody.page.locator(".review.due a")).to_have_count(0)
    before = len(somebody.page.notes)
    somebody.at(FIVE_DAYS + A_LITTLE, "index.html")
    link = somebody.page.locator(".review.due a")
    expect(link).to_have_text(re.compile(r"^\d+ cards are due for review$"))
    asked = [url for kind, url in somebody.page.notes[before:] if kind == "request"]
    assert [url for url in asked if "deck.json" in url] == []
    count = int(link.inner_text().split()[0])
    link.click()
    assert somebody.due() == count


def test_pages_are_laid_aside_and_taken_up_where_they_were(reader):
    somebody = reader()
    somebody.tick(PAGE)
    box = somebody.page.get_by_label(PAGE, exact=False).first
    box.uncheck()
    expect(somebody.note).to_contain_text("are laid aside")
    somebody.at(FIVE_DAYS + A_LITTLE)
    expect(somebody.status).to_contain_text("You have no cards yet")
    box.check()
    assert somebody.due() > 0


def test_two_tabs_have_the_same_cards(reader):
    somebody = reader()
    other = somebody.page.context.new_page()
    other.clock.set_fixed_time(BEGIN)
    other.goto("review.html")
    expect(other.locator(".review-status")).to_contain_text("You have no cards yet")
    somebody.tick(PAGE)
    expect(other.locator(".review-status")).to_contain_text("6 December")
    expect(other.get_by_label(PAGE, exact=False).first).to_be_checked()


def test_where_nothing_is_kept_it_says_so(visit):
    page = visit("index.html")
    page.add_init_script(BLOCKED)
    page.goto("review.html")
    expect(page.locator(".review-note")).to_contain_text("keeps nothing for this site")
    page.get_by_label(PAGE, exact=False).first.check()
    expect(page.locator(".review-status")).to_contain_text("The next card comes on")


def test_where_there_is_no_room_it_says_so(visit, address):
    page = visit("glossary.html")  # which keeps nothing, so the browser has not counted its room
    limit = page.context.new_cdp_session(page)
    limit.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 1})
    page.goto("review.html")
    expect(page.locator(".review-note")).to_contain_text("This device has no room left")
    page.get_by_label(PAGE, exact=False).first.check()
    expect(page.locator(".review-status")).to_contain_text("The next card comes on")
    expect(page.locator(".review-note")).to_contain_text("This device has no room left")


LOOKS = [(DESKTOP, "dark", "choice"), (PHONE, "light", "choice"), (ZOOMED, "light", "term")]


@pytest.mark.parametrize(("screen", "scheme", "kind"), LOOKS, ids=["desktop", "phone", "zoomed"])
def test_nothing_stands_in_anybodys_way(reader, screen, scheme, kind):
    somebody = reader(screen, scheme)
    somebody.tick(PAGE)
    somebody.at(FIVE_DAYS + A_LITTLE)
    card = to_kind(somebody, kind)
    turn = card.locator("button").last
    if screen == PHONE:
        turn.tap()
    else:
        turn.click()
    expect(card.get_by_role("link", name="On the page")).to_be_visible()
    assert somebody.page.evaluate(OVERFLOW) <= 0
    found = Axe().run(somebody.page, options=ALL_RULES)
    assert found.response["violations"] == []
    assert [note for note in somebody.page.notes if note[0] == "error"] == []


def test_without_scripts_the_file_for_anki_is_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/review.html")
    expect(page.locator(".review.cards")).to_contain_text("need JavaScript")
    with page.expect_download() as download:
        page.get_by_role("link", name="The same cards, as a file for Anki").click()
    assert download.value.suggested_filename == "cards.apkg"
    context.close()
