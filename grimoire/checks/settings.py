"""The settings of a block, between two lines `---` at its beginning, are YAML."""

from __future__ import annotations

import yaml

from grimoire.checks.markdown import Block, read
from grimoire.course import Course
from grimoire.problem import Problem


def check_settings(course: Course) -> list[Problem]:
    return [
        Problem(page.file, _line(piece, piece.fault), _message(piece.fault))
        for page in course.pages
        for piece in read(page.body, page.body_line)
        if isinstance(piece, Block) and piece.fault
    ]


def _line(block: Block, fault: yaml.MarkedYAMLError) -> int:
    """The line of the page at which YAML stopped."""
    mark = fault.problem_mark or fault.context_mark
    return block.line + 2 + (mark.line if mark else 0)


def _message(fault: yaml.MarkedYAMLError) -> str:
    return (
        f"these settings are not valid YAML: {fault.problem}. A text that holds a colon and a"
        ' space stands in quotes: alt: "Two curves: one rises."'
    )
