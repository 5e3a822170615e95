"""Code in a page asks no other host for anything, and is told so."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from live_cell import LIVE, LiveCell, last_line, reader, visit
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif(not LIVE, reason="the site was built without live pages")

SENTENCE = "Code in this page reaches no other address on the internet."


@pytest.fixture(scope="module")
def other() -> Iterator[tuple[str, list[str]]]:
    """Another host that lets everybody in, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


@pytest.fixture(scope="module")
def cell(browser, address) -> Iterator[LiveCell]:
    """A cell of a page on which Python runs."""
    with reader(browser, address) as context:
        cell = visit(context)
        cell.run("1")
        yield cell


WAYS = {
    "urllib": "import urllib.request\nurllib.request.urlopen('HOST')",
    "urllib with TLS": (
        "import urllib.request\nurllib.request.urlopen('HOST'.replace('http', 'https'))"
    ),
    "http.client": "import http.client\nhttp.client.HTTPConnection('HOST'[7:]).request('GET', '/')",
    "a socket": "import socket\nsocket.socket().connect(('127.0.0.1', int('HOST'.split(':')[2])))",
    "pyfetch": "from pyodide.http import pyfetch\nawait pyfetch('HOST')",
    "open_url": "from pyodide.http import open_url\nopen_url('HOST')",
    "fetch": "import js\nawait js.fetch('HOST')",
    "XMLHttpRequest": (
        "import js\nrequest = js.XMLHttpRequest.new()\nrequest.open('GET', 'HOST', False)\n"
        "request.send()"
    ),
    "WebSocket": "import js\njs.WebSocket.new('HOST'.replace('http', 'ws'))",
    "EventSource": "import js\njs.EventSource.new('HOST')",
    "importScripts": "import js\njs.importScripts('HOST/script.js')",
    "import": (
        "from pyodide.code import run_js\nawait run_js('(address) => import(address)')('HOST/a.js')"
    ),
    "Worker": "import js\njs.Worker.new('HOST/worker.js')",
}


@pytest.mark.parametrize("code", WAYS.values(), ids=WAYS)
def test_a_cell_that_asks_another_host_is_told_so_and_the_host_hears_nothing(cell, other, code):
    host, asked = other
    text, _ = cell.run(code.replace("HOST", host))
    assert SENTENCE in last_line(text), text
    assert asked == []


def test_a_request_that_nobody_waits_for_ends_nothing_and_is_not_made(cell, other):
    host, asked = other
    cell.run(f"import js\njs.fetch('{host}')\nkept = 1")
    assert "1" in cell.run("kept").text
    assert asked == []


HTML = {
    "an image": '<img src="HOST/image">',
    "an image in SVG": '<svg><image href="HOST/image" width="9" height="9"/></svg>',
    "a frame": '<iframe src="HOST/frame"></iframe>',
    "a frame's own page": '<iframe srcdoc="<img src=HOST/image>"></iframe>',
    "a style sheet": '<link rel="stylesheet" href="HOST/style">',
    "a connection made before": '<link rel="preconnect" href="HOST">',
    "a style": '<style>@import "HOST/style"; b { background: url(HOST/ground) }</style>',
    "a video": '<video src="HOST/video" autoplay></video>',
    "an object": '<object data="HOST/object"></object>',
    "a script": '<script src="HOST/script"></script>',
    "another page": '<meta http-equiv="refresh" content="0;url=HOST/page">',
    "another base": '<base href="HOST/base/">',
}


@pytest.mark.parametrize("html", HTML.values(), ids=HTML)
def test_html_that_a_cell_makes_asks_no_other_host(cell, other, html):
    host, asked = other
    here = cell.page.url
    cell.run(
        f"class Made:\n    def _repr_html_(self):\n"
        f"        return '''{html.replace('HOST', host)}<b>made</b>'''\nMade()"
    )
    expect(cell.output.locator("b")).to_have_text("made")
    with cell.page.expect_request(lambda request: request.url.endswith("/live/")):
        cell.page.evaluate(
            "fetch('live/').catch(() => {})"
        )  # a request that comes behind all others
    assert asked == []
    assert cell.page.url == here


def test_a_drawing_that_names_another_host_asks_for_nothing(cell, other):
    host, asked = other
    cell.run(
        "class Made:\n    def _repr_svg_(self):\n        return (\n"
        '            \'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">\'\n'
        f'            \'<image href="{host}/image" width="9" height="9"/></svg>\')\nMade()'
    )
    cell.output.locator("img").evaluate("(image) => image.decode()")
    assert asked == []
