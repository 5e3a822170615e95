"""The answer guide is well formed, and of each page that it covers it leaves no question out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import blocks
from grimoire.checks.pieces import Block
from grimoire.course import Course, Page
from grimoire.directives.guide_rules import faults, parsed
from grimoire.problem import Problem

TERM = re.compile(r"^(?P<term>\S.*)\n+(?P<definitions>(?:: .*\n?(?:(?:  .*)?\n)*)+)", re.MULTILINE)
DEFINITION = re.compile(r"^: ", re.MULTILINE)


def check_guides(course: Course) -> Iterator[Problem]:
    seen: dict[tuple[str, int], str] = {}
    for page in course.pages:
        for block in blocks(page, "guide"):
            for message in faults(block.argument, terms_of(block)):
                yield Problem(page.file, block.line, message, "guide")
            entry, place = parsed(block.argument), f"{page.file}:{block.line}"
            if (first := seen.setdefault(entry, place)) != place:
                message = f"the guide has an entry for {block.argument!r} already, at {first}."
                yield Problem(page.file, block.line, f"{message} Keep one.", "guide")
    for page in course.pages:
        yield from left_out(page, {label for label, _ in seen})


def left_out(page: Page, covered: set[str]) -> Iterator[Problem]:
    """The open questions of a page that have no entry, where others of the page have one."""
    asked = [b for b in blocks(page, "question") if b.options.get("kind") in (None, "", "open")]
    names = {str(block.options.get("name")): block for block in asked}
    if covered & names.keys():
        for name in names.keys() - covered:
            message = (
                f"the answer guide has no entry for the open question {name!r}, but it has some"
            )
            remedy = "for others of this page. Write a `guide` block."
            yield Problem(page.file, names[name].line, f"{message} {remedy}", "guide")


def terms_of(block: Block) -> list[tuple[str, int]]:
    return [
        (match["term"].strip(), len(DEFINITION.findall(match["definitions"])))
        for match in TERM.finditer(block.body + "\n")
    ]
