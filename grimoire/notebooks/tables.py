"""How a table stands in a notebook: in rows of text, or, where a cell holds more, as HTML."""

from __future__ import annotations

from docutils import nodes

from grimoire.notebooks import markdown as md
from grimoire.notebooks.writer import Writer

SIDES = {f"text-{side}": side for side in ("left", "center", "right")}


class TableWriter(Writer):
    """Write tables."""

    def write_table(self, node: nodes.table) -> str:
        [group] = [child for child in node if isinstance(child, nodes.tgroup)]
        head = [row for part in group if isinstance(part, nodes.thead) for row in part]
        body = [row for part in group if isinstance(part, nodes.tbody) for row in part]
        titles = [f"*{self.inside(child)}*" for child in node if isinstance(child, nodes.title)]
        fits = len(head) < 2 and all(is_line(cell) for row in head + body for cell in row)
        table = self.in_rows(head, body) if fits else self.in_html(head, body)
        return md.blocks([*titles, table])

    def in_rows(self, head: list[nodes.row], body: list[nodes.row]) -> str:
        """One line for each row: what GitHub has added to Markdown, and Jupyter shows."""
        before, self.in_row = self.in_row, True
        rows = [[self.blocks(cell).replace("\n", " ") for cell in row] for row in [*head, *body]]
        self.in_row = before
        sides = [side(cell) for cell in (body or head)[0]]
        return md.table(rows if head else [[""], *rows], sides)

    def in_html(self, head: list[nodes.row], body: list[nodes.row]) -> str:
        """Each cell between tags, its text as Markdown: lists, code, cells that span others."""
        before, self.in_row = self.in_row, False
        rows = [f"<tr>\n{self.between_tags(row, 'th')}\n</tr>" for row in head]
        rows += [f"<tr>\n{self.between_tags(row, 'td')}\n</tr>" for row in body]
        self.in_row = before
        return "\n".join(["<table>", *rows, "</table>"])

    def between_tags(self, row: nodes.row, tag: str) -> str:
        return "\n".join(
            f"<{tag}{attributes(cell)}>\n\n{self.blocks(cell)}\n\n</{tag}>" for cell in row
        )


def is_line(cell: nodes.entry) -> bool:
    """Whether a cell stands alone in its row and column, and is one line of text or none."""
    alone = "morecols" not in cell and "morerows" not in cell
    return alone and len(cell) < 2 and all(isinstance(part, nodes.paragraph) for part in cell)


def side(cell: nodes.entry) -> str:
    """The side at which a cell is aligned, if the page says one."""
    return next((SIDES[kind] for kind in cell["classes"] if kind in SIDES), "")


def attributes(cell: nodes.entry) -> str:
    """How far a cell reaches, and how it is aligned."""
    said = {
        "colspan": cell.get("morecols", 0) + 1,
        "rowspan": cell.get("morerows", 0) + 1,
        "align": side(cell) or 1,
    }
    return "".join(f' {name}="{value}"' for name, value in said.items() if value != 1)
