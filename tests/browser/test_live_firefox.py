"""The page that runs, in the other browser: run, stop, write, and find it again."""

from __future__ import annotations

from collections.abc import Iterator

import firefox
import pytest
from live_page import LESSON, LIVE

PRESS = """async (place, name, state) => {
  const cell = () => document.querySelectorAll("article .cell")[place];
  const button = [...cell().querySelectorAll("button")].find((one) => one.textContent === name);
  button.click();
  while (cell().dataset.live !== state) await new Promise(requestAnimationFrame);
  return cell().querySelector(".live-output")?.textContent ?? "";
}"""
"""Press a button of a cell, and wait for a state; the result is what the cell shows then."""

WRITE = """async (place, code) => {
  const cell = document.querySelectorAll("article .cell")[place];
  [...cell.querySelectorAll("button")].find((one) => one.textContent === "Edit").click();
  while (!cell.querySelector("[role=textbox]")) await new Promise(requestAnimationFrame);
  getSelection().selectAllChildren(cell.querySelector("[role=textbox]"));
}"""
"""Open the editor of a cell, with all that is in it selected."""

SMALL = 0
"""A cell that imports nnlib and draws nothing."""


@pytest.fixture(scope="module")
def tab(address: str) -> Iterator[firefox.Tab]:
    assert LIVE, "the site has no live pages: build it with `make book`"
    program = firefox.installed()
    if not program:
        pytest.fail(firefox.MISSING, pytrace=False)
    with firefox.tab(program) as opened:
        opened.open(f"{address}/{LESSON}")
        yield opened


def test_a_cell_runs_and_its_figure_is_drawn(tab):
    tab.run(PRESS, 1, "Run", "fresh")
    drawn = """() => {
      const pictures = [...document.querySelectorAll(".live-output img")];
      return Promise.all(pictures.map((one) => one.decode().then(() => one.naturalWidth)));
    }"""
    widths = tab.run(drawn)
    assert widths and all(width["value"] > 100 for width in widths)


def test_what_is_written_runs(tab):
    tab.run(WRITE, SMALL, "")
    tab.type("print(6*7)")
    assert "42" in tab.run(PRESS, SMALL, "Run", "fresh")


def test_a_loop_without_end_is_stopped_and_python_runs_again(tab):
    tab.run(WRITE, SMALL, "")
    tab.type("while True: pass")
    tab.run(PRESS, SMALL, "Run", "running")
    tab.run(PRESS, SMALL, "Stop", "edited")
    tab.run(WRITE, SMALL, "")
    tab.type("print(6*8)")
    assert "48" in tab.run(PRESS, SMALL, "Run", "fresh")


def test_what_was_written_is_there_after_a_reload(tab, address):
    tab.open(f"{address}/{LESSON}")
    shown = """async (place) => {
      while (!document.querySelector(".live-draft")) await new Promise(requestAnimationFrame);
      const cell = document.querySelectorAll("article .cell")[place];
      return cell.querySelector(".live-draft pre").textContent;
    }"""
    assert tab.run(shown, SMALL) == "print(6*8)"
