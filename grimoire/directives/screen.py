"""What a cell prints, as a terminal would show it when the cell has ended.

A progress bar returns to the start of its line, a spinner goes back by one character, a program
moves its cursor or sets colours: each face shows what stands on the screen at last. An object
without a text of its own prints its address in memory, which is another at each run: it is left
out.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # the window's title, or an address behind words
    r"|\x1b[PX^_].*?(?:\x1b\\|$)"
    r"|(?:\x1b\[|\x9b)(?P<numbers>[0-?]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b[ -/]*[0-~]?"
    r"|(?P<sign>[\s\S])"
)
ADDRESS = re.compile(r"(<[^<>\n]*?) at 0x[0-9A-Fa-f]+(?=[^<>\n]*>)")
TAB = 8


def setup(app: Sphinx) -> None:
    app.add_transform(ShowScreens)


class ShowScreens(SphinxTransform):
    """Let each text that a cell printed be what its reader would see."""

    default_priority = 300

    def apply(self, **kwargs: object) -> None:
        for output in self.document.findall(is_printed):
            text = output.astext()
            if (seen := ADDRESS.sub(r"\1", screen(text))) != text:
                output.rawsource = seen
                output.clear()
                output += nodes.Text(seen)


def is_printed(node: nodes.Node) -> bool:
    return isinstance(node, nodes.literal_block | nodes.inline) and "output" in node["classes"]


def screen(text: str) -> str:
    """What a terminal shows after `text` was sent to it."""
    if not CONTROL.search(text):
        return text
    shown = Screen()
    for match in SEQUENCE.finditer(text):
        if match["final"]:
            numbers = [int(number or 0) for number in re.findall(r"\d+|(?<=;)", match["numbers"])]
            shown.control(match["final"], numbers)
        elif match["sign"]:
            shown.put(match["sign"])
    return "\n".join("".join(line) for line in shown.lines)


class Screen:
    """Lines of characters, and the place of the cursor."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.row = self.column = 0

    def put(self, sign: str) -> None:
        """Take one character: write it, or go where it says."""
        if sign in "\n\v\f":
            self.go(self.row + 1, 0)
        elif sign == "\r":
            self.column = 0
        elif sign == "\b":
            self.column = max(0, self.column - 1)
        elif sign == "\t":
            self.column += TAB - self.column % TAB
        elif not CONTROL.match(sign):
            line = self.lines[self.row]
            line += " " * (self.column - len(line))
            line[self.column : self.column + 1] = [sign]
            self.column += 1

    def go(self, row: int, column: int) -> None:
        self.row, self.column = max(0, row), max(0, column)
        self.lines += [[] for _ in range(self.row + 1 - len(self.lines))]

    def control(self, final: str, numbers: list[int]) -> None:
        """Move the cursor, or erase; a colour, or anything else, changes no character."""
        first = numbers[0] if numbers else 0
        count = max(1, first)
        moves = {
            "A": (self.row - count, self.column),
            "B": (self.row + count, self.column),
            "C": (self.row, self.column + count),
            "D": (self.row, self.column - count),
            "E": (self.row + count, 0),
            "F": (self.row - count, 0),
            "G": (self.row, count - 1),
        }
        if final in moves:
            self.go(*moves[final])
        elif final in "Hf":
            self.go(count - 1, max(1, *numbers[1:2], 1) - 1)
        elif final in "JK":
            self.erase(first, whole=final == "J")

    def erase(self, side: int, whole: bool) -> None:
        """Erase behind the cursor (0), before it (1) or all (2): of the line, or the screen."""
        line = self.lines[self.row]
        if side in (1, 2):
            line[: self.column] = " " * min(self.column, len(line))
        if side in (0, 2):
            del line[self.column :]
        if whole and side in (1, 2):
            self.lines[: self.row] = [[] for _ in range(self.row)]
        if whole and side in (0, 2):
            del self.lines[self.row + 1 :]
