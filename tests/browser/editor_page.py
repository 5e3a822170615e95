"""A page with one printed cell and one editor, under the policy of live pages, with no server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import furo
from IPython.lib.lexers import IPython3Lexer
from playwright.sync_api import Browser, Locator, Page, Route
from pygments import highlight
from pygments.formatters import HtmlFormatter

from grimoire import ROOT

ADDRESS = "http://editor.example/"
FILES = {
    "furo.css": Path(furo.__file__).parent / "theme/furo/static/styles/furo.css",
    "site.css": ROOT / "grimoire/site/static/site.css",
    "editor.js": ROOT / "grimoire/live/page/editor.js",
}
KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}

CODE = '''\
import numpy as np
from pathlib import Path

@decorated(1)
class Layer(Base):
    """What a layer does,
    said in two lines."""

    def __init__(self, sizes, seed=0x1F):
        self.rate = 1.5e-3  # a comment
        assert not None and True, f"rate {self.rate:.2f} {seed!r:>{width}.3f} {{}} \\n"

for case in range(len([1, 2])):
    print("text", r'raw', case if case is not 3 else ValueError("no"), sep=f"{case=}", end=" .. ")
match case:
    case 1 | 2:
        match = lambda x: x @ {"a": x ** 2}
text = """not a docstring
for all its lines"""'''

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob: 'self';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
HTML = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The editor</title>
<link rel="stylesheet" href="furo.css">
<link rel="stylesheet" href="site.css">
<script type="module" src="page.js"></script>
</head>
<body data-theme="auto">
<div class="main"><div class="content">
<article role="main"><section>
<h1>The editor</h1>
<p id="keys">Escape leaves the editor.</p>
<div class="cell"><div class="cell_input">
<div class="highlight-ipython3">
<div class="highlight" id="printed">
<pre tabindex="0" role="group" aria-label="Code">{printed}</pre>
</div></div></div></div>
<p><button id="before">Before</button></p>
<div class="cell"><div class="cell_input">
<div class="highlight-ipython3"><div id="edited" style="flex: 1; min-width: 0"></div></div>
</div></div>
<p><button id="after">After</button></p>
</section></article>
</div></div>
</body>
</html>
"""
SCRIPT = """\
import {{ makeEditor }} from "./editor.js";

window.heard = [];
const hear = (name) => (...values) => heard.push([name, ...values]);
window.editor = makeEditor({{
  parent: document.querySelector("#edited"),
  code: {code},
  label: "Code of cell 2",
  describedBy: "keys",
  onChange: hear("change"),
  onRun: hear("run"),
  onLeave: hear("leave"),
}});
"""


def printed(code: str) -> str:
    """The code as the site prints it, without the box around it."""
    return highlight(code, IPython3Lexer(stripnl=False), HtmlFormatter(nowrap=True))


@contextmanager
def editor_page(browser: Browser, code: str, screen: dict, scheme: str) -> Iterator[Page]:
    """The page, open in a browser; what the console says must be nothing."""
    made = {
        "": HTML.format(policy=POLICY, printed=printed(code)),
        "page.js": SCRIPT.format(code=json.dumps(code)),
    }
    context = browser.new_context(**screen, color_scheme=scheme, reduced_motion="reduce")
    context.route("**/*", answer(made))
    page = context.new_page()
    page.set_default_timeout(15_000)
    notes: list[str] = []
    page.on("console", lambda message: notes.append(message.text))
    page.on("pageerror", lambda error: notes.append(str(error)))
    page.goto(ADDRESS)
    page.wait_for_function("() => window.editor")
    yield page
    context.close()
    assert notes == []


def answer(made: dict[str, str]) -> Callable[[Route], None]:
    def fulfil(route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        kind = KINDS[(name or "index.html").rpartition(".")[2]] if "/" not in name else ""
        if name in made:
            route.fulfill(body=made[name], content_type=kind)
        elif name in FILES:
            route.fulfill(path=FILES[name], content_type=kind)
        elif name.startswith("fonts/"):
            route.fulfill(path=FILES["site.css"].parent / name)
        else:
            route.fulfill(status=404, body="")

    return fulfil


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Code of cell 2")
