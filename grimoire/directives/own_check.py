"""A check of the reader's own code: a cell that does nothing but ask `nnlib.checks`.

Its verdict on our solution would stand on the page as if it were the reader's. The page says what
the check looks at in its place; the verdict comes when the reader runs it.
"""

from __future__ import annotations

import ast
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from grimoire.directives.solution import is_code_cell, solution, source_of
from nnlib import checks

STEP = re.compile(r"^[\w ]+: ")
"""How the first sentence of a check begins: with the step that it belongs to."""


def setup(app: Sphinx) -> None:
    app.add_transform(SayWhatIsChecked)


class SayWhatIsChecked(SphinxTransform):
    """Replace the verdict on the solution by a sentence, in each cell below a thing to write."""

    default_priority = 310  # after the solutions are folded

    def apply(self, **kwargs: object) -> None:
        something_to_write = False
        for cell in self.document.findall(is_code_cell):
            something_to_write |= any(True for _ in cell.findall(solution))
            source = source_of(cell)
            if source is None or not something_to_write:
                continue
            if name := checked_by(source.astext()):
                replace_output(cell, sentence_of(name))


def checked_by(code: str) -> str | None:
    """The name of the check, where the code is one call of a check and nothing else."""
    try:
        match ast.parse(code).body:
            case [ast.Expr(ast.Call(ast.Attribute(ast.Name("checks"), name)))]:
                return name if name in checks.__all__ else None
    except SyntaxError:
        pass
    return None


def sentence_of(name: str) -> str:
    """What the check looks at, as its docstring begins."""
    first = (getattr(checks, name).__doc__ or "").partition("\n")[0]
    return STEP.sub("", first)


def replace_output(cell: nodes.Element, sentence: str) -> None:
    paragraph = nodes.paragraph("", classes=["check-place"])
    paragraph += nodes.inline("", "Checks: ", classes=["check-label"])
    for place, part in enumerate(sentence.split("`")):
        paragraph += nodes.literal("", part) if place % 2 else nodes.Text(part)
    for output in list(cell.children):
        if isinstance(output, nodes.container) and output.get("nb_element") == "cell_code_output":
            output.children = []
            output += paragraph
