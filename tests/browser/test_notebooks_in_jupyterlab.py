"""Both notebooks of a page, opened in JupyterLab in an empty home: all of it shown as it is meant.

No notebook may need another host, so the browser lets no request through to one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from screens import DESKTOP

from grimoire import ROOT

PROJECT = "deep-learning/project"
PAGES = (PROJECT, "deep-learning/technical/neural-networks")
BOTH = [(kind, page) for page in PAGES for kind in ("student", "solution")]
of_each_notebook = pytest.mark.parametrize(("kind", "docname"), BOTH)
INVITATION = "# Your code here"

SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},  # show every cell at once
}
FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\$])\$[^$]+?(?<!\\)\$", re.DOTALL)
CODE = re.compile(r"```.*?```|(`+).+?\1", re.DOTALL)
LINK = re.compile(r"(?<!!)\[(?:\\.|[^\\\]])*\]\(([^)]+)\)")
RAW = re.compile(r":::|\{[a-z:]+\}|\]\(|\*\*|\$|\\[a-z]|<[a-z/]|^#|^\s*\|", re.MULTILINE)


# -- JupyterLab, and a browser to read it with


@pytest.fixture(scope="module")
def lab(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that knows no home and serves a copy of the notebooks."""
    home = tmp_path_factory.mktemp("jupyter")
    shutil.copytree(site_dir / "notebooks", home / "work")
    for name, values in SETTINGS.items():
        file = home / "settings" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = home / "log.txt"
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"),
            *("--ServerApp.port_retries=0", "--IdentityProvider.token="),
            *(f"--ServerApp.root_dir={home / 'work'}", "--LabApp.extension_manager=readonly"),
        ],
        env=environment(home),
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api/status", server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def environment(home: Path) -> dict[str, str]:
    """Jupyter's folders below `home`, and nnlib where the kernel finds it."""
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    others = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON"))}
    return others | {k: str(home / v) for k, v in folders.items()} | {"PYTHONPATH": str(ROOT)}


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers."""
    for _ in range(600):
        try:
            urlopen(url).close()
        except URLError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}", pytrace=False)


@pytest.fixture(scope="module")
def strangers() -> list[str]:
    """The addresses of other hosts that a notebook has asked for."""
    return []


@pytest.fixture(scope="module")
def site(site_dir: Path) -> str:
    """The address of the site, which every notebook names first."""
    title = read(site_dir, "student", PROJECT).cells[0].source
    return LINK.findall(title)[0]


@pytest.fixture(scope="module")
def reader(
    browser: Browser, lab: str, site: str, site_dir: Path, strangers: list[str]
) -> Iterator[BrowserContext]:
    """A browser that reaches JupyterLab and, from its folder, the site; and nothing else."""

    def pass_on(route: Route) -> None:
        url = route.request.url
        if url.startswith(lab):
            route.continue_()
        elif url.startswith(site):
            route.fulfill(path=site_dir / url.removeprefix(site))
        else:
            strangers.append(url)
            route.abort()

    context = browser.new_context(**DESKTOP, base_url=lab)
    context.set_default_timeout(60_000)
    context.route("**/*", pass_on)
    yield context
    context.close()


@pytest.fixture(scope="module")
def open_notebook(reader: BrowserContext, site_dir: Path) -> Callable[..., Page]:
    """Open a notebook and wait until all of it is shown: `open_notebook("student", PROJECT)`."""

    def open_(kind: str, docname: str) -> Page:
        page = reader.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"/doc/tree/{kind}/{docname}.ipynb")
        page.wait_for_function(ALL_SHOWN, arg=len(read(site_dir, kind, docname).cells))
        return page

    return open_


@pytest.fixture(scope="module")
def opened(open_notebook: Callable[..., Page]) -> Callable[..., Page]:
    """A notebook that is opened once, for tests that only look at it."""
    return cache(open_notebook)


ALL_SHOWN = """count => {
    const cells = document.querySelectorAll(".jp-Notebook .jp-Cell");
    const texts = document.querySelectorAll(".jp-Notebook .jp-MarkdownCell");
    return cells.length === count
        && [...texts].every(cell => cell.querySelector(".jp-MarkdownOutput")?.innerText.trim())
        && !document.querySelector(".jp-MarkdownOutput mjx-container:empty");
}"""
VISIBLE_WORDS = """cells => cells.map(cell => {
    const copy = cell.querySelector(".jp-MarkdownOutput").cloneNode(true);
    copy.querySelectorAll("mjx-container, code").forEach(part => part.remove());
    return copy.textContent;
})"""
ADDRESSES = "links => links.map(link => link.getAttribute('href'))"
PICTURES = "images => images.map(image => [image.complete && image.naturalWidth, image.alt])"


def read(site: Path, kind: str, docname: str) -> nbformat.NotebookNode:
    return nbformat.read(site / "notebooks" / kind / f"{docname}.ipynb", as_version=4)


def texts(notebook: nbformat.NotebookNode) -> list[str]:
    """The Markdown of the notebook, without what is code in it."""
    return [CODE.sub("", cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]


def to_write(notebook: nbformat.NotebookNode) -> list[int]:
    """The places of the cells that a student is to complete."""
    cells = enumerate(notebook.cells)
    return [i for i, cell in cells if cell.cell_type == "code" and INVITATION in cell.source]


# -- what a reader sees


@of_each_notebook
def test_every_text_is_rendered(opened, site_dir, kind, docname):
    shown = opened(kind, docname).locator(".jp-MarkdownCell").evaluate_all(VISIBLE_WORDS)
    assert len(shown) == len(texts(read(site_dir, kind, docname)))
    for words in shown:
        assert not RAW.search(words), words


@of_each_notebook
def test_every_formula_is_set(opened, site_dir, kind, docname):
    page, sources = opened(kind, docname), texts(read(site_dir, kind, docname))
    formulas = [formula for source in sources for formula in FORMULA.findall(source)]
    assert page.locator("mjx-container").count() == len(formulas) > 10
    assert page.locator("mjx-merror, [data-mjx-error]").count() == 0


@of_each_notebook
def test_every_link_leads_where_the_source_says(opened, site, site_dir, kind, docname):
    page, sources = opened(kind, docname), texts(read(site_dir, kind, docname))
    addresses = [link for source in sources for link in LINK.findall(source)]
    assert page.locator(".jp-MarkdownOutput a[href^=http]").evaluate_all(ADDRESSES) == addresses
    assert f"{site}{docname}.html" in addresses


@of_each_notebook
def test_folds_are_there_and_hidden_code_is_hidden(opened, site_dir, kind, docname):
    page, notebook = opened(kind, docname), read(site_dir, kind, docname)
    folds = "".join(texts(notebook)).count("<details>")
    assert page.locator("details > summary").count() == folds > 0
    hidden = [cell for cell in notebook.cells if "jupyter" in cell.metadata]
    assert page.locator(".jp-CodeCell .jp-Placeholder").count() == len(hidden) > 0


@of_each_notebook
def test_headings_are_in_order(opened, kind, docname):
    headings = opened(kind, docname).locator(".jp-MarkdownOutput :is(h1, h2, h3, h4, h5, h6)")
    levels = headings.evaluate_all("all => all.map(heading => Number(heading.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@of_each_notebook
def test_nothing_is_broken_and_nothing_has_run(opened, kind, docname):
    page = opened(kind, docname)
    for width, alt in page.locator(".jp-MarkdownOutput img").evaluate_all(PICTURES):
        assert width > 0
        assert alt
    assert page.locator(".jp-Dialog, .Toastify__toast, .jp-mod-error").count() == 0
    assert page.locator(".jp-CodeCell .jp-OutputArea-output").count() == 0
    assert not page.faults


def test_no_notebook_asks_another_host(opened, strangers):
    for kind, docname in BOTH:
        opened(kind, docname)
    assert not strangers


def test_students_write_where_the_solution_stands(opened, site_dir):
    student, solution = opened("student", PROJECT), opened("solution", PROJECT)
    code = student.locator(".jp-CodeCell .cm-content")
    assert code.nth(0).inner_text().startswith("# Run this cell first.")
    assert code.nth(1).inner_text().startswith("import numpy as np")
    places = to_write(read(site_dir, "student", PROJECT))
    assert student.locator(".jp-CodeCell", has_text=INVITATION).count() == len(places) > 10
    assert student.locator(".jp-CodeCell", has_text="return x @ W.T + b").count() == 0
    assert solution.locator(".jp-CodeCell", has_text=INVITATION).count() == 0
    assert solution.locator(".jp-CodeCell", has_text="return x @ W.T + b").count() == 1
    assert solution.locator("summary", has_text="Answer").count() == 3
    assert student.locator("summary", has_text="Answer").count() == 0
    assert student.get_by_role("link", name="Compare with our answer on the page").count() == 3


def test_a_hint_opens_by_keyboard_and_its_formula_is_set(open_notebook):
    page = open_notebook("student", PROJECT)
    fold = page.locator("details", has_text="Hint").first
    formula = fold.locator("mjx-container").first
    assert not formula.is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    formula.wait_for(state="visible")
    assert formula.bounding_box()["width"] > 20


def test_the_first_cells_run_by_keyboard(open_notebook, site_dir):
    """Set up, load the data, draw the digits, and stop kindly at the first thing to write."""
    first = to_write(read(site_dir, "student", PROJECT))[0]
    page = open_notebook("student", PROJECT)
    page.locator(".jp-MarkdownCell").first.click()
    for _ in range(first + 1):
        page.keyboard.press("Shift+Enter")
    setup, data, figure, step = (page.locator(".jp-CodeCell").nth(place) for place in range(4))
    message = "Step 1. Look at the data: write your code here and run again."
    step.locator(".jp-OutputArea", has_text=f"NotImplementedError: {message}").wait_for()
    assert setup.locator(".jp-OutputArea").inner_text().startswith("Ready: Python 3.")
    assert re.search(r"\(\d+, 784\) to train", data.locator(".jp-OutputArea").inner_text())
    picture = figure.locator(".jp-OutputArea img")
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 300
    assert page.locator("details", has_text="Thirty handwritten digits").count() == 1
    assert page.locator(".jp-Dialog").count() == 0
