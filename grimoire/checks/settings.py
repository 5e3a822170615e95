"""The settings of a block, between two lines `---` at its beginning, are YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grimoire.checks.markdown import blocks
from grimoire.course import Page
from grimoire.problem import Problem, not_yaml


def check_settings(page: Page) -> Iterator[Problem]:
    for block in blocks(page):
        if block.fault:
            text, error = block.fault
            yield replace(not_yaml(error, text, page.file, block.line + 2), rule="settings")
