"""The preview over HTTP: on this machine only, and only to pages that it has served itself."""

from __future__ import annotations

import os
import signal
import sys
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from queue import Empty
from threading import Event, Thread
from types import FrameType
from urllib.parse import parse_qs, quote, unquote, urlsplit

import click

from grimoire.build import BUILD
from grimoire.course import SETTINGS
from grimoire.preview.beside import with_beside
from grimoire.preview.hub import Browser, Hub, event, version_of
from grimoire.preview.preview import Preview
from grimoire.preview.watch import HOUSE, Sources
from grimoire.problem import BookError

HOST = "127.0.0.1"
OWN = "/-preview/"
"""Addresses below this one are the preview's, not the book's."""

KINDS = {"client.js": "text/javascript", "patch.js": "text/javascript", "client.css": "text/css"}
HEARTBEAT = 15.0
"""Seconds after which a browser that hears nothing is asked whether it is still there."""

WAITING = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Preview</title></head>
<body class="preview-waiting"><main><h1>This page is being made</h1>
<p>It shows itself as soon as it is there.</p></main></body></html>
"""


class Server(ThreadingHTTPServer):
    """Pages of the preview; files that it does not make come from the last whole build.

    Raises
    ------
    BookError
        If another program uses the port.
    """

    daemon_threads = True

    def __init__(self, root: Path, port: int) -> None:
        try:
            super().__init__((HOST, port), Handler)
        except OSError:
            raise BookError(
                f"Port {port} is in use. Stop the other program, or choose another port:"
                f" make serve PORT={port + 1}"
            ) from None
        self.hub = Hub()
        self.preview = Preview(root, self.hub)
        self.folders = [root / BUILD / "preview" / "html", root / BUILD / "html"]
        self.hosts = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a browser may leave at any time
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(SimpleHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not self._is_from_here():
            return
        path = unquote(urlsplit(self.path).path)
        if path == f"{OWN}events":
            self._stream()
        elif path.startswith(OWN):
            self._send_own(path.removeprefix(OWN))
        elif (docname := self._docname(path)) is None:
            super().do_GET()
        elif docname in self.server.preview.gone:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._send_page(docname)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Stop or repeat the cells of a page: only for a page of this very site."""
        acts = {f"{OWN}stop": self.server.preview.stop, f"{OWN}again": self.server.preview.again}
        address = urlsplit(self.path)
        if not self._is_from_here(must_say=True):
            return
        if address.path not in acts:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        acts[address.path](parse_qs(address.query).get("page", [""])[0])
        self._send(b"", "text/plain", HTTPStatus.NO_CONTENT)

    def _is_from_here(self, must_say: bool = False) -> bool:
        """Refuse requests that another site makes through the reader's browser.

        Such a site may have given its own name the address of this machine, so the name counts.
        """
        origins = {f"http://{host}" for host in self.server.hosts}
        origin = self.headers.get("Origin")
        known = origin in origins or (origin is None and not must_say)
        if self.headers.get("Host") in self.server.hosts and known:
            return True
        self.close_connection = True
        self._send(b"This preview is for this machine only.\n", "text/plain", HTTPStatus.FORBIDDEN)
        return False

    def _docname(self, path: str) -> str | None:
        """The page that stands at an address, None for other files."""
        path = path.removeprefix("/")
        path = f"{path}index.html" if path.endswith("/") or not path else path
        docname = path.removesuffix(".html")
        preview = self.server.preview
        known = not preview.ready or docname in preview.docnames | preview.gone
        is_page = path.endswith(".html") and known
        return docname if is_page else None

    def _send_page(self, docname: str) -> None:
        html = self.server.preview.page(docname) if self.server.preview.ready else None
        version = version_of(html) if html else ""
        site = self.server.folders[-1]
        if html is None:
            last = site / f"{docname}.html"
            html = last.read_text(encoding="utf-8") if last.is_file() else WAITING
        else:
            html = with_beside(html, docname, site)
        self._send(with_client(html, docname, version).encode(), "text/html; charset=utf-8")

    def _send_own(self, name: str) -> None:
        if name in KINDS:
            self._send(files(__package__).joinpath(name).read_bytes(), KINDS[name])
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _stream(self) -> None:
        """Tell one browser what happens, until it leaves."""
        query = parse_qs(urlsplit(self.path).query)
        docname, version = (query.get(name, [""])[0] for name in ("page", "version"))
        browser = Browser(docname, version)
        preview, hub = self.server.preview, self.server.hub
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        hub.join(browser)
        browser.events.put(f"retry: 300\n{event('state', preview.state())}")
        try:
            if preview.ready and docname in preview.docnames and (html := preview.page(docname)):
                hub.show(docname, html)
            while True:
                try:
                    self.wfile.write(browser.events.get(timeout=HEARTBEAT).encode())
                except Empty:
                    self.wfile.write(b": still here\n\n")
        finally:
            hub.leave(browser)

    def translate_path(self, path: str) -> str:
        """The file in the first folder that has it."""
        found = []
        for folder in self.server.folders:
            self.directory = str(folder)
            found.append(super().translate_path(path))
        return next(filter(os.path.isfile, found), found[-1])

    def list_directory(self, path: object) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def with_client(html: str, docname: str, version: str) -> str:
    """The page with what keeps it up to date; the page in the site is without it."""
    head = (
        f'<meta name="preview" content="{quote(docname)}" data-version="{version}">'
        f'<link rel="stylesheet" href="{OWN}client.css">'
        f'<script type="module" src="{OWN}client.js"></script>'
    )
    return html.replace("</head>", f"{head}</head>", 1)


def serve(root: Path, port: int) -> None:
    """Show the book at http://127.0.0.1:PORT until Ctrl-C, always as its files are.

    Raises
    ------
    BookError
        If another program uses the port.
    """
    sources = Sources(root)
    server = Server(root, port)
    preview = server.preview
    renewed = Event()
    for name in {"SIGTERM", "SIGHUP"} & set(dir(signal)):  # Windows has no SIGHUP
        signal.signal(getattr(signal, name), interrupt)
    Thread(target=server.serve_forever, name="server", daemon=True).start()
    click.echo(f"The book is at http://{HOST}:{server.server_port} (Ctrl-C stops). Reading it …")

    def act(changed: set[Path]) -> None:
        names = [file.relative_to(root) for file in changed]
        if SETTINGS in names or any(name.is_relative_to(part) for name in names for part in HOUSE):
            renewed.set()
        else:
            preview.changed(changed)

    try:
        sources.follow(act, stop=renewed)
        preview.start()
        renewed.wait()
    finally:
        preview.close()
    click.echo("The settings or the house have changed: beginning anew.")
    os.execv(
        sys.executable,
        [sys.executable, "-m", "grimoire", "serve", "--port", str(server.server_port)],
    )


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
