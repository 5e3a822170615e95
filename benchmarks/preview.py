"""From a save to the changed page in a browser: our preview, Zensical and sphinx-autobuild.

The three show the same text, each its own copy of it, and get the same edits in turns. The other
two are installed into a folder of their own; nothing of the book's environment changes.

    python benchmarks/preview.py [--pages 25 100] [--rounds 7]
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import distributions
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright
from results import machine, write_part

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from grimoire.checks.jupytext import HEADER

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600.0  # seconds for a first build on a slow machine
PEERS = ("zensical", "sphinx-autobuild")

PARAGRAPH = (
    "A network of several layers computes one function after the other. Each layer multiplies its"
    " input by a matrix, adds a vector, and applies a function that is not linear, so that the"
    " whole can follow shapes that no single layer could. Training changes the numbers in the"
    " matrices little by little, always in the direction that makes the loss smaller.\n"
)
SECTION = f"""
## Part {{number}}

{PARAGRAPH}
{PARAGRAPH}
- a first point, with *stress* and `code`
- a second point, with a [link](page-{{other}}.md)

| layer | inputs | outputs |
| --- | ---: | ---: |
| hidden | 784 | 32 |
| output | 32 | 10 |

```python
z = x @ w + b
a = np.maximum(z, 0)
```

{PARAGRAPH}
"""
CELL = """
```{{code-cell}} python
import time

time.sleep({seconds})
print("{said}")
```
"""
SECONDS = 1.0  # that the cell takes

AUTOBUILD = """\
import sys
sys.path.append({tools!r})
from sphinx_autobuild.__main__ import main
sys.argv[1:] = {arguments!r}
main()
"""
CONF = """\
from pathlib import Path
from grimoire.site.settings import settings_of
from grimoire.store import Store

globals().update(settings_of(Path({root!r})))


def setup(app):
    app.store = Store(Path({root!r}, "store"))
"""

TITLES = (
    *("pages", "ours", "Zensical", "sphinx-autobuild"),
    *("ours / Zensical", "ours / sphinx-autobuild", f"ours, a cell of {SECONDS:.0f} s"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[25, 100])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--tools", type=Path, help="a folder to keep the other two in")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        tools = options.tools or Path(temporary, "tools")
        install(tools)
        chromium = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        for pages in options.pages:
            row = measured(chromium, Path(temporary, str(pages)), tools, pages, options.rounds)
            rows.append(f"| {' | '.join(row)} |")
            print(rows[-1], flush=True)
        head = heading(tools)
    write_part("Preview", [*head, *rows])


def heading(tools: Path) -> list[str]:
    peers = ", ".join(f"{peer} {version_in(tools, peer)}" for peer in PEERS)
    system = machine({"sphinx": "sphinx"}).replace("one thread", f"{os.cpu_count()} cores")
    return [
        "Seconds from a save until the changed page is seen in Chromium; the median of the edits,",
        f"which the three got in turns. {peers}.",
        system,
        "",
        f"| {' | '.join(TITLES)} |",
        "| ---: " * len(TITLES) + "|",
    ]


def install(tools: Path) -> None:
    """Put the other two into a folder that only this benchmark looks into."""
    if not tools.is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", str(tools), *PEERS], check=True)


def version_in(tools: Path, name: str) -> str:
    return next(iter(distributions(name=name, path=[str(tools)]))).version


def browser_path() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)))


def measured(browser: Browser, folder: Path, tools: Path, pages: int, rounds: int) -> list[str]:
    """One row of the table."""
    with ExitStack() as stack:
        readers = {
            name: stack.enter_context(shown(browser, folder / name, command, tools, pages))
            for name, command in SERVERS.items()
        }
        times: dict[str, list[float]] = {name: [] for name in readers}
        for edition in range(rounds + 1):
            for name, reader in readers.items():
                seconds = reader.edit(f"Edition {edition} of this page.")
                if edition:  # the first edit warms up
                    times[name].append(seconds)
        cell = median(readers["ours"].edit_cell(f"Result {n}") for n in range(rounds))
    ours, zensical, autobuild = (median(times[name]) for name in readers)
    ratios = (f"{ours / zensical:.2f}", f"{ours / autobuild:.3f}")
    return [str(pages), *(f"{t:.2f}" for t in (ours, zensical, autobuild)), *ratios, f"{cell:.2f}"]


class Reader:
    """A browser that looks at a page, and the page's file."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page, self.file = page, file
        self.text = file.read_text()

    def edit(self, sentence: str) -> float:
        """Save the page with another sentence; return the seconds until it is seen."""
        return self._save(self.text.replace("First sentence.", sentence), sentence)

    def edit_cell(self, said: str) -> float:
        """Save the page with another cell; return the seconds until its result is seen."""
        time.sleep(3)  # an author thinks, and the next kernel gets ready
        return self._save(f"{HEADER}\n" + self.text + CELL.format(seconds=SECONDS, said=said), said)

    def _save(self, text: str, seen: str) -> float:
        begun = time.perf_counter()
        self.file.write_text(text)
        # The words are looked for in what is shown, not in the code that prints them.
        shown = self.page.locator(f"article p, article .output, main p, .output >> text={seen}")
        shown.first.wait_for(state="attached", timeout=PATIENCE * 1000)
        return time.perf_counter() - begun


@contextmanager
def shown(
    browser: Browser, root: Path, command: Callable[..., list[str]], tools: Path, pages: int
) -> Iterator[Reader]:
    """A browser at the first page of a book of its own, which a server shows."""
    write_book(root, pages)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        command(root, port, tools),
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    page = browser.new_page()
    try:
        address = f"http://127.0.0.1:{port}/page-1"
        wait_for(address, server)
        page.goto(address if "zensical" in command.__name__ else f"{address}.html")
        page.get_by_text("First sentence.").first.wait_for(timeout=PATIENCE * 1000)
        yield Reader(page, root / "content/page-1.md")
    finally:
        page.close()
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(PATIENCE)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when something answers there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{server.args!r} does not answer.")


def ours(root: Path, port: int, tools: Path) -> list[str]:
    return [sys.executable, "-m", "grimoire", "serve", "--port", str(port)]


def zensical(root: Path, port: int, tools: Path) -> list[str]:
    (root / "zensical.toml").write_text('[project]\nsite_name = "Book"\ndocs_dir = "content"\n')
    run = f"import sys; sys.path.insert(0, {str(tools)!r}); from zensical.main import cli; cli()"
    return [sys.executable, "-c", run, "serve", "--dev-addr", f"127.0.0.1:{port}"]


def autobuild(root: Path, port: int, tools: Path) -> list[str]:
    conf = root / "conf"
    conf.mkdir()
    (conf / "conf.py").write_text(CONF.format(root=str(root)))
    folders = (str(root / "content"), str(root / "_build/html"))
    arguments = ["-q", "-c", str(conf), "--port", str(port), *folders]
    return [sys.executable, "-c", AUTOBUILD.format(tools=str(tools), arguments=arguments)]


SERVERS = {"ours": ours, "Zensical": zensical, "sphinx-autobuild": autobuild}


def write_book(root: Path, pages: int) -> None:
    """A book of pages of 800 words each, with the house it is built by."""
    for folder in ("grimoire", "nnlib"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("_config.yml", "pyproject.toml"):
        shutil.copy(ROOT / file, root)
    content = root / "content"
    content.mkdir()
    (content / "references.bib").touch()
    (content / "index.md").write_text("# Home\n\nSee [](page-1.md).\n")
    names = [f"page-{number}" for number in range(1, pages)]
    for number, name in enumerate(names, 1):
        sections = (SECTION.format(number=n, other=number % (pages - 1) + 1) for n in range(1, 5))
        text = "".join(sections)
        (content / f"{name}.md").write_text(f"# Page {number}\n\nFirst sentence.\n{text}")
    chapters = "".join(f"  - file: {name}\n" for name in names)
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}")


if __name__ == "__main__":
    main()
