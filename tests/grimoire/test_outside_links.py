"""`make links`: what has gone from another site is named with its page, what is there is not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import make
from grimoire import ROOT


@contextmanager
def served(host: str, answers: dict[str, tuple[int, str]]) -> Iterator[str]:
    """A site that gives these answers; its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, text = answers.get(self.path, (404, "not here"))
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(text.encode())

        do_HEAD = do_GET

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer((host, 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def follow(links: list[str]) -> tuple[int, str]:
    """What following these links of a page says."""
    page = "".join(f'<p><a href="{link}">a link</a></p>' for link in links)
    with served("127.0.0.1", {"/index.html": (200, page)}) as site:
        words = [sys.executable, "-m", *make.LINKS.split(), f"{site}/index.html"]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_dead_link_to_another_site_is_named():
    with served("localhost", {"/here": (200, "here"), "/tired": (429, "later")}) as other:
        status, said = follow([f"{other}/here", f"{other}/tired", f"{other}/gone"])
    assert status == 1
    assert f"{other}/gone" in said and "404" in said
    assert f"{other}/here" not in said


def test_living_links_and_those_that_ask_for_an_account_are_fine():
    with served("localhost", {"/here": (200, "here")}) as other:
        edit = "https://github.com/example-club/by-hand/edit/main/content/index.md"
        status, said = follow([f"{other}/here", edit])
    assert status == 0, said
