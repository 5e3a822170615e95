"""What the search finds: a record for each section, term, symbol and name of nnlib.

They are read from the finished page, so that they hold what a reader sees, and nothing that a
question still keeps to itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

UNSEEN_TAGS = {"annotation", "button", "script", "select", "style", "svg", "textarea"}
UNSEEN = {
    *("page-head", "headerlink", "viewcode-link", "katex-html", "visually-hidden", "fold"),
    *("answer", "hint", "feedback", "verdict", "reply", "answers", "solution"),
    *("toctree-wrapper", "caption-number"),
}
"""Classes of what a hit does not show: buttons, formulas drawn for the eye alone, and answers."""

HEADINGS = {"h1": "page", "h2": "section", "h3": "section"}
APART = {"p", "li", "td", "th", "dt", "dd", "pre", "div", "summary", "figcaption", "mtd", "br"}
"""Elements between whose texts there is a space."""

VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col", "path", "use"}
DESCRIBED = {"description": "about", "keywords": "teaches"}
SYMBOLS = "symbol"
"""With this word begins the head of a table that explains one symbol in each row."""

UNHEARD = re.compile("[\u2061-\u2064\u200b]")
"""Marks in formulas that only a screen reader knows."""


@dataclass
class Record:
    """One thing to find.

    Attributes
    ----------
    place : str
        Its address from the root of the site.
    kind : str
        "page", "section", "term", "symbol" or "name".
    title, text : str
        How it is called, and what it says.
    about, teaches : str
        What the page says of itself to search engines, as its description and its keywords; only
        the first record of a page has them.
    code : str
        What of the text is code: nobody learns spelling from its words.
    """

    place: str
    kind: str
    title: str = ""
    text: str = ""
    about: str = ""
    teaches: str = ""
    code: str = ""


@dataclass(frozen=True)
class Element:
    """An element that has begun."""

    tag: str
    classes: frozenset[str]
    id: str
    seen: bool


class Reader(HTMLParser):
    """Cut a finished page into records."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.records: list[Record] = []
        self.described: dict[str, str] = {}
        self._open: list[Element] = []
        self._section = self._now = Record("", "")
        self._naming = self._head = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "meta" and (fact := DESCRIBED.get(named.get("name", ""))):
            self.described[fact] = named.get("content", "")
        if tag in APART:
            self._add(" ")
        if tag in ("table", "th"):
            self._head = "" if tag == "table" else f"{self._head} "
        if tag not in VOID:
            classes = frozenset(named.get("class", "").split())
            hidden = "hidden" in named or tag in UNSEEN_TAGS or classes & UNSEEN
            seen = not hidden and (not self._open or self._open[-1].seen)
            self._open.append(Element(tag, classes, named.get("id", ""), seen))
            if seen and self._count("article"):
                self._begin(self._open[-1])

    def _begin(self, element: Element) -> None:
        """Begin a record where an element does."""
        tag = element.tag
        if tag in HEADINGS:
            id = next((one.id for one in reversed(self._open) if one.tag == "section"), "")
            self._record(HEADINGS[tag], "" if tag == "h1" else id, tag)
            self._section = self._now
        elif tag == "dt" and self._count("dl", "glossary"):
            self._record("term", element.id, tag)
        elif tag == "dt" and "sig-object" in element.classes and self._count("dl", "py") == 1:
            self._record("name", element.id, "")
            self._now.title = element.id
        elif tag == "tr" and self._count("tbody") and self._head.split()[:1] == [SYMBOLS]:
            self._record("symbol", self._section.place.partition("#")[2], "td")

    def _record(self, kind: str, id: str, naming: str) -> None:
        """Begin a record; the next element `naming` holds its title."""
        self._now = Record(f"{self.page}.html" + (f"#{id}" if id else ""), kind)
        self._naming = naming
        self.records.append(self._now)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].seen:
            self._add(data)

    def _add(self, text: str) -> None:
        if not self._count("article"):
            return
        if self._naming and self._count(self._naming):
            self._now.title += text
            return
        self._now.text += text
        if self._count("pre"):
            self._now.code += text
        if self._count("th") and len(self._head.split()) < 2:
            self._head += text

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not any(one.tag == tag for one in self._open):
            return
        while (ended := self._open.pop()).tag != tag:
            pass
        if tag == self._naming and self._now.title.strip():
            self._naming = ""
        ends_symbol = tag == "tr" and self._now.kind == "symbol"
        if ends_symbol or (tag == "dl" and ended.classes & {"glossary", "py"}):
            self._now = self._section if not self._count("dl", "py") else self._now

    def _count(self, tag: str, kind: str = "") -> int:
        return sum(one.tag == tag and (not kind or kind in one.classes) for one in self._open)


def records_of(page: str, html: str) -> list[Record]:
    """The records of a finished page, without those that say nothing."""
    reader = Reader(page)
    reader.feed(html)
    reader.close()
    for record in reader.records:
        record.title, record.text = plain(record.title), plain(record.text)
    for fact, said in reader.described.items() if reader.records else ():
        setattr(reader.records[0], fact, said)
    return [one for one in reader.records if one.title and (one.text or one.kind == "page")]


def plain(text: str) -> str:
    """A text on one line."""
    return " ".join(UNHEARD.sub("", text).split())
