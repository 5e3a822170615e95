r"""Arrays and matrices: their columns, rules and brackets, which pandoc does not say in Typst.

Each is handed to pandoc as a `Bmatrix`, in whose place Typst's `mat` then gets what LaTeX said:
`\begin{array}{c|c}` becomes `mat(delim: #none, augment: #(vline: (1,)), ...)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ENVIRONMENT = re.compile(
    r"\\begin\{(?P<name>\w+)\*?\}(?P<body>(?:(?!\\begin\{|\\end\{).)*)\\end\{(?P=name)\*?\}",
    re.DOTALL,
)
BRACKETS = {
    **dict.fromkeys(("array", "matrix", "smallmatrix"), "#none"),
    "pmatrix": '"("',
    "bmatrix": '"["',
    "Bmatrix": '"{"',
    "vmatrix": '"|"',
    "Vmatrix": '"\N{DOUBLE VERTICAL LINE}"',
}
CASES = {"cases", "dcases", "rcases"}
SIGNS = {sign: f'"{sign}"' for sign in "()[]|"} | {
    r"\{": '"{"',
    r"\}": '"}"',
    r"\|": '"\N{DOUBLE VERTICAL LINE}"',
    ".": "none",
}
SIGN = r"(\\[{}|]|[()\[\]|.])"
BETWEEN = re.compile(rf"\\left\s*{SIGN}\s*\ue000(\d+)\ue001\s*\\right\s*{SIGN}")
SPEC = re.compile(r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}", re.DOTALL)
REPEATED = re.compile(r"\*\{(\d+)\}\{([^{}]*)\}")
ROW_ENDS = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")
CELL_ENDS = re.compile(r"(?<!\\)&")
RULE = re.compile(r"\\hline\b")
HELD = re.compile("\ue000(\\d+)\ue001")
FOUND = re.compile("\ue002(\\d+)\ue003")
SIDE = r"\text{@@}"
SIDES = re.compile(r'(?:upright\()?"@@"\)?')
IN_TYPST = re.compile(r'\bmat\(delim: "\{", ')


@dataclass
class Array:
    """What Typst has to know of an array: its brackets, the alignment of its columns, its rules."""

    brackets: str
    columns: str = ""
    vertical: list[int] = field(default_factory=list)
    horizontal: list[int] = field(default_factory=list)

    @property
    def options(self) -> str:
        parts = [f"delim: {self.brackets}"]
        if self.columns and set(self.columns) <= {"l"}:
            parts.append("align: #left")
        rules = {"hline": self.horizontal, "vline": self.vertical}
        said = [f"{name}: ({''.join(f'{i}, ' for i in at)})" for name, at in rules.items() if at]
        if said:
            parts.append(f"augment: #({', '.join(said)}, stroke: .5pt)")
        if self.columns:
            parts.append("column-gap: #.9em")
        return ", ".join(parts)


def for_pandoc(latex: str) -> tuple[str, list[Array]]:
    """The formula as pandoc reads it, and its arrays in the order in which they begin.

    Raises
    ------
    ValueError
        If an array has a rule or a column that paper cannot show.
    """
    arrays: dict[int, Array] = {}
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        """Put an environment aside, so that what stands around it can be read."""
        place, text = len(held), match[0]
        if match["name"] in BRACKETS:
            arrays[place], body = read(match["name"], match["body"])
            text = f"\\begin{{Bmatrix}}\ue002{place}\ue003{body}\\end{{Bmatrix}}"
        elif match["name"] in CASES:
            text = CELL_ENDS.sub(r"\\quad &", text)
        held.append(text)
        return f"\ue000{place}\ue001"

    def bracket(match: re.Match[str]) -> str:
        """An array between brackets of any kind takes them as its own: they grow with it."""
        array = arrays.get(int(match[2]))
        if array is None or array.brackets != "#none":
            return match[0]
        array.brackets = f"#({SIGNS[match[1]]}, {SIGNS[match[3]]})"
        return f"\ue000{match[2]}\ue001"

    while (inner := ENVIRONMENT.sub(hold, latex)) != latex:
        latex = BETWEEN.sub(bracket, inner)
    while HELD.search(latex):
        latex = HELD.sub(lambda match: held[int(match[1])], latex)
    order = [int(number) for number in FOUND.findall(latex)]
    return FOUND.sub("", latex), [arrays[number] for number in order]


def read(name: str, body: str) -> tuple[Array, str]:
    """An array, and its rows without rules, each cell pushed to the side of its column."""
    array = Array(BRACKETS[name])
    if name == "array" and (spec := SPEC.match(body)):
        body = body[spec.end() :]
        read_columns(array, REPEATED.sub(lambda part: int(part[1]) * part[2], spec[1]))
    if r"\cline" in body:
        raise ValueError(r"Paper knows rules through all columns: write \hline.")
    rows = []
    for row in ROW_ENDS.split(body):
        array.horizontal += [len(rows)] * bool(RULE.search(row))
        if (row := RULE.sub("", row)).strip():
            rows.append(" & ".join(pushed(array.columns, CELL_ENDS.split(row))))
    edges = {0, len(rows)} & set(array.horizontal)
    if edges or {0, len(array.columns)} & set(array.vertical):
        raise ValueError("Paper draws no rule around an array. Take it out, or make a table.")
    return array, r" \\ ".join(rows)


def read_columns(array: Array, spec: str) -> None:
    for sign in re.sub(r"[@!]\{[^{}]*\}|\s", "", spec):
        if sign == "|":
            array.vertical += [len(array.columns)] * (len(array.columns) not in array.vertical)
        elif sign in "lcr":
            array.columns += sign
        else:
            raise ValueError(f"Paper does not know the column {sign!r}: write l, c or r.")


def pushed(columns: str, cells: list[str]) -> list[str]:
    """The cells of a row; where columns differ, a mark on the side that a column lines up at."""
    if set(columns) <= {"l"} or set(columns) <= {"c"}:
        return cells
    marks = {"l": (SIDE, ""), "r": ("", SIDE)}
    sides = [marks.get(column, ("", "")) for column in columns.ljust(len(cells), "c")]
    return [before + cell + after for cell, (before, after) in zip(cells, sides, strict=False)]


def in_typst(typst: str, arrays: list[Array]) -> str:
    """Give each array what pandoc has left out.

    Raises
    ------
    ValueError
        If pandoc has written fewer or more arrays than there are.
    """
    if len(IN_TYPST.findall(typst)) != len(arrays):
        raise ValueError("Pandoc does not read one of its arrays; write it otherwise.")
    left = iter(arrays)
    return SIDES.sub("&", IN_TYPST.sub(lambda _: f"mat({next(left).options}, ", typst))
