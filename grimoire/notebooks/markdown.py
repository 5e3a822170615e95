"""CommonMark, as Jupyter, Colab and Kaggle show it: text with its marks, blocks, tables."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from urllib.parse import quote as quote_uri

SPECIAL = re.compile(r"([\\`*\[\]<>$~|]|(?<![^\W_])_|_(?![^\W_]))")
LEADING = re.compile(r"^(\d+|#*)([.)#+-])(?= )")


def words(text: str) -> str:
    """Text as it is: no character of it is a mark."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))


def paragraph(text: str) -> str:
    """A paragraph: its first word does not begin a heading or a list."""
    return LEADING.sub(r"\1\\\2", text.strip())


def code(text: str) -> str:
    """Code within a line, between as many backticks as it needs."""
    runs = [len(run) for run in re.findall("`+", text)]
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


def address(uri: str) -> str:
    """The address behind a link: blanks, brackets and bars in it would end it."""
    return quote_uri(uri, safe="/:?#[]@!$&'*+,;=%~")


def code_block(text: str, language: str = "") -> str:
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def formula(latex: str) -> str:
    """A formula on one line: in a quote or a list, a second line would get marks of its own."""
    return " ".join(latex.split())


def blocks(parts: list[str]) -> str:
    """Blocks below each other."""
    return "\n\n".join(part for part in parts if part.strip())


def quote(text: str) -> str:
    return textwrap.indent(text, "> ", lambda line: True).replace("> \n", ">\n")


def item(mark: str, text: str) -> str:
    """An item of a list; what follows its first line is indented as far as its mark."""
    return mark + " " + textwrap.indent(text, " " * (len(mark) + 1))[len(mark) + 1 :]


def fold(summary: str, text: str) -> str:
    """Text that opens at a click."""
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"


RULES = {"left": ":---", "center": ":---:", "right": "---:"}


def table(rows: list[list[str]], sides: Sequence[str] = ()) -> str:
    """A table; the first row is its head, and `sides` say how columns are aligned."""
    width = max(map(len, rows))
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    rules = [RULES.get(side, "---") for side in [*sides, *[""] * (width - len(sides))]]
    return "\n".join([lines[0], f"| {' | '.join(rules)} |", *lines[1:]])
