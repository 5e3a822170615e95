"""A page that runs, as its reader goes through it: run, change, stop, reset, leave, come back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from live_page import (
    LESSON,
    LIVE,
    PROJECT,
    SLOW,
    bar,
    button,
    cell,
    field,
    has_state,
    note,
    output,
    printed,
    reader,
    reset_all_cells,
    run,
    status,
    visit,
    voice,
    with_program,
    write,
)
from playwright.sync_api import BrowserContext, Page, expect
from screens import DESKTOP

pytestmark = pytest.mark.skipif(not LIVE, reason="the site was built without live pages")

UNTIL = {"timeout": SLOW}


@pytest.fixture(scope="module")
def context(browser, address) -> Iterator[BrowserContext]:
    """One reader, for whom Python is loaded once."""
    allowed = ["clipboard-read", "clipboard-write"]
    with reader(browser, address, **DESKTOP, permissions=allowed) as context:
        yield context


@pytest.fixture(scope="module")
def lesson(context) -> Page:
    """A page that one test after the other uses, so that Python starts once."""
    return visit(context, LESSON)


@pytest.fixture
def page(lesson) -> Iterator[Page]:
    """That page with all cells as they were printed."""
    reset_all_cells(lesson)
    yield lesson
    lesson.evaluate("localStorage.clear()")
    assert lesson.errors == []


@pytest.fixture(scope="module")
def edition(context) -> Iterator[Page]:
    """The page in an edition whose first cell names a number, and whose second, hidden, fails."""
    page = visit(context, "index.html")
    named = "from myst_nb import glue\nglue('stencil-net', '1.2 %', display=False)\nprint('named')"
    facts = {"solution": None, "tags": []}
    first = facts | {"code": named, "shown": True, "id": "1"}
    hidden = facts | {"code": "1 / 0", "shown": False, "id": "2"}
    with_program(page, lambda cells: [first, hidden, *cells[1:]])
    page.goto(LESSON)
    yield page
    assert page.errors == []


@pytest.fixture
def another(context) -> Iterator:
    """Open more pages of this reader, who has written nothing yet."""
    pages = []

    def open_page(path: str) -> Page:
        pages.append(visit(context, path))
        return pages[-1]

    yield open_page
    for page in pages:
        page.evaluate("localStorage.clear()")
        page.close()


# -- before the first run


def test_a_page_that_is_read_loads_our_first_script_and_style_alone(browser, address):
    with reader(browser, address, **DESKTOP) as context:
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url.rpartition("/live/")[2]))
        page.goto(LESSON, wait_until="networkidle")
        expect(button(page, 1, "Run")).to_be_visible()
        ours = [re.sub(r"-\w{12}/", "/", url) for url in asked if not url.startswith("http")]
        assert sorted(url for url in ours if "/" in url) == ["page/live.css", "page/live.js"]
        assert page.evaluate("localStorage.length") == 0
        expect(page.get_by_role("region", name="Python in this page")).to_have_count(0)


def test_the_launch_menu_runs_the_page_here_first_of_all(another):
    page = another("notation.html")
    page.get_by_text("Run this page", exact=True).click()
    entries = page.locator(".launch > ul > li")
    expect(entries.first).to_have_text("Run this page here")
    page.get_by_role("button", name="Run this page here").click()
    has_state(page, 1, "fresh")
    expect(page.locator(".launch > summary")).to_be_focused()
    expect(entries.first).to_be_hidden()
    expect(status(page)).to_have_text("Python is ready")
    page.get_by_role("button", name="Run all").click()
    expect(voice(page)).to_have_text("All cells have run.")
    expect(page.get_by_role("button", name="Run all")).to_be_focused()


# -- run


def test_run_runs_first_what_the_cell_needs_and_says_so(page):
    place = printed(page, 4).bounding_box()
    button(page, 4, "Run").click()
    expect(note(page, 4)).to_have_text("first runs 3 cells above")
    expect(voice(page)).to_have_text("Cell 4 first runs 3 cells above.")
    has_state(page, 4, "fresh")
    for number in (1, 2, 3, 4):
        expect(note(page, number)).to_have_text(re.compile(r"^ran here, (under )?\d+(\.\d)? s$"))
        expect(output(page, number)).to_be_visible()
        expect(printed(page, number)).to_be_hidden()
    expect(note(page, 5)).to_be_empty()
    expect(output(page, 3)).to_have_text("[0 1 1 0 0 0 1 0 0 0 1 0 0 1 1 1]")
    box = output(page, 4).bounding_box()
    assert [box["x"], box["width"]] == [place["x"], place["width"]]
    assert box["height"] == pytest.approx(place["height"], abs=2), "nothing below has moved"
    run(page, 4)
    expect(voice(page)).to_have_text(re.compile(r"^Cell 4 ran here, .* s\.$"))


def test_a_picture_keeps_its_words_and_its_place_in_links_while_the_code_is_the_same(page):
    run(page, 4)
    pictures = output(page, 4).locator("img")
    alt = printed(page, 4).locator("img").first.get_attribute("alt")
    assert len(alt) > 40
    assert pictures.evaluate_all("all => all.map((img) => img.alt)") == [alt, alt]
    expect(output(page, 4).locator("figcaption")).to_contain_text("A picture of 4 by 4 pixels")
    assert pictures.first.evaluate("img => img.decode().then(() => img.naturalWidth)") > 300
    named = output(page, 4).locator("[id^=fig-]")
    name = named.get_attribute("id")
    page.evaluate("name => { location.hash = name; }", name)
    expect(output(page, 4)).to_be_in_viewport()
    assert page.locator(f"#{name}").count() == 1
    write(page, 4, "plt.plot([1, 2]);")
    page.keyboard.press("Control+Enter")
    has_state(page, 4, "fresh")
    expect(pictures.first).to_have_attribute("alt", "A picture that your code has drawn.")
    expect(output(page, 4).locator("figcaption")).to_have_count(0)


def test_a_cell_below_one_that_has_run_again_is_out_of_date_and_runs_again_when_needed(page):
    run(page, 4)
    run(page, 6)
    run(page, 3)
    for number in (4, 6):
        has_state(page, number, "stale")
    expect(note(page, 6)).to_have_text("out of date: run it again")
    button(page, 6, "Run").click()
    expect(note(page, 6)).to_have_text("first runs 2 cells above")
    has_state(page, 6, "fresh")
    has_state(page, 4, "fresh")


def test_a_cell_that_prints_nothing_does_not_show_what_was_printed(page):
    write(page, 3, "x = picture = np.eye(4)")
    page.keyboard.press("Control+Enter")
    expect(note(page, 3)).to_have_text(re.compile("^ran here, .* it printed nothing$"))
    expect(printed(page, 3)).to_be_hidden()
    expect(output(page, 3)).to_be_empty()


def test_tables_long_lines_and_much_text_stay_in_their_place(page):
    code = "print('x' * 3000)\nfor i in range(3000): print(i)\n"
    table = "class T:\n  def _repr_html_(self): return '<table><tr><td>1</td></tr></table>'\nT()"
    write(page, 3, code + table)
    page.keyboard.press("Control+Enter")
    has_state(page, 3, "fresh")
    box = output(page, 3).bounding_box()
    assert box["height"] < 900
    assert box["width"] == cell(page, 3).bounding_box()["width"]
    long = output(page, 3).get_by_role("group", name="Output, scrolls sideways")
    expect(long).to_have_attribute("tabindex", "0")
    expect(output(page, 3).locator("td")).to_have_text("1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_run_while_something_runs_waits_for_its_turn(page):
    write(page, 5, "import time; time.sleep(0.3); print('slow')")
    write(page, 6, "print('later')")
    said = page.evaluate("""async () => {
      const bars = [5, 6].map((number) => document.querySelector(`[aria-label="Cell ${number}"]`));
      for (const bar of bars) bar.querySelector(".live-run").click();
      await new Promise((resolve) => setTimeout(resolve));
      return bars[1].querySelector(".live-note").textContent;
    }""")
    assert said == "waits"
    has_state(page, 6, "fresh")
    has_state(page, 5, "fresh")
    expect(output(page, 5)).to_have_text("slow\n")


def test_a_double_click_on_run_does_not_stop(page):
    write(page, 5, "import time; time.sleep(0.3); print('slow')")
    button(page, 5, "Run").dblclick()
    has_state(page, 5, "fresh")
    expect(output(page, 5)).to_have_text("slow\n")


ENDLESS = """\
net = nn.Sequential(nn.Dense(1, 1), seed=0)
nn.fit(net, np.zeros((9, 1)), np.zeros((9, 1)), loss=nn.MSE(), epochs=10**9, progress=False);
"""


def test_what_is_written_during_a_run_is_not_taken_for_what_has_run(page):
    write(page, 5, ENDLESS)
    page.keyboard.press("Control+Enter")
    expect(note(page, 5)).to_contain_text("running, epoch", **UNTIL)
    page.keyboard.press("Control+End")
    page.keyboard.type("# new")
    has_state(page, 5, "running")
    button(page, 5, "Stop").click()
    has_state(page, 5, "edited")
    expect(note(page, 5)).to_have_text("changed since this result")
    expect(status(page)).to_contain_text("Cell 5 stopped early")


def test_a_training_that_is_stopped_keeps_what_it_has_learned(page):
    write(page, 5, ENDLESS)
    page.keyboard.press("Control+Enter")
    expect(note(page, 5)).to_contain_text("running, epoch", **UNTIL)
    button(page, 5, "Stop").click()
    expect(note(page, 5)).to_contain_text("what it has learned is kept")
    has_state(page, 5, "fresh")
    write(page, 6, "print(net.theta.size)")
    run(page, 6)
    expect(output(page, 6)).to_have_text("2\n")


# -- errors


def test_an_error_says_its_line_to_the_eye_and_to_the_ear(page):
    write(page, 6, "z = 1\nprint(nobody)")
    page.keyboard.press("Control+Enter")
    has_state(page, 6, "failed")
    expect(note(page, 6)).to_have_text("stopped at an error in line 2")
    said = "NameError: name 'nobody' is not defined"
    expect(output(page, 6)).to_contain_text(said)
    expect(voice(page)).to_have_text(f"Cell 6 stopped at an error in line 2. {said}")
    expect(cell(page, 6).locator(".cm-errorLine")).to_have_text("print(nobody)")
    expect(field(page, 6)).to_be_focused()
    expect(status(page).get_by_role("link", name="Cell 6")).to_have_attribute(
        "href", "#live-cell-6"
    )
    run(page, 7, "printed")
    expect(note(page, 7)).to_have_text("not run: cell 6 stopped at an error in line 2")
    reset_all_cells(page)
    expect(status(page)).to_have_text("Python is ready")


def test_an_error_leads_to_the_cells_it_went_through(page):
    write(page, 5, "def f():\n    return 1 / 0")
    write(page, 6, "f()")
    page.keyboard.press("Control+Enter")
    has_state(page, 6, "failed")
    links = output(page, 6).get_by_role("link")
    expect(links).to_have_text(["cell_6.py", "cell_5.py"])
    links.last.click()
    expect(cell(page, 5)).to_be_in_viewport()


def test_an_error_in_a_cell_that_is_not_shown_is_told_where_the_reader_looks(edition):
    page = edition
    button(page, 2, "Run").click()
    expect(note(page, 2)).to_contain_text("code that the page does not show stopped", **UNTIL)
    expect(output(page, 2)).to_contain_text("ZeroDivisionError: division by zero")
    expect(voice(page)).to_contain_text("ZeroDivisionError")
    has_state(page, 1, "fresh")


# -- stop and reset


def test_reset_brings_back_what_was_printed_and_takes_back_a_slip(page):
    before = printed(page, 3).inner_text()
    write(page, 3, "print('mine')")
    page.keyboard.press("Control+Enter")
    has_state(page, 3, "fresh")
    button(page, 3, "Reset").click()
    expect(printed(page, 3)).to_be_visible()
    assert printed(page, 3).inner_text() == before
    expect(output(page, 3)).to_have_count(0)
    expect(field(page, 3)).to_have_count(0)
    expect(cell(page, 3).locator(".cell_input")).to_contain_text("picture.reshape(16)")
    expect(button(page, 3, "Run")).to_be_focused()
    assert page.evaluate("localStorage.getItem('code ' + location.pathname)") is None
    bar(page, 3).get_by_role("button", name="Undo").click()
    expect(cell(page, 3).locator(".cell_input")).to_contain_text("print('mine')")
    has_state(page, 3, "edited")


def test_stop_ends_an_endless_loop_and_the_page_goes_on(page):
    write(page, 2, "while True: pass")
    button(page, 2, "Run").click()
    has_state(page, 2, "running")
    expect(button(page, 2, "Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(note(page, 2)).to_contain_text("stopped")
    expect(button(page, 2, "Run")).to_be_focused()
    expect(voice(page)).to_contain_text("Cell 2 stopped")
    write(page, 2, "print('goes on')")
    run(page, 2)
    expect(output(page, 2)).to_have_text("goes on")


def test_reset_of_the_page_brings_back_code_results_and_numbers_also_during_a_run(edition):
    page = edition
    number = page.locator(".glue-stencil-net")
    run(page, 1)
    expect(number).to_have_text("1.2 %")
    write(page, 1, "while True: pass")
    page.keyboard.press("Control+Enter")
    has_state(page, 1, "running")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Reset this page").click()
    has_state(page, 1, "printed")
    expect(note(page, 1)).to_be_empty()
    expect(number).to_have_text(re.compile(r"^9\d\.\d"))
    expect(printed(page, 1)).to_be_visible()
    expect(page.locator(".live-output, .live-editor")).to_have_count(0)
    expect(page.get_by_text("More", exact=True)).to_be_focused()
    panel = page.get_by_role("region", name="Python in this page")
    panel.get_by_role("button", name="Undo").click()
    expect(cell(page, 1).locator(".cell_input")).to_contain_text("while True")
    reset_all_cells(page)


# -- what the reader has written


def test_what_is_written_is_there_after_a_reload_and_in_another_tab(another):
    page, other = another(LESSON), another(LESSON)
    write(page, 2, "print('mine')")
    write(other, 3, "print('other')")
    page.reload()
    for number, code in ((2, "print('mine')"), (3, "print('other')")):
        expect(cell(page, number).locator(".cell_input")).to_contain_text(code)
        expect(note(page, number)).to_have_text("changed, not run yet")
    button(page, 2, "Edit").click()
    expect(field(page, 2)).to_have_text("print('mine')")
    reset_all_cells(page)
    page.reload()
    expect(note(page, 2)).to_be_empty()
    expect(cell(page, 2).locator(".cell_input")).to_contain_text("nn.Sequential")


def test_a_new_edition_offers_both_codes_and_loses_neither(another):
    page = another(LESSON)
    write(page, 2, "print('mine')")
    write(page, 3, "print('moved')")
    new = {"code": "print('new')", "id": "000000000000"}
    with_program(page, lambda cells: [cells[0], cells[2], cells[1] | new, *cells[3:]])
    page.reload()
    expect(cell(page, 2).locator(".live-draft pre")).to_have_text("print('moved')")
    offer = page.get_by_role("group", name=re.compile("^Your code of cell"))
    expect(offer).to_contain_text("code here has changed since you edited it.")
    write(page, 5, "print('something else')")
    page.reload()
    offer.get_by_text("Show your code").click()
    expect(offer.locator("pre")).to_have_text("print('mine')")
    offer.get_by_role("button", name="Use mine").click()
    expect(offer).to_have_count(0)
    expect(page.locator(".live-draft pre")).to_have_text(
        ["print('moved')", "print('mine')", "print('something else')"]
    )
    page.reload()
    expect(page.locator(".live-draft")).to_have_count(3)
    expect(offer).to_have_count(0)
    reset_all_cells(page)


def test_an_offer_can_be_refused(another):
    page = another(LESSON)
    write(page, 2, "print('mine')")
    with_program(page, lambda cells: [cells[0], cells[1] | {"code": "1", "id": "0"}, *cells[2:]])
    page.reload()
    page.get_by_role("button", name="Keep the page").click()
    expect(button(page, 2, "Run")).to_be_focused()
    page.reload()
    expect(button(page, 2, "Run")).to_be_visible()
    expect(page.locator(".live-offer, .live-draft")).to_have_count(0)


def test_the_code_goes_into_the_answers(page):
    write(page, 3, "print('mine')  # ```")
    page.get_by_role("button", name="Copy my answers").click()
    expect(page.locator(".answers [role=status]")).to_have_text("Copied 1 answer.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.endswith(
        '**My code under "A picture becomes a vector"**\n\n'
        "````python\nprint('mine')  # ```\n````\n"
    )


def test_the_notebook_has_the_code_in_its_cell(page):
    write(page, 3, "print('mine')")
    page.get_by_text("More", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as notebook").click()
    assert download.value.suggested_filename == "neural-networks.ipynb"
    notebook = json.loads(download.value.path().read_text("utf-8"))
    sources = ["".join(cell["source"]) for cell in notebook["cells"]]
    assert sources.count("print('mine')") == 1
    assert not any("picture.reshape(16)" in source for source in sources)
    assert any("nn.plots.network(model)" in source for source in sources)


# -- the project


def test_a_step_of_the_project_is_ticked_when_its_checks_pass(another):
    page = another(PROJECT)
    page.on("dialog", lambda dialog: dialog.accept())
    tick = page.locator("#step-1-look-at-the-data h2").get_by_role("img", name="done")
    steps = page.locator(".sidebar-tree .steps")
    button(page, 4, "Run").click()
    expect(note(page, 4)).to_have_text(re.compile("^not run: cell 3 stopped"), **UNTIL)
    expect(output(page, 3)).to_contain_text("write your code here and run again")
    cell(page, 3).get_by_text("Solution", exact=True).click()
    cell(page, 3).get_by_role("button", name="Put the solution in").click()
    expect(button(page, 3, "Run")).to_be_focused()
    run(page, 4)
    expect(output(page, 4)).to_contain_text("Right")
    expect(tick).to_be_visible()
    expect(steps).to_have_text(re.compile(r"1 of \d+ steps"))
    write(page, 3, "x_val, y_val = x_train[:5], y_train[:4]")
    run(page, 4, "failed")
    expect(output(page, 4)).to_contain_text("Not yet")
    expect(output(page, 4)).not_to_contain_text("Traceback")
    expect(tick).to_have_count(0)
    expect(steps).to_have_count(0)
    reset_all_cells(page)


def test_a_small_device_whose_storage_is_full_takes_the_sample_and_says_both(another):
    page = another("index.html")
    page.add_init_script("""
      Object.defineProperty(navigator, "deviceMemory", { get: () => 2 });
      Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    """)
    page.goto(LESSON)
    write(page, 2, "print(1 + 1)")
    expect(status(page)).to_contain_text("This browser keeps nothing for this site.")
    run(page, 2)
    expect(output(page, 2)).to_have_text("2")
    expect(note(page, 1)).to_have_text(re.compile("ran here, .*; with a sample of MNIST"))
    expect(output(page, 1)).to_contain_text("mnist-sample: (5400, 784) to train")
    expect(status(page)).to_contain_text("a sample of MNIST: little memory here")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Use all of MNIST").click()
    expect(status(page)).to_contain_text("From the next run on, this page takes all of MNIST")
    has_state(page, 1, "stale")


# -- the keyboard


def test_the_keyboard_does_all_of_it_and_never_loses_the_focus(page):
    press = page.keyboard.press
    button(page, 2, "Run").focus()
    press("Enter")
    has_state(page, 2, "fresh")
    expect(button(page, 2, "Run")).to_be_focused()
    press("Tab")
    expect(button(page, 2, "Edit")).to_be_focused()
    press("Enter")
    expect(field(page, 2)).to_be_focused()
    press("Control+a")
    page.keyboard.insert_text("print('a')")
    press("Control+Enter")
    has_state(page, 2, "fresh")
    expect(field(page, 2)).to_be_focused()
    press("Escape")
    expect(button(page, 2, "Run")).to_be_focused()
    press("Shift+Tab")
    expect(field(page, 2)).to_be_focused()
    press("Shift+Enter")
    expect(button(page, 3, "Run")).to_be_focused()
    has_state(page, 2, "fresh")
    press("Shift+Enter")
    expect(button(page, 4, "Run")).to_be_focused()
    has_state(page, 3, "fresh")
    press("Shift+Tab")
    press("Tab")
    expect(button(page, 4, "Run")).to_be_focused()
    button(page, 2, "Reset").focus()
    press("Enter")
    expect(button(page, 2, "Run")).to_be_focused()
    more = page.locator(".live-more > summary")
    more.focus()
    press("Enter")
    press("Tab")
    expect(page.get_by_role("button", name="Reset this page")).to_be_focused()
    press("Escape")
    expect(more).to_be_focused()
    expect(page.get_by_role("button", name="Reset this page")).to_be_hidden()


def test_shift_enter_goes_on_into_an_open_editor(page):
    write(page, 3, "print(3)")
    write(page, 2, "print(2)")
    page.keyboard.press("Shift+Enter")
    expect(field(page, 3)).to_be_focused()
    has_state(page, 2, "fresh")


# -- without a network


def test_the_second_visit_needs_no_network(context, another):
    page = another(LESSON)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    context.set_offline(True)
    try:
        page.reload()
        run(page, 4)
        expect(output(page, 3)).to_contain_text("[0 1 1 0")
        write(page, 3, "print('offline')")
        page.keyboard.press("Control+Enter")
        expect(output(page, 3)).to_have_text("offline")
        reset_all_cells(page)
    finally:
        context.set_offline(False)


def test_without_a_network_the_first_visit_says_so_and_loses_nothing(browser, address):
    with reader(browser, address, **DESKTOP) as context:
        page = visit(context, LESSON)
        context.set_offline(True)
        button(page, 1, "Edit").click()
        expect(note(page, 1)).to_contain_text("Is the network there? Press the button again.")
        expect(printed(page, 1)).to_be_visible()
        context.set_offline(False)
        button(page, 1, "Edit").click()
        expect(field(page, 1)).to_be_focused()
