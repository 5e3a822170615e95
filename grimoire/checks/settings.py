"""The settings of a block, between two lines `---` at its beginning, are YAML."""

from __future__ import annotations

from grimoire.checks.markdown import Block, read
from grimoire.course import Course
from grimoire.problem import Problem, not_yaml


def check_settings(course: Course) -> list[Problem]:
    found = []
    for page in course.pages:
        for piece in read(page.body, page.body_line):
            if isinstance(piece, Block) and piece.fault:
                text, error = piece.fault
                found.append(not_yaml(error, text, page.file, piece.line + 2))
    return found
