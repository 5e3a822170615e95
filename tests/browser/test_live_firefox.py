"""A page that runs, in Firefox: run, edit, stop, and come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from firefox import Firefox
from live_cell import LIVE, SMALL

pytestmark = pytest.mark.skipif(not LIVE, reason="the site was built without live pages")

CELL = "document.querySelector('article .cell')"
OUTPUT = f"{CELL}.querySelector('.live-output')?.textContent ?? ''"
NOTE = f"{CELL}.querySelector('.live-note').textContent"
TRAINING = """\
import nnlib as nn
history = nn.fit(nn.Sequential(nn.Dense(30, 30)), [[1.0] * 30] * 9, [1] * 9, epochs=10**6)"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory, address) -> Iterator[Firefox]:
    """Firefox with a page in which Python has run."""
    with closing(Firefox(tmp_path_factory.mktemp("profile"))) as firefox:
        firefox.visit(f"{address}/{SMALL}")
        press(firefox, "Run")
        firefox.until(f"({OUTPUT}).includes('shape: (5, 2)')")
        yield firefox


def button(name: str) -> str:
    return f"[...{CELL}.querySelectorAll('button')].find((one) => one.textContent === '{name}')"


def press(firefox: Firefox, name: str) -> None:
    firefox.until(f"!({button(name)}).hidden")
    firefox.click(button(name))


def write(firefox: Firefox, code: str) -> None:
    """Put a code in the place of what the cell holds."""
    if firefox.evaluate(f"Boolean({CELL}.querySelector('.cm-content'))")["value"] is False:
        press(firefox, "Edit")
    firefox.until(f"Boolean({CELL}.querySelector('.cm-content'))")
    firefox.click(f"{CELL}.querySelector('.cm-content')")
    firefox.press_with_control("a")
    firefox.type(code)


def runs(firefox: Firefox, code: str, shows: str) -> None:
    write(firefox, code)
    press(firefox, "Run")
    firefox.until(f"({OUTPUT}).includes({shows!r}) && !({button('Run')}).hidden")


def test_a_cell_runs_as_it_was_changed(firefox):
    runs(firefox, "print(6 * 7)", "42")


def test_an_endless_loop_is_stopped_and_the_next_run_begins_anew(firefox):
    write(firefox, "while True: pass")
    press(firefox, "Run")
    press(firefox, "Stop")
    assert "ending Python" in firefox.until(f"!({button('Run')}).hidden && {NOTE}")
    runs(firefox, "print(6 * 8)", "48")


def test_a_stopped_training_is_kept(firefox):
    write(firefox, TRAINING)
    press(firefox, "Run")
    firefox.until(f"({OUTPUT}).includes('epoch 1/')")
    press(firefox, "Stop")
    firefox.until(f"!({button('Run')}).hidden")
    runs(firefox, "print(0 < len(history) < 10**6)", "True")


def test_what_was_written_is_there_on_the_next_visit(firefox, address):
    runs(firefox, "print('my', 'code')", "my code")
    firefox.visit(f"{address}/index.html")
    firefox.visit(f"{address}/{SMALL}")
    firefox.until(f"{CELL}.querySelector('.live-draft')?.textContent === \"print('my', 'code')\"")
    press(firefox, "Run")
    firefox.until(f"({OUTPUT}).includes('my code')")


def test_code_reaches_no_other_host(firefox):
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Handler) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{other.server_port}/"
        runs(firefox, f"import js\nawait js.fetch('{host}')", "reaches no other address")
        other.shutdown()
    assert asked == []
