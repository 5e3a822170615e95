"""A formula of several lines, as Sphinx's `math` block promises."""

from __future__ import annotations

import pytest

from grimoire.directives.equations import aligned


@pytest.mark.parametrize(
    "latex",
    [
        "a = b",
        r"x \& y",
        r"\begin{array}{cc} a & b \\ c & d \end{array}",
        r"\begin{aligned} \begin{cases} a & b \\ c \end{cases} & d \\ e \end{aligned} = 1",
        r"\sum_{\substack{i \\ j}} a",
    ],
)
def test_a_formula_that_needs_nothing_is_left_as_it_is(latex):
    assert aligned(latex) == latex


@pytest.mark.parametrize(
    ("latex", "written"),
    [
        (r"a &= b \\ &= c", "\\begin{aligned}\na &= b \\\\ &= c\n\\end{aligned}"),
        ("e = f\n\ng = h\n", "\\begin{gathered}\ne = f \\\\\ng = h\n\\end{gathered}"),
        ("a &= b\n  \nc &= d", "\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}"),
    ],
)
def test_lines_and_parts_get_the_environment_they_leave_out(latex, written):
    assert aligned(latex) == written
