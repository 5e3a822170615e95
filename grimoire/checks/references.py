"""What a role refers to is there: a label, an equation, a term, a source, a key, a number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from grimoire.checks.definitions import defined, normal
from grimoire.checks.links import target_of
from grimoire.checks.markdown import blocks, spans
from grimoire.checks.pieces import Span
from grimoire.checks.sources import keys
from grimoire.checks.vocabulary import similar
from grimoire.course import Course, Page
from grimoire.directives.addresses import KEYS
from grimoire.problem import Problem

MADE_BY_SPHINX = {"genindex", "modindex", "search"}
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
CITES = re.compile(r"(?:foot)?cite(?::\w+)?")


def check_references(course: Course, page: Page) -> Iterator[Problem]:
    known = _known(course)
    for span, kind, name in _references(page):
        if name not in known[kind]:
            hint = similar(name, known[kind])
            message = f"there is no {WHAT[kind]} {name!r}.{hint or REMEDY[kind]}"
            yield Problem(page.file, span.line, message, RULE[kind], span.column)
        elif kind == "club" and "<" not in span.text:
            message = f"a link to the club has words: write {{club}}`the {name} <{name}>`."
            yield Problem(page.file, span.line, message, RULE[kind], span.column)
    yield from _footnotes(page)
    yield from _glued(page)


@lru_cache(maxsize=4)
def _known(course: Course) -> dict[str, set[str]]:
    """What each kind of role may name."""
    names = defined(course)
    labels = {*names["label"], *MADE_BY_SPHINX}
    known = {"ref": labels, "numref": labels, "asked": labels, "eq": set(names["equation"])}
    return known | {"term": set(names["term"]), "club": set(KEYS), "cite": keys(course.root)}


WHAT = {
    "ref": "label",
    "numref": "label",
    "asked": "question",
    "eq": "equation with the label",
    "term": "term in the glossary",
    "club": "address in content/club.yml with the key",
    "cite": "source in content/references.bib with the key",
}
REMEDY = {
    "ref": " Write `(name)=` above a heading, or `:name:` in a block.",
    "numref": " Write `:name:` in the figure, the table or the question.",
    "asked": " Write the `:name:` of one.",
    "eq": " Write it behind the equation: `$$ (name)`.",
    "term": " Add it, or take the link out.",
    "club": f" Use one of {', '.join(KEYS)}.",
    "cite": " Add it there.",
}
RULE = {
    **{"ref": "label", "numref": "label", "eq": "label", "asked": "label"},
    **{"term": "term", "club": "club", "cite": "citation"},
}


@lru_cache(maxsize=4096)
def _references(page: Page) -> tuple[tuple[Span, str, str], ...]:
    """What the page's roles refer to, each with its kind and its name as Sphinx compares it."""
    cards = (
        Span("role", block.line_of("link"), str(block.options["link"]), "ref")
        for block in blocks(page)
        if block.options.get("link-type") == "ref" and "link" in block.options
    )
    again = (
        Span("role", block.line, block.argument.partition(" ")[0], "asked")
        for block in blocks(page, "asked", "guide")
    )
    return tuple(
        (span, kind, name)
        for span in (*spans(page, "role"), *cards, *again)
        if (kind := _kind(span.role))
        for name in _names(span, kind)
    )


def _kind(role: str) -> str:
    if CITES.fullmatch(role):
        return "cite"
    kind = role.removeprefix("std:").removeprefix("math:")
    return kind if kind in RULE else ""


def _names(span: Span, kind: str) -> list[str]:
    if kind == "cite":
        return [key.strip() for key in re.sub(r"\{[^{}]*\}", "", span.text).split(",")]
    target = target_of(span)
    if kind == "term":
        return [target.lower()]
    return [normal(target) if kind in ("ref", "numref", "asked") else target]


def _footnotes(page: Page) -> Iterator[Problem]:
    """A mark of a footnote that the page does not have: it stays in the text as it is written."""
    for span in spans(page, "text"):
        for mark in FOOTNOTE.finditer(span.text):
            if f"{mark[0]}:" not in page.body:
                message = f"there is no footnote {mark[0]}. Write it in a line `{mark[0]}: …`."
                column = span.column + mark.start()
                yield Problem(page.file, span.line, message, "label", column)


def _glued(page: Page) -> Iterator[Problem]:
    """A number that the text takes from a cell which does not give it."""
    used = [s for s in spans(page, "role") if s.role.startswith("glue") and "::" not in s.text]
    given = _given(page) if used else None
    if given is None:
        return
    for span in used:
        name = span.text.partition(":")[0].strip()
        if name not in given:
            hint = similar(name, given) or " Write `glue(name, value)` in a cell of this page."
            message = f"no cell of this page gives {name!r} to the text.{hint}"
            yield Problem(page.file, span.line, message, "glue", span.column)


@lru_cache(maxsize=4096)
def _given(page: Page) -> frozenset[str] | None:
    """The names that the page's cells glue; None where a cell makes up a name as it runs."""
    names: set[str] = set()
    for cell in blocks(page, "code-cell"):
        if "glue" not in cell.body:
            continue
        try:
            tree = ast.parse(cell.body)
        except SyntaxError:
            return None
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("glue"):
                name = node.args[0] if node.args else None
                if not (isinstance(name, ast.Constant) and isinstance(name.value, str)):
                    return None
                names.add(name.value)
    return frozenset(names)
