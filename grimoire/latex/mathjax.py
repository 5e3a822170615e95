r"""Which formulas every export can carry: what MathJax reads between `\(` and `\)`."""

from __future__ import annotations

import re

COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
ENDS = {r"\(", r"\)", r"\[", r"\]"}
OF_THE_PAGE = {rf"\{name}" for name in ("label", "tag", "ref", "eqref", "cite")}
OF_KATEX = {rf"\{name}" for name in ("htmlClass", "htmlId", "htmlStyle", "htmlData", "url")}
OF_THE_PROGRAM = {rf"\{name}" for name in ("def", "newcommand", "renewcommand", "includegraphics")}

REASONS = (
    (ENDS, "it would end the formula there. Write it without"),
    (OF_THE_PAGE, "it refers to a place of the page. Take it out"),
    (OF_KATEX, "only our own site knows it. Write it otherwise"),
    (OF_THE_PROGRAM, "learning systems refuse it. Write it otherwise"),
)


def fault(latex: str) -> str:
    """Why an export cannot carry this formula, or nothing."""
    for command in COMMAND.findall(latex):
        for commands, reason in REASONS:
            if command in commands:
                return f"the question bank cannot carry {command} in a formula: {reason}."
    return ""
