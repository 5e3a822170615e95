"""Stop: whatever runs ends, the page can be used again, and it says what is left of the state."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from live_cell import LIVE, LiveCell, matches, reader, visit
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif(not LIVE, reason="the site was built without live pages")

TRAINING = """\
import nnlib as nn
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(2000, 200)).astype(np.float32)
y = np.arange(2000) % 10
model = nn.Sequential(nn.Dense(200, 50), nn.ReLU(), nn.Dense(50, 10))
before = model.theta.copy()
"""
OWN_LOOP = """\
loss, optimizer = nn.CrossEntropy(), nn.Adam()
while True:
    for x_batch, y_batch in nn.batches(x, y, 64, seed=0):
        loss(model.forward(x_batch, training=True), y_batch)
        model.backward(loss.backward())
        optimizer.step(model.theta, model.grad)
"""


@pytest.fixture(scope="module")
def cell(browser, address) -> Iterator[LiveCell]:
    """A cell of a page on which Python runs."""
    with reader(browser, address) as context:
        cell = visit(context)
        cell.run(TRAINING)
        yield cell
        assert cell.page.errors == []


def test_a_stopped_training_keeps_what_it_has_learned(cell):
    cell.begin(f"{TRAINING}history = nn.fit(model, x, y, epochs=100_000)\nprint('went on')")
    cell.shows("epoch 1/100000")
    assert "went on" in cell.stop().text
    text, _ = cell.run("0 < len(history) < 100_000, bool((model.theta != before).any())")
    assert "(True, True)" in text


def test_of_several_trainings_the_next_ones_do_not_begin(cell):
    cell.run(f"{TRAINING}kept = 1")
    cell.begin("for epochs in (10_000, 20_000): nn.fit(model, x, y, epochs=epochs)")
    cell.shows("epoch 1/10000")
    text, note = cell.stop()
    assert "/20000" not in text and "kept" in note
    assert "1" in cell.run("kept").text


@pytest.mark.parametrize(
    "code",
    [OWN_LOOP, "import time\ntime.sleep(1000)", "import asyncio\nawait asyncio.sleep(1000)"],
    ids=["a training loop", "sleep", "await"],
)
def test_what_hears_that_it_is_to_stop_keeps_the_state(cell, code):
    cell.run(f"{TRAINING}kept = 1")
    cell.begin(code)
    assert "what ran before is kept" in cell.stop().note
    assert "1" in cell.run("kept").text


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import numpy as np\na = np.ones((3000, 3000))\nwhile True: a @ a",
        "import asyncio\nwhile True:\n    try: await asyncio.sleep(1000)\n"
        "    except asyncio.CancelledError: pass",
    ],
    ids=["an endless loop", "one that catches all", "NumPy", "a task that goes on"],
)
def test_anything_else_ends_with_python_and_the_next_run_begins_anew(cell, code):
    cell.run("kept = 1")
    cell.begin(code)
    assert "ending Python" in cell.stop().note
    assert "False" in cell.run("'kept' in globals()").text


def test_a_second_stop_ends_python_at_once(cell):
    cell.run(TRAINING)
    cell.begin("nn.fit(model, x, y, epochs=100_000)\nprint('went on')\nwhile True: pass")
    cell.shows("epoch 1/100000")
    cell.button("Stop").click()
    cell.shows("went on")
    cell.shows("Press Stop again to end Python")
    assert "ending Python" in cell.stop().note
    assert "2" in cell.run("1 + 1").text


def test_stop_while_python_is_loading(browser, address):
    with reader(browser, address, service_workers="block") as context:
        arrives = Event()
        context.route("**/python_stdlib.zip", lambda route: arrives.wait(0) and route.continue_())
        cell = visit(context)
        cell.begin()
        cell.button("Stop").click()
        assert "ending Python" in cell.end().note
        context.unroute("**/python_stdlib.zip")
        assert "shape: (5, 2)" in cell.run().text


def test_stop_while_the_data_are_loading(browser, address):
    with reader(browser, address, service_workers="block") as context:
        cell = visit(context)
        cell.run("import nnlib as nn\nkept = 1")
        context.route("**/live/data-*/**", lambda route: None)  # they never come
        with cell.page.expect_request("**/live/data-*/**"):
            cell.begin("nn.datasets.load_mnist()")
        assert "what ran before is kept" in cell.stop().note
        context.unroute("**/live/data-*/**")
        assert "(1, 'mnist')" in cell.run("kept, nn.datasets.load_mnist().name").text


def test_after_stop_nothing_that_waited_runs(browser, address):
    with reader(browser, address) as context:
        first = visit(context, "deep-learning/technical/neural-networks.html")
        second = LiveCell(first.page, 1)
        first.write("import time\nprint('begun')\ntime.sleep(1000)")
        second.write("x")
        second.begin()  # and the first, which it needs
        first.shows("begun")
        first.watch()
        assert "kept" in first.stop().note
        expect(second.box).not_to_have_attribute("data-live", "waiting")
        assert second.output.count() == 0
        first.write("x = 8")
        assert "8" in second.run().text


def test_two_pages_do_not_disturb_each_other(cell, address):
    other = visit(cell.page.context)
    cell.run("here = 1")
    other.begin("while True: pass")
    other.is_running()
    assert "1" in cell.run("here").text
    cell.begin("while True: pass")
    cell.is_running()
    other.stop()
    assert "False" in other.run("'here' in globals()").text
    cell.stop()
    assert other.page.errors == []
    other.page.close()


def test_the_page_goes_on_drawing_while_python_trains(cell):
    cell.run(TRAINING)
    cell.begin("nn.fit(model, x, y, epochs=100_000)")
    cell.shows("epoch 1/100000")
    drawn = cell.page.evaluate(
        """(cell) => new Promise((resolve) => {
          let drawn = 0;
          const next = () =>
            ++drawn < 30 ? requestAnimationFrame(next) : resolve(cell.dataset.live);
          requestAnimationFrame(next);
        })""",
        cell.box.element_handle(),
    )
    assert drawn == "running"
    cell.stop()


def test_a_reader_who_goes_back_to_what_was_printed_finds_it(cell):
    cell.begin("while True: pass")
    cell.stop()
    cell.button("Reset").click()
    expect(cell.box.locator(".cell_output:not(.live-output)")).to_contain_text(
        matches(r"shape: \(5, 2\)")
    )
