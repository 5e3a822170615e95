"""The preview in a browser: a save changes the page in place and leaves replies and folds alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from books import HEADER
from playwright.sync_api import Browser, Page, expect
from previewed import LONG, previewed
from screens import DESKTOP

LONG_TEXT = "\n\n".join(f"Paragraph {n}. " + "Many words fill the page. " * 30 for n in range(12))
QUESTION = """\
:::::{question} Why words?
:name: q-why

What do they do?

::::{hint}
Read one.
::::
::::{answer}
They say it.
::::
:::::
"""
TEXT = f"{HEADER}\n# Words\n\n{LONG_TEXT}\n\n{QUESTION}\nThe last sentence.\n"
CELL = "\n```{code-cell} python\n%s\n```\n"


@pytest.fixture(scope="module")
def port(module_book) -> Iterator[int]:
    (module_book / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: words\n"
    )
    (module_book / "content/index.md").write_text("# Home\n\nSee [](words.md).\n")
    (module_book / "content/words.md").write_text(TEXT)
    with previewed(module_book) as port:
        yield port


def served(port: int, fits: Callable[[str], bool]) -> str:
    """The page as the preview sends it, as soon as it fits."""
    end = monotonic() + LONG
    while not fits(html := urlopen(f"http://127.0.0.1:{port}/words.html").read().decode()):
        assert monotonic() < end, "the preview does not send the page as it is"
    return html


@pytest.fixture
def source(module_book, port: int) -> Iterator[Path]:
    file = module_book / "content/words.md"
    before = served(port, lambda html: "The last sentence." in html)
    yield file
    file.write_text(TEXT)
    served(port, lambda html: html == before)  # the next test begins with the page as it was


@pytest.fixture
def page(browser: Browser, port: int, source: Path) -> Iterator[Page]:
    """The page, as the reader has left it: at its question, with a fold open and a reply typed."""
    context = browser.new_context(**DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(LONG * 1000)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"http://127.0.0.1:{port}/words.html")
    expect(page.get_by_text("The last sentence.")).to_be_visible(timeout=LONG * 1000)
    expect(page.locator(".preview-problems")).to_be_hidden(timeout=LONG * 1000)
    page.evaluate("window.opened = 'once'")
    page.locator("#q-why-reply").scroll_into_view_if_needed()
    page.locator(".question summary").first.click()
    page.locator("#q-why-reply").fill("They carry meaning.")
    yield page
    assert page.errors == []
    context.close()


def state(page: Page) -> tuple[object, ...]:
    """What the reader has done to the page, and that it was not loaded again."""
    return (
        page.evaluate("window.opened"),
        page.locator("#q-why-reply").input_value(),
        page.locator(".question details").first.evaluate("fold => fold.open"),
        page.evaluate("document.activeElement.localName"),
    )


KEPT = ("once", "They carry meaning.", True, "textarea")


def place(page: Page) -> float:
    return page.locator("#q-why-reply").evaluate("box => box.getBoundingClientRect().top")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def says(page: Page, words: str) -> None:
    expect(page.get_by_text(words)).to_be_attached(timeout=LONG * 1000)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Paragraph 3. ", "A new beginning. ", "A new beginning."),
        ("Paragraph 2. ", "Inserted.\n\nParagraph 2. ", "Inserted."),
        ("What do they do?", "What do words do?", "What do words do?"),
        ("Paragraph 1. ", "```python\ninserted = 1\n```\n\nParagraph 1. ", "inserted = 1"),
        ("The last sentence.", QUESTION.replace("why", "how").replace("Why", "How"), "How words?"),
        ("Paragraph 0. ", "## A section\n\nParagraph 0. ", "A section"),
    ],
    ids=["word", "paragraph", "block", "code", "new block", "section"],
)
def test_a_save_changes_the_page_in_place(page, source, old, new, words):
    before = place(page)
    edit(source, old, new)
    expect(page.get_by_text(words).first).to_be_attached(timeout=LONG * 1000)
    assert state(page) == KEPT
    assert abs(place(page) - before) < 2, "what the reader looks at must not move"


def test_blocks_and_copy_buttons_work_after_a_great_change(page, source):
    edit(source, "Paragraph 1. ", "```python\ninserted = 1\n```\n\nParagraph 1. ")
    says(page, "inserted = 1")
    expect(page.locator("pre + .copybtn")).to_have_count(1)
    expect(page.locator(".question").first).to_have_class(re.compile("answered"))  # blocks.js ran
    page.locator("#q-why-reply").fill("Twice.")
    page.reload()
    expect(page.locator("#q-why-reply")).to_have_value("Twice.")


def test_the_lists_beside_the_page_follow(page, source):
    edit(source, "# Words", "# Sentences")
    expect(page).to_have_title(re.compile("^Sentences"), timeout=LONG * 1000)
    expect(page.locator(".sidebar-tree .current-page")).to_have_text("Sentences")
    edit(source, "Paragraph 0. ", "## A section\n\nParagraph 0. ")
    expect(page.locator(".toc-tree")).to_contain_text("A section", timeout=LONG * 1000)
    assert page.evaluate("window.opened") == "once"


def test_a_mistake_stands_in_the_page_until_it_is_mended(page, source):
    edit(source, "The last sentence.", "The last {nonsense}`sentence`.")
    panel = page.locator(".preview-problems")
    expect(panel).to_contain_text("content/words.md:", timeout=LONG * 1000)
    expect(panel).to_contain_text("nonsense")
    expect(page.get_by_text("The last sentence.")).to_be_attached()
    assert Axe().run(page, context=".preview-panel").response["violations"] == []
    edit(source, "The last {nonsense}`sentence`.", "The mended sentence.")
    says(page, "The mended sentence.")
    expect(panel).to_be_hidden()
    assert state(page) == KEPT


def test_a_cell_shows_that_it_runs_fails_and_is_stopped(page, source):
    problems, running = page.locator(".preview-problems"), page.locator(".preview-running")
    source.write_text(TEXT + CELL % "first = 1\nsecond = nothing")
    expect(problems).to_contain_text("NameError", timeout=LONG * 1000)
    line = source.read_text().split("\n").index("second = nothing") + 1
    expect(problems).to_contain_text(f"content/words.md:{line}")

    source.write_text(TEXT + CELL % "import time\ntime.sleep(3600)")
    expect(running).to_contain_text("cell 1 of 1 runs", timeout=LONG * 1000)
    running.get_by_role("button", name="Stop").click()
    expect(problems).to_contain_text("stopped", timeout=LONG * 1000)
    expect(running).to_be_hidden()
    problems.get_by_role("button", name="Run the cells again").click()
    expect(running).to_be_visible(timeout=LONG * 1000)

    source.write_text(TEXT + CELL % "print('sum', 40 + 2)")
    says(page, "sum 42")
    expect(problems).to_be_hidden()
    expect(running).to_be_hidden()
    assert state(page)[:-1] == KEPT[:-1]
