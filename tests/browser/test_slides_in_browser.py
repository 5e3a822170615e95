"""The decks of the course in Chromium: nothing overflows, all can use them, and the keys work."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from grimoire import ROOT
from grimoire.checks.lecture import is_deck, slides_of
from grimoire.course import Course
from grimoire.names import deck_name

DECKS = [page for page in Course.load(ROOT).pages if is_deck(page)]
LECTURE = DECKS[0]
SCREEN = {"width": 1280, "height": 720}

READY = "() => document.documentElement.dataset.ready === 'true'"
IS_SHOWN = "id => document.querySelector('section.present')?.id === id"

SHOW = """async (id) => {
  const slide = document.getElementById(id);
  deck.slide(deck.getSlides().indexOf(slide));
  for (const step of slide.querySelectorAll(".fragment")) step.classList.add("visible");
  for (const image of slide.querySelectorAll("img")) image.loading = "eager";
  const shown = [...slide.querySelectorAll("img")].filter((image) => image.offsetParent);
  await Promise.allSettled(shown.map((image) => image.decode()));
}"""

OVERFLOW = """(id) => {
  const slide = document.getElementById(id);
  const frame = slide.getBoundingClientRect();
  const body = slide.querySelector(".body");
  const ends = body.getBoundingClientRect();
  const parts = [...body.querySelectorAll("*")].filter(
    (part) => !part.closest(".katex-mathml, svg, .headerlink") && part.getClientRects().length);
  const outside = parts.filter((part) => {
    const box = part.getBoundingClientRect();
    return box.right > frame.right - 24 || box.left < frame.left + 24 ||
      box.bottom > ends.bottom + 1 || box.top < frame.top;
  });
  const tooTall = body.scrollHeight > body.clientHeight + 1;
  return [...outside.map((part) => part.outerHTML.slice(0, 120)), ...(tooTall ? ["body"] : [])];
}"""

SMALLEST = """(id) => {
  const words = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
  const sizes = [];
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !parent.getClientRects().length) continue;
    if (!parent.closest(".katex, .notes, .film-button")) {
      sizes.push(parseFloat(getComputedStyle(parent).fontSize));
    }
  }
  return Math.min(...sizes);
}"""


SHOW_ALL = """() => {
  const slides = [...document.querySelectorAll(".slides > section")];
  for (const slide of slides) {
    slide.removeAttribute("hidden");
    slide.removeAttribute("aria-hidden");
  }
  return slides.filter((slide) => slide.getClientRects().length).length;
}"""

ON_SLIDES = {"include": [[".slides"]], "exclude": [[".katex-html"]]}
"""The letters of a formula have the colour of the text around it."""


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the slides of a page as a speaker does, on a screen of 1280 by 720."""
    contexts: list[BrowserContext] = []

    def open_deck(deck: object = LECTURE, scheme: str = "light", **look: object) -> Page:
        look = {"viewport": SCREEN, "reduced_motion": "reduce", **look}
        context = browser.new_context(color_scheme=scheme, **look)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.notes = []
        page.on("console", lambda message: page.notes.append(message.text))
        page.on("pageerror", lambda error: page.notes.append(str(error)))
        page.on("request", lambda request: page.notes.append(request.url))
        page.goto(f"{address}/slides/{deck_name(deck.docname)}/index.html")
        if look.get("java_script_enabled", True):
            page.wait_for_function(READY)
        return page

    yield open_deck
    for context in contexts:
        context.close()


def ids(page: Page) -> list[str]:
    return page.locator(".slides section").evaluate_all("all => all.map((one) => one.id)")


def show(page: Page, id_: str) -> None:
    page.evaluate(SHOW, id_)
    page.wait_for_function(IS_SHOWN, arg=id_)


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck_name(deck.docname))
def test_each_slide_fits_its_screen_and_can_be_read_from_the_last_row(opened, deck):
    page = opened(deck)
    names = ids(page)
    assert len(names) == len(slides_of(deck))
    for name in names:
        show(page, name)
        assert page.evaluate(OVERFLOW, name) == [], name
        assert page.evaluate(SMALLEST, name) >= 24, name


def test_a_slide_with_too_much_on_it_is_noticed(opened):
    page = opened()
    show(page, "one-neuron")
    page.evaluate("() => document.querySelector('#one-neuron .body p').append(' word'.repeat(200))")
    assert page.evaluate(OVERFLOW, "one-neuron") != []
    page.evaluate("() => { document.querySelector('#one-neuron p').style.fontSize = '12px' }")
    assert page.evaluate(SMALLEST, "one-neuron") == 12


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck_name(deck.docname))
def test_axe_finds_nothing_on_any_slide(opened, deck, scheme):
    page = opened(deck, scheme)
    page.emulate_media(media="print")  # all slides at once
    shown = page.evaluate(SHOW_ALL)
    assert shown == len(slides_of(deck))
    faults = Axe().run(page, context=ON_SLIDES, options={"resultTypes": ["violations"]})
    assert faults.violations_count == 0, faults.generate_report()


def test_axe_finds_nothing_around_a_slide(opened):
    faults = Axe().run(opened(), options={"resultTypes": ["violations"]})
    assert faults.violations_count == 0, faults.generate_report()


def test_no_other_host_is_asked_and_nothing_is_refused(opened, address):
    page = opened()
    for name in ids(page):
        show(page, name)
    requests = [note for note in page.notes if "://" in note]
    assert len(requests) > 10 and all(note.startswith(f"{address}/slides/") for note in requests)
    assert [note for note in page.notes if note not in requests] == []


def test_keys_and_steps_lead_on(opened):
    page = opened()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(IS_SHOWN, arg="a-function-of-a-list-of-numbers")
    assert page.locator("section.present .fragment.visible").count() == 0
    page.keyboard.press("ArrowRight")
    page.locator("section.present .fragment.visible").first.wait_for()
    page.keyboard.press("End")
    page.wait_for_function(IS_SHOWN, arg="what-you-take-with-you")
    assert page.locator(".slide-number").inner_text().split() == ["31", "/", "31"]


def test_the_colours_follow_the_system_and_turn_with_a_key(opened):
    page = opened(scheme="dark")
    dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    show(page, "one-neuron")
    images = page.locator("#one-neuron img")
    expect(images.locator("visible=true")).to_have_count(1)
    expect(images.locator("visible=true")).to_contain_class("only-dark")
    page.keyboard.press("d")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != dark
    expect(images.locator("visible=true")).to_have_count(1)
    expect(images.locator("visible=true")).to_contain_class("only-light")
    page.reload()
    page.wait_for_function(READY)
    assert page.evaluate("() => document.documentElement.dataset.theme") == "light"


def test_a_film_stands_still_for_who_wants_no_motion_and_plays_when_asked(opened):
    page = opened()
    show(page, "with-a-hidden-layer-the-border-bends")
    film = page.locator("section.present .film")
    seen = film.locator("img").locator("visible=true")
    assert seen.evaluate_all("all => all.map((image) => image.className.includes('telling'))") == [
        True
    ]
    page.keyboard.press("m")
    page.wait_for_function("() => document.querySelector('.present .film')?.dataset.frame >= 3")
    film.get_by_role("button", name="Pause").click()
    frame = film.get_attribute("data-frame")
    assert film.get_by_role("button", name="Play").is_visible()
    assert film.get_attribute("data-frame") == frame
    assert film.locator("img.now").locator("visible=true").count() == 1


def test_a_film_plays_by_itself_on_its_slide_and_rests_on_others(opened):
    page = opened(reduced_motion="no-preference")
    show(page, "with-a-hidden-layer-the-border-bends")
    page.wait_for_function("() => document.querySelector('.present .film')?.dataset.frame >= 2")
    others = page.locator("section:not(.present) .film")
    assert others.count() == 1 and others.get_attribute("data-frame") is None


def test_the_page_of_the_deck_shows_the_stills_until_the_film_is_asked_for(visit):
    page = visit("deep-learning/teaching/slides.html", scheme="dark")
    film = page.locator(".film").last
    film.scroll_into_view_if_needed()
    assert film.locator("img").locator("visible=true").count() == 3
    film.get_by_role("button", name="Play").click()
    film.locator("img.now").locator("visible=true").wait_for()
    assert film.locator("img").locator("visible=true").count() == 1
    film.get_by_role("button", name="Pause").click()
    assert film.get_by_role("button", name="Play").is_visible()


@pytest.mark.parametrize("place", ["served", "file"])
def test_the_speakers_window_follows_and_leads(opened, site_dir, place):
    page = opened()
    if place == "file":  # as from a stick, without a network
        file: Path = site_dir / "slides" / deck_name(LECTURE.docname) / "index.html"
        page.goto(file.as_uri())
        page.wait_for_function(READY)
    show(page, "one-neuron")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    speaker = popup.value
    speaker.get_by_role("heading", name="One neuron").wait_for()
    assert "Each travels along a line" in speaker.locator("#notes").inner_text()
    assert "this slide ends at 16:00, the lecture at 70:00" in speaker.locator("#plan").inner_text()
    speaker.frame_locator("#now").locator("section.present#one-neuron").wait_for()
    while speaker.locator("#title").inner_text() == "One neuron":
        step = page.evaluate("() => location.hash")
        speaker.get_by_role("button", name="Next").click()
        page.wait_for_function("(step) => location.hash !== step", arg=step)
        speaker.wait_for_function(
            "(text) => document.getElementById('title').textContent === text",
            arg=page.locator("section.present h2").inner_text(),
        )
    page.wait_for_function(IS_SHOWN, arg="then-it-decides-how-loud-to-be")
    speaker.frame_locator("#now").locator(
        "section.present#then-it-decides-how-loud-to-be"
    ).wait_for()
    speaker.keyboard.press("ArrowLeft")
    page.wait_for_function(IS_SHOWN, arg="one-neuron")


def test_axe_finds_nothing_in_the_speakers_window(opened):
    page = opened()
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    speaker = popup.value
    speaker.get_by_role("heading", name="From one neuron").wait_for()
    results = Axe().run(speaker, options={"resultTypes": ["violations"], "iframes": False})
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck_name(deck.docname))
def test_each_slide_is_printed_on_a_sheet_of_its_own(opened, deck):
    page = opened(deck)
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    titles = [slide.title for slide in slides_of(deck)]
    assert len(pdf.pages) == len(titles)
    for sheet, title in zip(pdf.pages, titles, strict=True):
        assert title.split()[0] in sheet.extract_text()
        assert float(sheet.mediabox.width) == pytest.approx(960)
    assert "5.5" in pdf.pages[1].extract_text() or deck is not LECTURE, "steps are printed"


def test_without_a_script_all_slides_stand_below_each_other(opened):
    page = opened(java_script_enabled=False)
    assert page.get_by_role("heading", name="What you take with you").is_visible()
    steps = page.locator(".fragment")
    assert steps.count() > 10 and all(step.is_visible() for step in steps.all())


def test_a_swipe_leads_on(opened):
    page = opened(has_touch=True, viewport={"width": 844, "height": 390})
    send = page.context.new_cdp_session(page).send
    for kind, x in (("touchStart", 600), ("touchMove", 500), ("touchMove", 300)):
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 200}]})
    send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(IS_SHOWN, arg="a-function-of-a-list-of-numbers")
