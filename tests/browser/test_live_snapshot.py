"""The snapshot of Python's memory: it makes the next visit quick, and never a wrong one."""

from __future__ import annotations

import re

import pytest
from live_cell import LIVE, SMALL, LiveCell, reader, visit

pytestmark = pytest.mark.skipif(not LIVE, reason="the site was built without live pages")

IS_FROM_SNAPSHOT = "import sys\n'tarfile' in sys.modules"  # which a start from nothing leaves out
DRAW = "import random\nrandom.random()"
KEPT = """async () => {
  const kept = [];
  for (const name of ["course-live", "course-pages"]) {
    for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
  }
  return kept;
}"""
CHANGE = """async ([url, isNamed]) => {
  const shelf = await caches.open("course-live");
  const bytes = new Uint8Array(await (await shelf.match(url)).arrayBuffer());
  bytes.fill(255, 20, 24); // in the name of the build
  const sum = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  await shelf.put(url, new Response(bytes, { headers: { "X-SHA-256": isNamed ? sum : "0" } }));
}"""
LEAVE_OLD = """async (live) => {
  for (const name of ["course-live", "course-pages"]) {
    const shelf = await caches.open(name);
    await shelf.put(`${live}runtime-000000000000/numpy.pack`, new Response("of an older edition"));
  }
}"""


@pytest.fixture
def cell(browser, address):
    """A cell on the page of a reader whose browser has made a snapshot."""
    with reader(browser, address) as context:
        cell = visit(context)
        assert "False" in cell.run(IS_FROM_SNAPSHOT).text
        snapshot_of(cell)
        yield cell


def snapshot_of(cell: LiveCell) -> str:
    """The address under which the browser keeps it, once it does."""
    while True:
        for url in cell.page.evaluate(KEPT):
            if url.endswith("-snapshot"):
                return url
        cell.page.wait_for_timeout(50)


def test_the_next_visit_begins_from_it_and_each_python_draws_its_own_numbers(cell):
    context = cell.page.context
    cell.page.close()
    cell = visit(context)
    assert "True" in cell.run(IS_FROM_SNAPSHOT).text
    draws = {number(cell.run(DRAW).text)}
    for _ in range(2):
        cell.begin("while True: pass")
        cell.stop()
        assert "True" in cell.run(IS_FROM_SNAPSHOT).text
        draws.add(number(cell.run(DRAW).text))
    assert len(draws) == 3


def test_one_that_is_damaged_or_of_another_make_is_not_used(cell):
    url = snapshot_of(cell)
    for is_named in (False, True):
        context = cell.page.context
        cell.page.close()  # or it might make a new one meanwhile
        page = context.new_page()
        page.goto("index.html")
        page.evaluate(CHANGE, [url, is_named])
        cell = visit(context)
        assert "False" in cell.run(IS_FROM_SNAPSHOT).text


def test_making_it_removes_what_an_older_edition_has_left(browser, address):
    with reader(browser, address) as context:
        cell = visit(context)
        cell.page.evaluate(LEAVE_OLD, f"{address}/live/")
        cell.run("1")
        snapshot_of(cell)
        while any("runtime-000000000000" in url for url in cell.page.evaluate(KEPT)):
            cell.page.wait_for_timeout(50)
        assert any(url.endswith("/python_stdlib.zip") for url in cell.page.evaluate(KEPT))


def number(text: str) -> str:
    found = re.search(r"0\.\d+", text)
    assert found, text
    return found[0]


def test_the_next_visit_needs_no_network(cell):
    context = cell.page.context
    cell.page.evaluate("navigator.serviceWorker.ready")
    while not any(url.endswith(f"/{SMALL}") for url in cell.page.evaluate(KEPT)):
        cell.page.wait_for_timeout(50)
    cell.page.close()
    context.set_offline(True)
    cell = visit(context)
    assert "shape" not in cell.run("print('without', 'a network')").text
    assert "without a network" in cell.output.inner_text()
