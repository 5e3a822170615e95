"""Each link inside the course leads somewhere: to a page, a heading, a label or a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from posixpath import dirname, join, normpath, relpath

from grimoire.checks.definitions import anchors, defined, normal
from grimoire.checks.markdown import blocks, spans
from grimoire.checks.pieces import Span
from grimoire.checks.vocabulary import similar
from grimoire.course import CONTENT, Course, Page
from grimoire.problem import Problem

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
SHOWS_FILE = ("figure", "image", "include", "literalinclude")
TITLE_AND_TARGET = re.compile(r".*?<([^<>]+)>\s*$", re.DOTALL)


def check_links(course: Course, page: Page) -> Iterator[Problem]:
    for line, column, address in _addresses(page):
        if message := _fault(course, page, address):
            yield Problem(page.file, line, message, "link", column)
    for line, column, file in _files(page):
        if message := _missing(course, page, file):
            yield Problem(page.file, line, message, "file", column)


@lru_cache(maxsize=4096)
def _addresses(page: Page) -> tuple[tuple[int, int, str], ...]:
    """Where links inside the course lead."""
    found = [(span.line, span.column, span.text) for span in spans(page, "address")]
    found += [
        (block.line_of("link"), 1, f"{block.options['link']}.md")
        for block in blocks(page)
        if block.options.get("link-type") == "doc" and "link" in block.options
    ]
    found += [
        (span.line, span.column, f"{target_of(span)}.md")
        for span in spans(page, "role")
        if span.role in ("doc", "std:doc")
    ]
    return tuple(link for link in found if not ELSEWHERE.match(link[2]))


@lru_cache(maxsize=4096)
def _files(page: Page) -> tuple[tuple[int, int, str], ...]:
    """The files that the page shows or offers."""
    found = [(span.line, span.column, span.target) for span in spans(page, "image")]
    found += [(block.line, 1, block.argument.strip()) for block in blocks(page, *SHOWS_FILE)]
    found += [
        (span.line, span.column, target_of(span))
        for span in spans(page, "role")
        if span.role == "download"
    ]
    return tuple(
        (line, column, file)
        for line, column, file in found
        if file and not ELSEWHERE.match(file) and not file.endswith(".*")
    )


def target_of(role: Span) -> str:
    """What a role names: all of it, or what stands between < and > behind a title."""
    match = TITLE_AND_TARGET.match(role.text)
    return (match[1] if match else role.text).strip().removeprefix("!").removeprefix("~")


def _fault(course: Course, page: Page, address: str) -> str:
    path, _, anchor = address.partition("#")
    if not path:
        return _no_anchor(course, page, anchor)
    place = _resolve(page, path)
    target = course.page(place.removesuffix(".md"))
    if target and (anchor == "" or anchor in anchors(target)):
        return ""
    if target:
        known = anchors(target)
        return f"{target.file} has no heading with the anchor {anchor!r}.{similar(anchor, known)}"
    if (course.root / CONTENT / place).is_file():
        if place.endswith(".md"):
            return f"the page {CONTENT / place} is not in _toc.yml, so the book lacks it. List it."
        return ""
    if _is_name(course, address):
        return ""
    here = dirname(page.docname) or "."
    near = [relpath(f"{known.docname}.md", here) for known in course.pages]
    return f"there is no page or file {address!r}.{similar(path, near)}"


def _no_anchor(course: Course, page: Page, anchor: str) -> str:
    if not anchor or anchor in anchors(page) or _is_name(course, anchor):
        return ""
    known = {*anchors(page), *defined(course)["label"], *defined(course)["equation"]}
    return f"there is no heading or label {anchor!r}.{similar(anchor, known)}"


def _is_name(course: Course, name: str) -> bool:
    """Whether some page gives this name to a place, or shows the object of code that it names."""
    names = defined(course)
    return (
        normal(name) in names["label"]
        or name in names["equation"]
        or name.lower() in names["term"]
        or any(name == known or name.startswith(f"{known}.") for known in names["object"])
    )


def _missing(course: Course, page: Page, file: str) -> str:
    place = course.root / CONTENT / _resolve(page, file)
    if place.is_file():
        return ""
    here = [entry.name for entry in place.parent.iterdir()] if place.parent.is_dir() else []
    hint = similar(place.name, here)
    return f"there is no file {file!r} (looked for {CONTENT / _resolve(page, file)}).{hint}"


def _resolve(page: Page, path: str) -> str:
    """The path below `content/` that a path in the page means."""
    if path.startswith("/"):
        return normpath(path.lstrip("/"))
    return normpath(join(dirname(page.docname), path))
