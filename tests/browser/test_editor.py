"""The editor of a live page's cells in a browser: its keys, and what it tells its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from editor_page import CODE, editor_page, field
from playwright.sync_api import Page, expect
from screens import DESKTOP


@pytest.fixture(scope="module")
def desk(browser) -> Iterator[Page]:
    """A page for all tests that write."""
    with editor_page(browser, CODE, DESKTOP, "light") as page:
        yield page


@pytest.fixture
def write(desk) -> Callable[[str], Page]:
    """Put a code into the editor, with the focus at its end."""

    def put(code: str) -> Page:
        desk.evaluate("editor.set", code)
        field(desk).focus()
        desk.keyboard.press("Control+End")
        heard(desk)
        return desk

    return put


def code(page: Page) -> str:
    return page.evaluate("editor.code()")


def heard(page: Page) -> list:
    return page.evaluate("heard.splice(0)")


# -- what it tells a screen reader


def test_the_field_has_a_name_and_explains_its_keys(write):
    page = write(CODE)
    expect(field(page)).to_have_accessible_description("Escape leaves the editor.")
    for name, value in {
        "aria-multiline": "true",
        "autocapitalize": "off",
        "autocorrect": "off",
        "spellcheck": "false",
        "translate": "no",
    }.items():
        expect(field(page)).to_have_attribute(name, value)


# -- its keys


def test_tab_leaves_forwards_and_backwards(write):
    page = write(CODE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="After")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Before")).to_be_focused()
    assert code(page) == CODE and heard(page) == []


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("Shift+Enter", ["run", False]),
        ("Control+Enter", ["run", True]),
        ("Escape", ["leave"]),
    ],
)
def test_keys_that_speak_to_the_page_leave_the_code_alone(write, key, said):
    page = write(CODE)
    page.keyboard.press("Control+a")
    page.keyboard.press(key)
    assert heard(page) == [said]
    assert code(page) == CODE


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("if x:", ["Enter", "y"], "if x:\n    y"),
        ("if x:\n    return", ["Enter", "y"], "if x:\n    return\ny"),
        ("if x:\n    y", ["Enter", *"else:"], "if x:\n    y\nelse:"),
        ("f(a,", ["Enter", "b"], "f(a,\n  b"),
        ("f(", ["Enter", "b"], "f(\n    b"),
        ('x = """', ["Enter", "b"], 'x = """\nb'),
        ("x\ny", ["Control+a", "Control+]"], "    x\n    y"),
        ("    x\n    y", ["Control+a", "Control+["], "x\ny"),
        ("x\ny", ["Control+a", "Control+/"], "# x\n# y"),
        ("# x\n# y", ["Control+a", "Control+/"], "x\ny"),
        ("    ", ["Backspace"], ""),
        ("", [*"f(x[0"], "f(x[0])"),
        ("", ["(", "Backspace"], ""),
        ("", [*'"ab"'], '"ab"'),
        ("x", ["y", "Control+z"], "x"),
        ("x", ["y", "Control+z", "Control+y"], "xy"),
    ],
)
def test_writing(write, before, keys, after):
    page = write(before)
    for key in keys:
        page.keyboard.press(key)
    assert code(page) == after
    assert heard(page)[-1] == ["change", after]


# -- what its page can do with it


def test_code_that_the_page_puts_in_is_no_change_of_the_reader_and_can_be_undone(write):
    page = write("x = 1")
    page.keyboard.type("23")
    assert heard(page) == [["change", "x = 12"], ["change", "x = 123"]]
    page.evaluate("editor.set", "y = 1")
    assert (code(page), heard(page)) == ("y = 1", [])
    page.keyboard.press("Control+z")
    assert heard(page) == [["change", "x = 123"]]


def test_the_error_line_is_marked_moves_with_its_text_and_can_be_taken_away(write):
    page = write("a\nb\nc")
    marked = page.locator(".cm-errorLine")
    page.evaluate("editor.markErrorLine", 2)
    expect(marked).to_have_text("b")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Enter")
    expect(marked).to_have_text("b")
    page.evaluate("editor.markErrorLine", 4)
    expect(marked).to_have_text("c")
    for none in (None, 0, 5):
        page.evaluate("editor.markErrorLine", 4)
        page.evaluate("editor.markErrorLine", none)
        expect(marked).to_have_count(0)
    page.evaluate("editor.markErrorLine", 4)
    page.evaluate("editor.set", "d\ne\nf\ng")
    expect(marked).to_have_count(0)


def test_an_editor_that_is_ended_is_gone(browser):
    with editor_page(browser, CODE, DESKTOP, "light") as page:
        page.evaluate("editor.destroy()")
        expect(page.locator("#edited")).to_be_empty()
