"""The answer guide is well formed, and of the units that it covers it leaves nothing out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import blocks
from grimoire.checks.pieces import Block
from grimoire.course import Course, Page, Unit
from grimoire.directives.guide_rules import faults, parsed
from grimoire.problem import Problem

TERM = re.compile(r"^(?P<term>\S.*)\n+(?P<definitions>(?:: .*\n?(?:(?:  .*)?\n)*)+)", re.MULTILINE)
DEFINITION = re.compile(r"^: ", re.MULTILINE)
PROMPT = re.compile(r"^(?:\d+[.)]|[-*+]) ", re.MULTILINE)


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
    for unit in course.units:
        yield from left_out(unit, set(seen))


def left_out(unit: Unit, covered: set[tuple[str, int]]) -> Iterator[Problem]:
    """What a unit asks and the guide does not cover, where it covers anything of the unit."""
    asked = [(page, *one) for page in unit.pages for one in asked_on(page)]
    if any(entry in covered for _, _, entry, _ in asked):
        for page, line, entry, said in asked:
            if entry not in covered:
                message = f"the answer guide has no entry for {said}, but it has some for others"
                remedy = "of this unit. Write a `guide` block with its `:name:`."
                yield Problem(page.file, line, f"{message} {remedy}", "guide-gap")


def asked_on(page: Page) -> Iterator[tuple[int, tuple[str, int], str]]:
    """The open questions and the prompts of a page: line, entry in the guide, and how to say it."""
    for block in blocks(page, "question", "writing-prompts"):
        name = str(block.options.get("name") or "")
        if block.name == "writing-prompts":
            for number, _ in enumerate(PROMPT.finditer(block.body), 1):
                yield block.line, (name, number), f"prompt {number} of {name!r}"
        elif block.options.get("kind") in (None, "", "open"):
            yield block.line, (name, 0), f"the open question {name or block.argument!r}"


def terms_of(block: Block) -> list[tuple[str, int]]:
    return [
        (match["term"].strip(), len(DEFINITION.findall(match["definitions"])))
        for match in TERM.finditer(block.body + "\n")
    ]
