"""Each HTML tag that a page opens is closed in the same page or block."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from grimoire.checks.markdown import read
from grimoire.checks.pieces import Span
from grimoire.course import Page
from grimoire.problem import Problem

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "source", "wbr"})
CLOSED_BY_THE_NEXT = frozenset(
    {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option"}
)

UNCLOSED_COMMENT = "this comment is never closed, so all below it is hidden. End it with -->."


def check_tags(page: Page) -> Iterator[Problem]:
    for span, message in _Tags().faults_of(page):
        yield Problem(page.file, span.line, message, "tag", span.column)


class _Tags(HTMLParser):
    """Follows the tags of a page from one piece of HTML to the next."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[tuple[str, Span]] = []
        self.faults: list[tuple[Span, str]] = []

    def faults_of(self, page: Page) -> list[tuple[Span, str]]:
        for piece in read(page):
            if isinstance(piece, Span) and piece.kind == "html":
                self.start, self.first_line = piece, self.getpos()[0]
                self.feed(piece.text + "\n")
                if "<!--" in piece.text and "-->" not in piece.text:
                    self.faults.append((piece, UNCLOSED_COMMENT))
        self.faults += [(span, _unclosed(tag)) for tag, span in self.open]
        return self.faults

    def place(self) -> Span:
        """Where in the page the parser is."""
        line = self.start.line + self.getpos()[0] - self.first_line
        return Span("html", line, "", column=self.start.column)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID | CLOSED_BY_THE_NEXT:
            self.open.append((tag, self.place()))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """A tag such as <br/> closes itself."""

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID | CLOSED_BY_THE_NEXT:
            return
        tags = [name for name, _ in self.open]
        if tag not in tags:
            self.faults.append((self.place(), f"this </{tag}> closes no <{tag}>. Take it out."))
            return
        while self.open[-1][0] != tag:
            inner, span = self.open.pop()
            self.faults.append((span, _unclosed(inner)))
        self.open.pop()


def _unclosed(tag: str) -> str:
    return f"this <{tag}> is never closed. Write </{tag}> where it ends."
