"""What the pages define: labels, equations, terms, headings and objects, and where each stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from grimoire.checks.markdown import blocks, read
from grimoire.checks.pieces import Block, Span
from grimoire.course import Course, Page

NOT_IN_A_SLUG = re.compile(r"[^\w\u4e00-\u9fff\- ]")
WITH_ANCHOR = ("h1", "h2", "h3")
RST_LABEL = re.compile(r"^ *\.\. _`?([^:`]+)`?:\s*$|^ +:name: *(\S+)", re.MULTILINE)
RST_OBJECT = re.compile(
    r"^ *\.\. (?:auto)?(?:class|function|data|module|exception):: *([\w.]+)", re.M
)


@dataclass(frozen=True)
class Definition:
    """A name that a page gives to something; kind is label, equation, term or object."""

    kind: str
    name: str
    page: Page
    line: int

    @property
    def place(self) -> str:
        return f"{self.page.file}:{self.line}"


@lru_cache(maxsize=4096)
def definitions(page: Page) -> tuple[Definition, ...]:
    """All that a page defines for the whole course, in its order."""
    return tuple(Definition(kind, name, page, line) for kind, name, line in _defined(page))


def _defined(page: Page) -> Iterator[tuple[str, str, int]]:
    for piece in read(page):
        if isinstance(piece, Block):
            yield from _by_block(piece)
        elif piece.kind == "label":
            yield "label", normal(piece.text), piece.line
        elif piece.kind == "equation":
            yield "equation", piece.text, piece.line


def _by_block(block: Block) -> Iterator[tuple[str, str, int]]:
    options = block.options
    if block.name in ("math", "glue:math"):
        if name := options.get("label") or options.get("name"):
            yield "equation", str(name), block.line
    elif block.name == "figure-md":
        yield "label", normal(block.argument), block.line
    elif block.name == "code-cell":
        if name := setting(block, "figure", "name"):
            yield "label", normal(str(name)), block.line
    elif block.name == "glossary":
        yield from _terms(block)
    elif block.name == "eval-rst":
        for match in RST_LABEL.finditer(block.body):
            line = block.body_line + block.body.count("\n", 0, match.start())
            yield "label", normal(match[1] or match[2]), line
        for match in RST_OBJECT.finditer(block.body):
            yield "object", match[1], block.line
    elif name := options.get("name") or options.get("label"):
        yield "label", normal(str(name)), block.line


def _terms(glossary: Block) -> Iterator[tuple[str, str, int]]:
    """The lines of the glossary that are not indented."""
    for line, text in enumerate(glossary.body.split("\n"), glossary.body_line):
        if text.strip() and not text.startswith(" "):
            yield "term", text.partition(" : ")[0].strip(), line


def setting(cell: Block, *path: str) -> object:
    """What stands under `mystnb:` and these keys; empty where nothing does."""
    found: object = cell.options
    for key in ("mystnb", *path):
        found = found.get(key) if isinstance(found, dict) else None
    return found or ""


def normal(name: str) -> str:
    """A label as Sphinx compares it."""
    return " ".join(name.lower().split())


@lru_cache(maxsize=4096)
def anchors(page: Page) -> frozenset[str]:
    """The anchors of the page's headings, which MyST makes of their words."""
    found: list[str] = []
    for span in read(page):
        if isinstance(span, Span) and span.kind == "section" and span.role in WITH_ANCHOR:
            slug, count = NOT_IN_A_SLUG.sub("", span.text.lower().replace(" ", "-")), 1
            while slug in found:
                slug, count = f"{slug}-{count}", count + 1
            found.append(slug)
    return frozenset(found)


@lru_cache(maxsize=4)
def defined(course: Course) -> dict[str, dict[str, list[Definition]]]:
    """From kind to name to all places of the course that define it; terms in small letters."""
    found: dict[str, dict[str, list[Definition]]] = defaultdict(lambda: defaultdict(list))
    for page in course.pages:
        for definition in definitions(page):
            name = definition.name.lower() if definition.kind == "term" else definition.name
            found[definition.kind][name].append(definition)
    return {
        kind: dict(found[kind]) if kind in found else {}
        for kind in ("label", "equation", "term", "object")
    }


def terms(page: Page) -> list[str]:
    """The terms of the page's glossaries."""
    return [name for block in blocks(page, "glossary") for _, name, _ in _terms(block)]
