"""Read a page that runs, as its reader does: by the names of its buttons and what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

SITE = Path(__file__).parents[2] / "_build/html"
LIVE = sorted((SITE / "live").glob("manifest-*.json"))
LESSON = "deep-learning/technical/neural-networks.html"
PROJECT = "deep-learning/project.html"
TABLES = "foundations/project.html"
SLOW = 60_000
"""Milliseconds in which Python has started and run a few cells on a busy machine."""


@contextmanager
def reader(browser: Browser, address: str, **options: Any) -> Iterator[BrowserContext]:
    """A browser of one reader; what Python has loaded in it is there for all its pages."""
    context = browser.new_context(base_url=f"{address}/", reduced_motion="reduce", **options)
    context.set_default_timeout(15_000)
    yield context
    context.close()


def visit(context: BrowserContext, path: str) -> Page:
    """A page of the site, with the errors of its scripts in `page.errors`."""
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(path)
    return page


def bar(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=f"Cell {number}", exact=True)


def cell(page: Page, number: int) -> Locator:
    return page.locator("article .cell", has=bar(page, number))


def button(page: Page, number: int, name: str) -> Locator:
    return bar(page, number).get_by_role("button", name=name, exact=True)


def note(page: Page, number: int) -> Locator:
    return bar(page, number).locator(".live-note")


def output(page: Page, number: int) -> Locator:
    return cell(page, number).locator(".live-output")


def printed(page: Page, number: int) -> Locator:
    return cell(page, number).locator(".cell_output:not(.live-output)")


def status(page: Page) -> Locator:
    """What the panel says."""
    return page.locator(".live-status")


def voice(page: Page) -> Locator:
    """What a screen reader hears."""
    return page.locator("article > [role=status]")


def has_state(page: Page, number: int, state: str) -> None:
    expect(cell(page, number)).to_have_attribute("data-live", state, timeout=SLOW)


def run(page: Page, number: int, state: str = "fresh") -> None:
    """Press Run, and wait until the cell has come to a state."""
    button(page, number, "Run").click()
    has_state(page, number, state)


def field(page: Page, number: int) -> Locator:
    return page.get_by_role("textbox", name=f"Code of cell {number}", exact=True)


def write(page: Page, number: int, code: str) -> None:
    """Open the editor of a cell, and put a code in the place of what is in it."""
    edit = button(page, number, "Edit")
    if edit.is_visible():
        edit.click()
    field(page, number).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)


def reset_all_cells(page: Page) -> None:
    """Press every Reset there is; Python goes on."""
    page.bring_to_front()
    for each in page.get_by_role("button", name="Reset", exact=True).all()[::-1]:
        each.click()
    expect(page.get_by_role("button", name="Reset", exact=True)).to_have_count(0)


def with_program(page: Page, change: Callable[[list[dict]], list[dict]]) -> None:
    """Give the lesson another program from its next load on, as an edition of the course would."""
    html = (SITE / LESSON).read_text(encoding="utf-8")
    name = re.search(r'data-program="[./]*(live/programs/\w+\.json)"', html)
    program = json.loads((SITE / name[1]).read_text(encoding="utf-8"))
    changed = json.dumps(program | {"cells": change(program["cells"])})
    page.add_init_script(f"""
      const fetchAsIs = window.fetch;
      window.fetch = async (address, ...others) =>
        /live.programs/.test(address) ? Response.json({changed}) : fetchAsIs(address, ...others);
    """)
