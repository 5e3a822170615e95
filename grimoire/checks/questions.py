"""Each question is well formed, and its name belongs to it alone in the whole course."""

from __future__ import annotations

from grimoire.checks.markdown import Block, blocks, read
from grimoire.course import Course, Page
from grimoire.directives.question_rules import PARTS, Part, faults
from grimoire.problem import Problem


def check_questions(course: Course) -> list[Problem]:
    problems = []
    first: dict[str, str] = {}
    for page in course.pages:
        for question in _questions(page):
            problems += [Problem(page.file, *fault) for fault in _faults(question)]
            name = question.options.get("name", "")
            if name in first:
                message = f"the name {name!r} is taken by the question at {first[name]}."
                problems.append(Problem(page.file, question.line, f"{message} Choose another."))
            elif name:
                first[name] = f"{page.file}:{question.line}"
    return problems


def _questions(page: Page) -> list[Block]:
    return [
        block
        for block in read(page.body, page.body_line)
        if isinstance(block, Block) and block.name == "question"
    ]


def _faults(question: Block) -> list[tuple[int, str]]:
    options = question.options
    parts = [
        _part(block) for block in blocks(question.body, question.body_line) if block.name in PARTS
    ]
    kind, tolerance = options.get("kind") or "open", options.get("tolerance") or ""
    return list(faults(kind, tolerance, parts, question.line))


def _part(block: Block) -> Part:
    takes_argument = block.name in ("option", "response")
    text = block.body if takes_argument else block.argument + block.body
    return Part(
        name=block.name,
        line=block.line,
        argument=block.argument if takes_argument else "",
        correct="correct" in block.options,
        empty=not text.strip(),
    )
