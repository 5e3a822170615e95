"""Each check finds its mistake, names file and line, and is silent on a good page."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import course

from grimoire.checks import check
from grimoire.checks.jupytext import HEADER

CELL = "\n# Sums\n\n```{code-cell} python\n1 + 1\n```\n"


def check_page(root: Path, text: str) -> list[str]:
    return [str(problem) for problem in check(course(root, {"index": text}))]


@pytest.mark.parametrize("text", ["# Home\n\n## A\n\n### B\n\n## C\n", HEADER + CELL])
def test_good_pages_have_no_problems(tmp_path, text):
    assert check_page(tmp_path, text) == []


def test_code_cells_without_a_header_are_found_and_the_header_is_shown(tmp_path):
    (problem,) = check_page(tmp_path, CELL)
    assert problem.startswith("content/index.md:1:1: the page has code cells but its front matter")
    assert HEADER in problem


def test_a_header_without_the_format_is_found_before_it_breaks_the_build(tmp_path):
    front = "---\nkernelspec:\n  name: python3\n---\n"
    (problem,) = check_page(tmp_path, front + CELL)
    assert "format_name: myst" in problem


def test_a_header_without_a_kernel_is_found(tmp_path):
    front = "---\njupytext:\n  text_representation:\n    format_name: myst\n---\n"
    (problem,) = check_page(tmp_path, front + CELL)
    assert "kernelspec" in problem


@pytest.mark.parametrize(
    ("alt", "message"),
    [
        ("Two curves: one rises.", "this is not valid YAML: mapping values are not allowed here."),
        ("A curve\x07.", "a character with the code 7 may not stand here."),
    ],
)
def test_settings_of_a_cell_that_are_no_yaml_are_found_with_their_line(tmp_path, alt, message):
    settings = f"---\nmystnb:\n  image:\n    alt: {alt}\n---"
    cell = f"\n# Sums\n\n```{{code-cell}} python\n{settings}\n1 + 1\n```\n"
    (problem,) = check_page(tmp_path, HEADER + cell)
    line = (HEADER + cell).split("\n").index(f"    alt: {alt}") + 1
    assert problem.startswith(f"content/index.md:{line}:1: {message}")


def test_a_page_needs_a_title(tmp_path):
    (problem,) = check_page(tmp_path, "Only words.\n")
    assert (
        problem
        == "content/index.md:1:1: the page has no title. Begin it with a line `# Title`. [heading]"
    )


def test_a_second_title_is_found_with_its_line(tmp_path):
    (problem,) = check_page(tmp_path, "# One\n\ntext\n\n# Two\n")
    assert problem.startswith("content/index.md:5:1: a page has one title.")


def test_a_skipped_level_is_found_with_its_line(tmp_path):
    (problem,) = check_page(tmp_path, "# One\n\n#### Deep\n")
    assert (
        problem == "content/index.md:3:1: this heading jumps from level 1 to 4. Use ##. [heading]"
    )
