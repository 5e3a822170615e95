"""What a network, a device or a browser lacks: a sentence says it, and the next Run may do."""

from __future__ import annotations

import pytest
from live_cell import LIVE, SMALL, changed, in_worker, last_line, matches, reader, visit
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif(not LIVE, reason="the site was built without live pages")

AGAIN = r" did not arrive\. Is the network there\? Press Run to try again\."
LOAD = "import nnlib as nn\nnn.datasets.load_mnist().name"
TRAINS = "import nnlib as nn\nnn.fit(nn.Sequential(nn.Dense(30, 30)), [[1.0] * 30] * 9, [1] * 9)"


@pytest.fixture
def context(browser, address):
    """A new reader. What a service worker fetches, no test could change."""
    with reader(browser, address, service_workers="block") as context:
        yield context


# -- the network


FILES = (
    "worker.js",
    "files.js",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
    "session.pack",
    "numpy-*.pack",
    "products.wasm",
)


def test_a_file_that_does_not_arrive_is_said_and_comes_with_the_next_run(context):
    in_worker(context, WITHOUT["a cache that opens"])  # so that each run asks for all of them
    cell = visit(context)
    cell.write("import numpy as np\nnp.arange(3)")
    for file in FILES:
        cell.page.route(f"**/{file}", lambda route: route.fulfill(status=404))
        text, _ = cell.run()
        assert last_line(text).endswith("Press Run to try again."), (file, text)
        cell.page.unroute(f"**/{file}")
    assert "array([0, 1, 2])" in cell.run().text


def test_a_file_that_arrives_damaged_is_not_used(context):
    in_worker(context, WITHOUT["a cache that opens"])
    cell = visit(context)
    cell.write("import numpy as np\nnp.arange(3)")
    for file in ("pyodide.asm.wasm", "numpy-*.pack"):
        cell.page.route(f"**/{file}", changed(lambda data: data[:-1] + bytes([data[-1] ^ 1])))
        text, _ = cell.run()
        assert last_line(text).endswith(" arrived damaged. Press Run to fetch it again."), text
        cell.page.unroute(f"**/{file}")
    assert "array([0, 1, 2])" in cell.run().text


def test_a_network_that_goes_and_comes_back(context):
    cell = visit(context)
    cell.write("print('my code')")
    context.set_offline(True)
    text, _ = cell.run()
    assert matches(AGAIN).search(text), text
    context.set_offline(False)
    assert "my code" in cell.run().text
    context.set_offline(True)
    text, _ = cell.run("import scipy")  # its files have never come
    assert matches(AGAIN).search(text), text
    assert "kept" in cell.run("print('kept')").text
    context.set_offline(False)
    assert "1.14.1" in cell.run("import scipy\nscipy.__version__").text


def test_a_network_that_is_cut_before_the_first_run(context):
    cell = visit(context)
    context.set_offline(True)
    cell.button("Run").click()
    expect(cell.note).to_contain_text(matches(r"could not be loaded\. Is the network there\?"))
    context.set_offline(False)
    assert "here" in cell.run("print('here')").text


def test_what_the_page_needs_first_is_missing(context):
    cell = visit(context)
    for file in ("manifest-*.json", "programs/*.json"):
        cell.page.route(f"**/live/{file}", lambda route: route.fulfill(status=404))
        cell.button("Run").click()
        expect(cell.note).to_contain_text(matches(r"could not be loaded\. Is the network there\?"))
        cell.page.unroute(f"**/live/{file}")
    assert "here" in cell.run("print('here')").text


def test_data_that_do_not_arrive_are_a_sample_and_a_sentence(context):
    cell = visit(context)
    cell.page.route("**/live/data-*/**", lambda route: route.fulfill(status=404))
    text, _ = cell.run(LOAD)
    assert matches(f"{AGAIN} The cell goes on with a sample of MNIST, 6,000 of .*sample'").search(
        text
    )
    cell.page.unroute("**/live/data-*/**")
    assert "'mnist'" in cell.run().text


# -- the browser

WITHOUT = {
    "a cache": """
      Object.defineProperty(self, "caches", {
        get() { throw new DOMException("no", "SecurityError"); },
      });
    """,
    "a cache that opens": """
      caches.open = () => Promise.reject(new DOMException("no", "SecurityError"));
    """,
    "a cache that answers": "caches.open = caches.has = () => new Promise(() => {});",
    "a cache whose files answer": """
      const never = () => new Promise(() => {});
      Object.assign(Cache.prototype, { match: never, keys: never, put: never });
    """,
    "room": """
      Cache.prototype.put = () => Promise.reject(new DOMException("no", "QuotaExceededError"));
    """,
    "sums": """
      const { crypto } = self;
      const getRandomValues = (values) => crypto.getRandomValues(values);
      Object.defineProperty(self, "crypto", { value: { getRandomValues } });
    """,
    "SIMD": """
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = async (source, imports) => {
        if (source.byteLength < 100_000) throw new WebAssembly.CompileError();
        return instantiate(source, imports);
      };
    """,
    "waiting inside Python": "delete WebAssembly.Suspending; delete WebAssembly.promising;",
}


@pytest.mark.parametrize("script", WITHOUT.values(), ids=WITHOUT)
def test_python_runs_in_a_browser_without(context, script):
    in_worker(context, script)
    if "caches" in script:
        context.add_init_script(script)
    cell = visit(context)
    assert "epoch 10/10" in cell.run(TRAINS).text
    assert cell.page.errors == []


def test_python_does_what_it_can_where_it_cannot_wait(context):
    in_worker(context, WITHOUT["waiting inside Python"])
    cell = visit(context)
    assert "'mnist'" in cell.run(LOAD).text
    cell.begin(TRAINS.replace("[1] * 9", "[1] * 9, epochs=10_000_000"))
    cell.shows("epoch 1/")
    assert "ending Python" in cell.stop().note
    cell.page.route("**/live/data-*/**", lambda route: route.fulfill(status=404))
    cell.page.evaluate("caches.delete('course-live')")
    text, _ = cell.run(LOAD)
    assert matches(f"{AGAIN} The cell goes on with a sample of MNIST, 6,000 of .*sample'").search(
        text
    )
    text, _ = cell.run("exec('im' + 'port scipy')")
    assert last_line(text).endswith("write `import scipy` into a line of the cell")


@pytest.mark.parametrize("fault", ["SecurityError", "QuotaExceededError"])
def test_a_browser_that_keeps_nothing_says_so_before_something_is_lost(context, fault):
    refuse = f"throw new DOMException('no', '{fault}')"
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        f" {{ configurable: true, get() {{ {refuse}; }} }});"
        if fault == "SecurityError"
        else f"Storage.prototype.setItem = () => {{ {refuse}; }};"
    )
    cell = visit(context)
    cell.write("print('written', 'here')")
    status = cell.page.locator(".live-status")
    expect(status).to_contain_text("This browser keeps nothing for this site.")
    expect(status).to_contain_text("Download the notebook before you leave")
    assert "written here" in cell.run().text


def test_a_browser_without_module_workers_says_that_it_is_too_old(context):
    context.add_init_script(
        "window.Worker = class extends Worker { constructor(address) { super(address); } };"
    )
    cell = visit(context)
    text, _ = cell.run("print('my code')")
    assert matches("This browser is too old to run Python in a page").search(text)
    expect(cell.box.locator(".cm-content")).to_have_text("print('my code')")


def test_a_browser_without_webassembly_has_the_page_as_it_was_printed(context):
    context.add_init_script("delete window.WebAssembly;")
    page = context.new_page()
    page.goto(SMALL)
    expect(page.locator(".cell_output")).to_contain_text("shape: (5, 2)")
    assert page.get_by_role("button", name="Run", exact=True).count() == 0


def test_a_browser_that_refuses_python_itself_says_so(context):
    in_worker(
        context,
        "WebAssembly.instantiateStreaming = () => Promise.reject(new Error('no'));",
    )
    text, _ = visit(context).run()
    assert matches(r"Python could not begin \(no\)").search(text)
