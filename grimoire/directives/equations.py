"""A displayed formula of several lines: each line as Sphinx's `math` block promises.

Lines end with two backslashes and are aligned at `&`; an empty line parts formulas from each other.
What renders formulas knows only the environments of LaTeX, so they are put in here, for all faces.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

INNER = re.compile(
    r"\\begin\{(\w+\*?)\}(?:(?!\\begin).)*?\\end\{\1\}|(?<!\\begin)(?<!\\end)\{[^{}]*\}", re.DOTALL
)
LINE_ENDS = re.compile(r"\\\\")
COLUMNS = re.compile(r"(?<!\\)&")


def setup(app: Sphinx) -> None:
    app.add_transform(AlignEquations)


class AlignEquations(SphinxTransform):
    """Write the environments of LaTeX that a formula leaves out."""

    default_priority = 300

    def apply(self, **kwargs: object) -> None:
        for block in self.document.findall(nodes.math_block):
            if not block.get("nowrap"):
                latex = aligned(block.astext())
                block.clear()
                block += nodes.Text(latex)


def aligned(latex: str) -> str:
    """The formula, or formulas, in the environments that their line ends and columns need."""
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", latex) if part.strip()]
    if len(parts) == 1:
        return in_environment(latex)
    name = "aligned" if any(COLUMNS.search(outer(part)) for part in parts) else "gathered"
    rows = " \\\\\n".join(map(in_environment, parts) if name == "gathered" else parts)
    return f"\\begin{{{name}}}\n{rows}\n\\end{{{name}}}"


def in_environment(latex: str) -> str:
    """One formula; with line ends or columns of its own, it is an aligned one."""
    own = outer(latex)
    if not (LINE_ENDS.search(own) or COLUMNS.search(own)):
        return latex
    return f"\\begin{{aligned}}\n{latex.strip()}\n\\end{{aligned}}"


def outer(latex: str) -> str:
    """What of a formula stands in no environment and in no braces."""
    while (shorter := INNER.sub("", latex)) != latex:
        latex = shorter
    return latex
