"""A solution: the part of a code cell that the student is to write.

It stands between the lines `### BEGIN SOLUTION` and `### END SOLUTION`, or is a whole cell with the
tag `solution`. The page shows the cell without it, and the whole cell in a fold below.
"""

from __future__ import annotations

import json
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.block import BlockNode

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
REGION = re.compile(rf"^([ \t]*){BEGIN}[ \t]*\n.*?^[ \t]*{END}[ \t]*$", re.MULTILINE | re.DOTALL)
MARK = re.compile(rf"^[ \t]*(?:{BEGIN}|{END})[ \t]*\n?", re.MULTILINE)


def setup(app: Sphinx) -> None:
    app.add_node(solution, html=(visit_solution, None))
    app.add_transform(FoldSolutions)


class solution(BlockNode):
    """Attribute: code, the whole cell as it runs.

    The code is no text of the tree, so that no search and no summary of the page gives it away.
    """

    def plain(self) -> list[nodes.Node]:
        return []


class FoldSolutions(SphinxTransform):
    """Show each cell as the student gets it, and fold the whole cell below."""

    default_priority = 300

    def apply(self, **kwargs: object) -> None:
        for cell in list(self.document.findall(is_code_cell)):
            if (source := source_of(cell)) is None:
                continue
            whole = "solution" in cell["cell_metadata"].get("tags", [])
            code = source.astext()
            try:
                shown = without_solution(code, step_of(cell), whole)
            except ValueError as error:
                place = f"{cell.source or self.document['source']}:{cell.line or 1}"
                raise ExtensionError(f"{place}: {error}") from error
            if shown != code:
                [block] = source.findall(nodes.literal_block)
                block.rawsource = shown
                block.clear()
                block += nodes.Text(shown)
                cell.insert(1, solution(code=MARK.sub("", code)))


def is_code_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def source_of(cell: nodes.Element) -> nodes.container | None:
    """The code that the page shows for a cell, folded or not; None where it shows none."""
    sources = cell.findall(
        lambda node: (
            isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_source"
        )
    )
    return next(iter(sources), None)


def step_of(node: nodes.Node) -> str:
    """The title of the section a node stands in."""
    while node.parent is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node[0].astext() if isinstance(node, nodes.section) else "This step"


def without_solution(code: str, step: str, whole: bool = False) -> str:
    """The cell with an invitation in the place of each solution; `whole` makes all of it one.

    Raises
    ------
    ValueError
        If a region is not closed, not opened, or holds another one.
    """
    if whole:
        code = f"{BEGIN}\n{code}\n{END}"
    message = f"{step}: write your code here and run again."

    def invitation(region: re.Match[str]) -> str:
        if region[0].count(BEGIN) > 1:
            raise ValueError(f"a second `{BEGIN}` stands before `{END}`. Close the first one.")
        indent = region[1]
        return (
            f"{indent}# Your code here\n"
            f"{indent}raise NotImplementedError(\n"
            f"{indent}    {json.dumps(message, ensure_ascii=False)}\n"
            f"{indent})"
        )

    shown = REGION.sub(invitation, code)
    if MARK.search(shown):
        raise ValueError(f"`{BEGIN}` and `{END}` do not form pairs, each on a line of its own.")
    return shown


def visit_solution(self: HTML5Translator, node: solution) -> None:
    code = self.highlighter.highlight_block(node["code"], "python")
    self.body.append(
        f'<details class="fold solution"><summary>Solution</summary>\n{code}</details>\n'
    )
    raise nodes.SkipNode
