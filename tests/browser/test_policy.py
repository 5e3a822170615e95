"""The Content-Security-Policy of each page: the page works, and no other host is asked."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

POLICY = '<meta http-equiv="Content-Security-Policy"'
LESSON, VIDEOS = "deep-learning/train-mnist.html", "deep-learning/videos.html"

IN_A_WORKER = """([address, kind]) => {
  const ask = kind === "import"
    ? `import(${JSON.stringify(address)})`
    : `fetch(${JSON.stringify(address)}, {mode: "no-cors"})`;
  const code = `${ask}.then(() => postMessage("reached"), () => postMessage("refused"))`;
  const source = URL.createObjectURL(new Blob([code], {type: "text/javascript"}));
  const worker = new Worker(source, {type: "module"});
  return new Promise((resolve) => { worker.onmessage = ({data}) => resolve(data); });
}"""
IN_THE_PAGE = """([address, kind]) => new Promise((resolve) => {
  const [element, attribute] = kind.split(" ");
  const asking = document.createElement(element);
  asking.onload = () => resolve("reached");
  asking.onerror = () => resolve("refused");
  asking[attribute] = address;
  document.body.append(asking);
})"""


@pytest.fixture(scope="module")
def other() -> Iterator[tuple[str, list[str]]]:
    """Another host, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def refused(page: Page) -> list[str]:
    """What the browser has refused."""
    return [text for _, text in page.notes if "Content Security Policy" in text]


def test_every_page_has_a_policy(site_dir):
    """That it refuses nothing that the page holds is seen where every page is opened."""
    assert (pages := list(site_dir.rglob("*.html")))
    assert [page for page in pages if page.read_text(encoding="utf-8").count(POLICY) != 1] == []


def test_colours_search_and_copying_work(visit):
    page = visit(LESSON)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".page-head .theme-toggle").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    expect(page.locator("button.copybtn").first).to_be_attached()
    page.get_by_role("searchbox").first.fill("gradient")
    page.keyboard.press("Enter")
    page.locator("#search-results a").first.wait_for()
    assert refused(page) == []


def test_a_video_plays_where_its_card_stands(visit):
    page = visit("index.html")
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="A video"))
    page.goto(VIDEOS)
    page.locator(".video-card").first.click()
    page.frame_locator("iframe").get_by_text("A video").wait_for()
    assert refused(page) == []


@pytest.mark.parametrize("kind", ["fetch", "import"])
def test_a_worker_of_the_page_reaches_no_other_host(visit, other, kind):
    address, asked = other
    asking = [f"{address}/{kind}", kind]
    assert visit(LESSON).evaluate(IN_A_WORKER, asking) == "refused"
    assert visit(f"{address}/no-policy").evaluate(IN_A_WORKER, asking) == "reached"
    assert asked == ["/no-policy", f"/{kind}"]
    asked.clear()


@pytest.mark.parametrize("kind", ["img src", "script src"])
def test_the_page_reaches_no_other_host(visit, other, kind):
    address, asked = other
    page = visit(LESSON)
    assert page.evaluate(IN_THE_PAGE, [f"{address}/{kind[:3]}", kind]) == "refused"
    assert asked == []
    assert len(refused(page)) > 0
