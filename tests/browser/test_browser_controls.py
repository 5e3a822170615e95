"""What a reader can do on a page: by keyboard, on a phone, in dark colours, in search, on paper."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from screens import DESKTOP, PHONE, SMALL_PHONE

from grimoire import ROOT
from grimoire.names import Names

LESSON = "deep-learning/train-mnist.html"
LAYERS = "deep-learning/technical/layers.html"
DARK, LIGHT = "rgb(21, 19, 28)", "rgb(255, 253, 248)"

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
FOCUSED = """() => {
  const element = document.activeElement;
  const outlined = (box) => parseFloat(getComputedStyle(box).outlineWidth) >= 2
    && getComputedStyle(box).outlineStyle !== "none";
  const place = element.getBoundingClientRect();
  return {
    name: element.ariaLabel || element.textContent.trim() || element.tagName,
    ring: outlined(element) || outlined(element.parentElement)
      || (element.nextElementSibling !== null && outlined(element.nextElementSibling)),
    seen: place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth,
  };
}"""


def tab_through(page, times):
    stops = []
    for _ in range(times):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    return stops


def test_tab_reaches_every_control_and_shows_where_it_is(visit):
    stops = tab_through(visit(LESSON), 60)
    assert stops[0]["name"] == "Skip to content"
    names = [stop["name"] for stop in stops]
    for control in (
        "Search the course",
        "Mend this page",
        "Colours: as your system. Change them",
    ):
        assert control in names
    assert any(name.startswith("Toggle navigation of") for name in names)
    hidden = [stop["name"] for stop in stops if not (stop["ring"] and stop["seen"])]
    assert hidden == [], "focus cannot be seen on these"


def test_the_skip_link_leads_to_the_text(visit):
    page = visit(LESSON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "furo-main-content"


def test_space_unfolds_a_unit_in_the_list_of_pages(visit):
    page = visit("notation.html")
    lesson = page.locator(".sidebar-tree").get_by_role("link", name="Train a network on MNIST")
    assert not lesson.is_visible()
    page.get_by_role("switch", name="Toggle navigation of Deep learning").focus()
    page.keyboard.press("Space")
    assert lesson.is_visible()


def test_the_copy_button_copies_the_code_of_its_cell(visit):
    page = visit(LESSON)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell = page.locator(".cell_input .highlight").first
    button = cell.locator("button.copybtn")
    expect(button).to_have_count(0)
    page.keyboard.press("Shift")  # the buttons come with the reader's first move
    expect(button).to_have_css("opacity", "0")
    button.focus()
    page.keyboard.press("Enter")
    button.and_(page.locator(".success")).wait_for()
    assert (
        page.evaluate("navigator.clipboard.readText()") == cell.locator("pre").inner_text().rstrip()
    )


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_colours_follow_the_system_at_first(visit, scheme, colour):
    page = visit("index.html", DESKTOP, scheme)
    assert page.evaluate(BACKGROUND) == colour


def test_the_colour_button_turns_the_page_dark_and_the_choice_stays(visit):
    page = visit("index.html")
    button = page.locator(".page-head .theme-toggle")
    button.click()
    assert page.evaluate(BACKGROUND) == DARK
    page.goto("notation.html")
    assert page.evaluate(BACKGROUND) == DARK
    button.click()
    assert page.evaluate(BACKGROUND) == LIGHT


def test_the_button_says_the_colours_and_the_edge_of_the_screen_has_them(visit):
    page = visit("index.html", DESKTOP, "light")
    button = page.locator(".page-head .theme-toggle")
    edges = "[...document.querySelectorAll('meta[name=theme-color]')].map((edge) => edge.content)"
    assert page.evaluate(edges) == ["#fffdf8", "#15131c"]
    for chosen, colours in (
        ("dark", ["#15131c", "#15131c"]),
        ("light", ["#fffdf8", "#fffdf8"]),
        ("as your system", ["#fffdf8", "#15131c"]),
    ):
        button.click()
        expect(button).to_have_accessible_name(f"Colours: {chosen}. Change them")
        assert page.evaluate(edges) == colours


def test_an_address_without_a_page_shows_one_that_leads_back_from_any_depth(visit, site_dir):
    root = urlsplit(Names.of(ROOT).site).path
    lost = (site_dir / "404.html").read_text(encoding="utf-8")
    page = visit("index.html")

    def host(route):
        path = urlsplit(route.request.url).path
        file = site_dir / path.removeprefix(root)
        if path.startswith(root) and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, body=lost, content_type="text/html")

    page.route("**/*", host)
    page.goto(f"{root}deep-learning/technical/nowhere.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page here")
    assert page.evaluate(BACKGROUND) == LIGHT
    page.locator("article").get_by_role("link", name="the first page").click()
    expect(page).to_have_url(re.compile(rf"{root}index\.html$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Neural networks")


def test_a_dark_page_is_dark_before_any_script_file_arrives(visit):
    page = visit("index.html")
    page.evaluate('localStorage.setItem("theme", "dark")')
    page.route("**/*.js*", lambda route: route.abort())
    page.reload()
    assert page.evaluate(BACKGROUND) == DARK


def test_a_figure_has_one_rendering_on_each_paper(visit):
    for scheme, shown in (("light", "only-light"), ("dark", "only-dark")):
        figures = visit(LESSON, DESKTOP, scheme).locator("figure:has(.only-dark)")
        assert figures.count() > 0
        for figure in figures.all():
            images = [image for image in figure.locator("img").all() if image.is_visible()]
            assert [image.get_attribute("class").split()[0] for image in images] == [shown]


def test_the_phone_menu_opens_and_escape_closes_it(visit):
    page = visit("index.html", PHONE)
    pages = page.get_by_role("navigation", name="Pages")
    assert not pages.is_visible()
    page.get_by_role("button", name="Pages of the course").tap()
    assert pages.is_visible()
    problems = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in problems if rule["impact"] in ("serious", "critical")] == []
    page.keyboard.press("Escape")
    assert not pages.is_visible()


def test_the_phone_menu_leads_to_a_page(visit):
    page = visit("index.html", PHONE)
    page.get_by_role("button", name="Pages of the course").tap()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Notation").tap()
    page.wait_for_url("**/notation.html")


def test_the_phone_list_of_sections_closes_behind_a_link(visit):
    page = visit(LESSON, PHONE)
    page.locator(".mobile-header").get_by_role("button", name="On this page").tap()
    sections = page.get_by_role("navigation", name="On this page")
    sections.get_by_role("link", name="Study its mistakes").tap()
    assert not sections.is_visible()
    heading = page.get_by_role("heading", name="Study its mistakes")
    assert 0 < heading.bounding_box()["y"] < 844


def test_buttons_are_large_enough_for_a_thumb(visit):
    page = visit(LESSON, PHONE)
    for button in page.locator(".mobile-header :is(button, a), .page-head :is(button, a)").all():
        if button.is_visible():
            assert button.bounding_box()["height"] >= 44, button.get_attribute("aria-label")


def test_what_is_too_wide_for_a_phone_scrolls_and_takes_the_keyboard(visit):
    page = visit("notation.html", PHONE)
    boxes = page.get_by_role("group", name="Table, scrolls sideways")
    assert boxes.count() > 0
    for box in boxes.all():
        assert box.get_attribute("tabindex") == "0"
    boxes.first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_a_page_read_to_its_end_is_marked_in_the_list(visit):
    page = visit(LESSON)
    mark = page.locator(".sidebar-tree .read").get_by_text("Train a network on MNIST")
    assert mark.count() == 0
    page.locator("footer").scroll_into_view_if_needed()
    mark.wait_for()
    page.goto("deep-learning/index.html")
    assert mark.inner_text().endswith("(read)")


def test_on_paper_only_the_text_is_left(visit):
    page = visit(LESSON, DESKTOP, "dark")
    page.emulate_media(media="print")
    assert page.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    for part in (".sidebar-drawer", ".toc-drawer", ".page-buttons", ".related-pages", ".copybtn"):
        assert not page.locator(part).first.is_visible(), part
    assert page.locator("figure .only-light").first.is_visible()


def test_paper_shows_neither_folded_code_nor_a_solution(visit):
    page = visit("deep-learning/project.html")
    page.emulate_media(media="print")
    assert page.locator(".cell_input pre").first.is_visible()
    for fold in page.locator("details.fold").all():
        assert not fold.is_visible()


def test_without_scripts_the_page_can_be_read(browser, address):
    context = browser.new_context(java_script_enabled=False, color_scheme="dark", **DESKTOP)
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    assert page.get_by_role("heading", name="Train a network on MNIST").is_visible()
    assert page.locator(".katex-display").first.is_visible()
    assert not page.locator(".page-head .theme-toggle").is_visible()
    context.close()


def test_the_menu_of_a_page_stays_on_a_narrow_screen_and_closes_behind_whoever_leaves_it(visit):
    page = visit(LESSON, {"viewport": {"width": 320, "height": 700}})
    opener = page.get_by_text("Run this page", exact=True)
    menu = page.locator(".launch > ul")
    opener.click()
    box = menu.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator(".launch > summary")).to_be_focused()
    opener.click()
    page.mouse.click(5, 690)
    expect(menu).to_be_hidden()
    opener.click()
    menu.locator("summary").focus()
    page.keyboard.press("Tab")
    expect(menu).to_be_hidden()


BLOCKED = """Object.defineProperty(window, "localStorage", {
  configurable: true,
  get() { throw new DOMException("no", "SecurityError"); },
});"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };"


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_the_browser_keeps_nothing_every_script_goes_on(visit, script):
    page = visit("index.html")
    page.context.add_init_script(script)
    page.goto("deep-learning/technical/regularization.html")
    assert page.locator("pre[tabindex]").count() > 0
    page.locator("footer").scroll_into_view_if_needed()
    expect(page.locator(".sidebar-tree .read")).to_have_count(1)
    if script == BLOCKED:
        page.locator(".page-head .theme-toggle").click()
        assert page.evaluate("document.body.dataset.theme") != "auto"
    assert [text for kind, text in page.notes if kind == "error"] == []


def test_a_screen_reader_hears_the_formulas_of_a_choice(visit):
    page = visit("deep-learning/technical/gradient-descent.html")
    devtools = page.context.new_cdp_session(page)
    tree = devtools.send("Accessibility.getFullAXTree")["nodes"]
    names = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == "radio"]
    assert len(names) > 2
    assert [name for name in names if len(name) < 3] == []


def test_a_long_list_of_pages_begins_where_the_page_stands(visit):
    page = visit("deep-learning/technical/backpropagation.html")
    page.wait_for_function("document.querySelector('.sidebar-scroll').scrollTop > 0")
    box = page.locator(".sidebar-scroll").bounding_box()
    place = page.locator(".sidebar-tree .current-page > .reference").bounding_box()
    assert box["y"] <= place["y"] and place["y"] + place["height"] <= box["y"] + box["height"]
    assert (
        visit("how-to-use.html").evaluate("document.querySelector('.sidebar-scroll').scrollTop")
        == 0
    )


def test_a_side_in_a_caption_is_no_verdict(visit):
    page = visit("foundations/learning-from-data.html")
    mark = "(side) => getComputedStyle(side, '::before').content"
    assert page.locator(".side.right").first.evaluate(mark) == "none"


def test_the_facts_of_a_page_lose_no_word_where_their_line_ends(visit):
    page = visit("notation.html", PHONE)
    facts = page.locator(".page-facts").bounding_box()
    for fact in page.locator(".page-facts li").all():
        lines = fact.evaluate(
            "(li) => { const all = document.createRange(); all.selectNodeContents(li);"
            " return [...all.getClientRects()].map(({ left }) => left); }"
        )
        assert min(lines) >= facts["x"] + 1.1 * 14 - 1  # what is left of it is cut off


@pytest.mark.parametrize("path", ["foundations/classifying.html", LAYERS])
def test_a_small_phone_shows_a_formula_whole_or_that_it_goes_on(visit, path):
    page = visit(path, SMALL_PHONE)
    formulas = page.evaluate("""[...document.querySelectorAll("div.math")].map((math) => {
        const box = math.closest(".math-wrapper");
        const number = math.querySelector(".eqno")?.getBoundingClientRect();
        const bases = [...math.querySelectorAll(".base")];
        return {
          covered: Boolean(number) && bases.some((base) => {
            const { right, bottom } = base.getBoundingClientRect();
            return right > number.left + 1 && bottom > number.top + 1;
          }),
          goesOn: box.scrollWidth > box.clientWidth,
          shadow: getComputedStyle(box).backgroundImage,
        };
    })""")
    assert any(formula["goesOn"] for formula in formulas)
    for formula in formulas:
        assert not formula["covered"]
        assert formula["shadow"].count("gradient") == 2


def test_a_small_table_of_numbers_fits_a_small_phone(visit):
    page = visit("foundations/mathematics/probability.html", SMALL_PHONE)
    table = page.locator(".table-wrapper", has_text="umbrella")
    assert table.evaluate("(box) => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_film_is_as_high_as_its_pictures(visit, motion):
    page = visit("foundations/mathematics/vectors.html")
    page.emulate_media(reduced_motion=motion)
    page.reload()
    film = page.locator(".film").first
    film.scroll_into_view_if_needed()
    expect(
        film.get_by_role("button", name="Pause" if motion != "reduce" else "Play")
    ).to_be_visible()
    frames, image = film.locator(".frames"), film.locator("img:visible").first
    assert frames.bounding_box()["height"] <= image.bounding_box()["height"] + 1


def test_forced_colours_leave_the_letter_below_an_accent(visit):
    page = visit("deep-learning/technical/batch-normalization.html")
    page.emulate_media(forced_colors="active")
    formula = page.locator("article .katex").first
    assert formula.evaluate("(one) => getComputedStyle(one).forcedColorAdjust") == "none"
    ink = formula.evaluate("(one) => getComputedStyle(one).color")
    assert ink == page.locator("article p").first.evaluate("(one) => getComputedStyle(one).color")
