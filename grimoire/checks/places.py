"""Where in the file the pieces of a paragraph stand: the parser tells only where it begins."""

from __future__ import annotations

import re


class Columns:
    """Finds in which column the pieces of a line begin, from left to right."""

    def __init__(self, lines: list[str], first_line: int) -> None:
        self.lines, self.first_line = lines, first_line
        self.reached: dict[int, int] = {}

    def of(self, words: str, line: int) -> int:
        place = line - self.first_line
        text = self.lines[place] if place < len(self.lines) else ""
        reached = self.reached.get(line, 0)
        found = text.find(words, reached)
        if found < 0:
            return reached + 1
        self.reached[line] = found + len(words)
        return found + 1


class Places:
    """Finds the line and the column of each piece of a paragraph, in their order."""

    def __init__(self, text: str, line: int, columns: Columns) -> None:
        self.text, self.line, self.columns = text, line, columns
        self.reached = 0

    def of(self, words: str) -> tuple[int, int]:
        start = self.text.find(words, self.reached)
        if start < 0 and " " in words:  # a piece that goes over a line's end is given without it
            pattern = r"\s+".join(map(re.escape, words.split()))
            match = re.compile(pattern).search(self.text, self.reached)
            start, words = (match.start(), match[0]) if match else (-1, words)
        if start < 0:
            start, words = self.reached, ""
        self.reached = start + len(words)
        line = self.line + self.text.count("\n", 0, start)
        return line, self.columns.of(words.partition("\n")[0], line)

    def next_line(self) -> None:
        self.reached = self.text.find("\n", self.reached) + 1 or self.reached
