"""The minutes of a task are enough for the videos it shows and the page it sends to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from posixpath import dirname, join, normpath

from grimoire.checks.definitions import normal
from grimoire.checks.links import target_of
from grimoire.checks.markdown import blocks, spans
from grimoire.checks.pieces import Block
from grimoire.course import Course, Page
from grimoire.problem import Problem

FASTEST = 300
"""Words a minute: faster than nearly everybody reads prose with formulas."""


def check_minutes(course: Course, page: Page) -> Iterator[Problem]:
    for task in blocks(page, "task"):
        shown = sum(_videos(course).get(name, 0) for name in _labels(task))
        read = sum(reading_minutes(target) for target in _pages(course, page, task))
        if 0 < minutes_of(task) < shown + read:
            message = (
                f"this task says {minutes_of(task)} minutes, but what it names takes"
                f" {shown + read}: {_parts(shown, read)}. Give it more."
            )
            yield Problem(page.file, task.line_of("minutes"), message, "minutes")


@lru_cache(maxsize=4)
def _videos(course: Course) -> dict[str, int]:
    """The minutes of each video that has a name."""
    return {
        normal(str(video.options.get("name", ""))): minutes_of(video)
        for page in course.pages
        for video in blocks(page, "video")
    }


def minutes_of(block: Block) -> int:
    given = str(block.options.get("minutes", ""))
    return int(given) if given.isascii() and given.isdigit() else 0


def _parts(shown: int, read: int) -> str:
    parts = [f"{shown} to watch"] * (shown > 0) + [f"{read} to read"] * (read > 0)
    return ", ".join(parts)


def _labels(task: Block) -> set[str]:
    """The labels that the line of the task refers to."""
    return {normal(target_of(span)) for span in task.title if span.kind == "role"}


def _pages(course: Course, page: Page, task: Block) -> list[Page]:
    """The pages that the line of the task links to as a whole."""
    addresses = {span.text for span in task.title if span.kind == "address"}
    docnames = [normpath(join(dirname(page.docname), a.removesuffix(".md"))) for a in addresses]
    return [target for docname in docnames if (target := course.page(docname))]


@lru_cache(maxsize=4096)
def reading_minutes(page: Page) -> int:
    """The least time to read a page: its prose alone, without code, formulas and questions."""
    inside = {
        line
        for block in blocks(page, "question")
        for line in range(block.line, block.last_line + 1)
    }
    words = (
        span.text for span in spans(page, "text", "heading", "link") if span.line not in inside
    )
    return sum(len(text.split()) for text in words) // FASTEST
