"""How tables are printed: which cells stand where, and what in them no line's end may part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docutils import nodes

from grimoire.kinds import place
from grimoire.paper.markup import call, literal, quoted, words
from grimoire.paper.writer import SHORT_FORMULA, Writer, is_short, shown

CODE_BREAK = re.compile(r"\s+|(?<=[)\]])(?=\[)")

SHORT_TABLE = 7
MOST_ROWS, MOST_WORDS = 16, 200
"""A table of up to seven rows stands on one page, and so does one of sixteen with few words."""

ALIGNMENTS = {"text-left": "left", "text-center": "center", "text-right": "right"}


class TableWriter(Writer):
    """Write tables."""

    def write_table(self, node: nodes.table) -> str:
        [group] = node.findall(nodes.tgroup)
        head = [row for head in group.findall(nodes.thead) for row in head]
        body = [row for body in group.findall(nodes.tbody) for row in body]
        header = f"table.header({', '.join(self.cell(c) for row in head for c in row)}), "
        cells = ", ".join(self.cell(cell) for row in body for cell in row)
        alone = columns(head + body, group["cols"])
        every = [cell for row in head + body for cell in row]
        widest = (f"[{self.widest(every[i] for i in column)}], " for column in alone)
        places = (f"({''.join(f'{i}, ' for i in column)}), " for column in alone)
        table = (
            f"#grid-table(({''.join(places)}), ({''.join(widest)}),"
            f" at: {quoted(place(node))}, whole: {literal(is_short_table(body))},"
            f" {header if head else ''}{cells});"
        )
        titles = [child for child in node if isinstance(child, nodes.title)]
        if not titles:
            return self.block(node, self.anchors(node) + table)
        number = self.number(node, "table")
        name = self.context.env.config.numfig_format["table"] % number if number else ""
        markup = call("table-with-caption", table, self.inside(titles[0]), name=name)
        return self.block(node, self.anchors(node) + markup)

    def widest(self, cells: Iterable[nodes.entry]) -> str:
        """What is widest in a column among that which no line's end parts."""
        return max((part for cell in cells for part in self.parts(cell)), default=(0, ""))[1]

    def parts(self, cell: nodes.entry) -> Iterator[tuple[int, str]]:
        """What no line's end parts in a cell, with about the width of it."""
        for node in cell.findall(lambda node: isinstance(node, nodes.Text)):
            parent = node.parent
            if isinstance(parent, nodes.literal):
                words_of_code = [node] if is_short(parent) else CODE_BREAK.split(node)
                yield from ((5 * len(code), f"#raw({quoted(code)});") for code in words_of_code)
            elif isinstance(parent, nodes.math):
                if len(shown(node)) <= SHORT_FORMULA:
                    yield 4 * len(shown(node)), self.write(parent)
            else:
                yield from ((4 * len(word), call("strong", words(word))) for word in node.split())

    def cell(self, node: nodes.entry) -> str:
        aligned = [ALIGNMENTS[c] for c in node["classes"] if c in ALIGNMENTS]
        options = [f"align: {aligned[0]}"] if aligned else []
        options += [f"colspan: {node['morecols'] + 1}"] if "morecols" in node else []
        options += [f"rowspan: {node['morerows'] + 1}"] if "morerows" in node else []
        body = self.inside(node).strip()
        if is_heading(node):
            body = call("strong", body)
        return f"table.cell({', '.join([*options, f'[{body}]'])})"


def columns(rows: list[nodes.row], count: int) -> list[list[int]]:
    """For each column the cells that stand in it alone, counted through all rows."""
    alone: list[list[int]] = [[] for _ in range(count)]
    taken: set[tuple[int, int]] = set()
    number = 0
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            wide, tall = cell.get("morecols", 0) + 1, cell.get("morerows", 0) + 1
            taken |= {(row + i, column + j) for i in range(tall) for j in range(wide)}
            if wide == 1:
                alone[column].append(number)
            column += wide
            number += 1
    return alone


def is_short_table(rows: list[nodes.row]) -> bool:
    """Whether a table is not parted at the end of a page."""
    many_words = sum(len(row.astext().split()) for row in rows) > MOST_WORDS
    return len(rows) <= SHORT_TABLE or (len(rows) <= MOST_ROWS and not many_words)


def is_heading(cell: nodes.entry) -> bool:
    """Whether a cell beside others names its row."""
    group = cell.parent.parent.parent
    stubs = sum(column.get("stub", 0) for column in group.findall(nodes.colspec))
    in_body = isinstance(cell.parent.parent, nodes.tbody)
    return in_body and bool(cell.get("heading") or cell.parent.index(cell) < stubs)
