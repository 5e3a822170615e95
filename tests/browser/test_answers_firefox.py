"""Answers stay in the other browser as well, and all of them are shown."""

from __future__ import annotations

from collections.abc import Iterator

import firefox
import pytest
from test_answers import address, editions, site

__all__ = ["address", "editions", "site"]

SHOWN = """async (selector, expected) => {
  const words = () => {
    const found = document.querySelector(selector);
    return found ? found.value ?? found.textContent : "nothing";
  };
  while (!words().includes(expected)) await new Promise(requestAnimationFrame);
  return words();
}"""

WRITE = """(selector, text) => {
  const field = document.querySelector(selector);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""

MARK = """async () => {
  while (!document.querySelector("#q-open.answered")) await new Promise(requestAnimationFrame);
  return true;
}"""


@pytest.fixture
def tab() -> Iterator[firefox.Tab]:
    found = firefox.installed()
    if not found:
        pytest.fail(firefox.MISSING, pytrace=False)
    with firefox.tab(found) as opened:
        yield opened


def test_an_answer_stays_and_all_are_shown(tab, address):
    tab.open(f"{address}/unit/page.html")
    tab.run(WRITE, "#q-open-reply", "Mine, in Firefox.")
    assert tab.run(MARK)
    tab.open(f"{address}/unit/page.html")
    assert tab.run(SHOWN, "#q-open-reply", "Mine") == "Mine, in Firefox."
    tab.open(f"{address}/my-answers.html")
    assert tab.run(SHOWN, ".mine-item textarea", "Mine") == "Mine, in Firefox."
    assert "1 answer on 1 page." in tab.run(SHOWN, ".mine-count", "1 answer")
