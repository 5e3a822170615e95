r"""Each symbol in a formula of a unit stands in the notation table.

A symbol is a letter, a Greek letter, or either with an accent or in another face, as in `\hat{y}`;
indices count as well. A page may introduce symbols of its own: in a table whose first column is
headed "symbol", as on the notation page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from grimoire.checks.markdown import spans
from grimoire.course import CONTENT, Course, Page
from grimoire.problem import Problem

NOTATION = "notation"
ALWAYS_KNOWN = {"e", "d", r"\pi", r"\mathbb{R}"}
"""Euler's number, the d of a derivative or an integral, pi, and the real numbers."""

GROUP = r"\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
LENGTH = r"\s*-?\d*\.?\d*\s*(?:em|ex|mu|pt|cm|mm|in|bp|pc)"
NO_SYMBOLS = re.compile(
    r"(?<!\\)%.*"
    rf"|\\begin\{{(?:array|alignat\*?|alignedat|tabular)\}}(?:\[\w\])?{GROUP}"
    rf"|\\(?:colorbox|raisebox|rule){GROUP}{GROUP}|\\fcolorbox{GROUP}{GROUP}{GROUP}|\\rule\[[^\]]*\]{GROUP}{GROUP}"
    rf"|\\(?:text(?!color)\w*|mbox|hbox|math(?:rm|sf|tt|it)|operatorname\*?|begin|end|tag\*?|label"
    rf"|(?:eq)?ref|[hv]space\*?|(?:text)?color|[hv]?phantom|href|url|html\w+|pu|ce){GROUP}"
    rf"|\\(?:kern|mkern|hskip|mskip){LENGTH}|\\\\\*?\[[^\]]*\]"
)
"""What holds letters that are no symbols: words, lengths, colours, columns, names, units."""

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\S")
LETTER = re.compile(
    r"[A-Za-z]|\\(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda"
    r"|mu|nu|xi|pi|(?:var)?rho|(?:var)?sigma|tau|upsilon|(?:var)?phi|chi|psi|omega|ell|Gamma|Delta"
    r"|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega)"
)
DRESS = {
    **{name: name for name in ("hat", "bar", "tilde", "vec", "dot", "mathbf", "mathcal", "mathbb")},
    **{"widehat": "hat", "overline": "bar", "widetilde": "tilde"},
    **{"boldsymbol": "mathbf", "bm": "mathbf"},
}
"""Accents and faces that make another symbol of a letter, each with the name it goes by here."""


def check_symbols(course: Course, page: Page) -> Iterable[Problem]:
    notation = course.page(NOTATION)
    if notation is None or course.unit_of(page.docname) is None:
        return ()
    return _of_page(page, _table_symbols(notation))


@lru_cache(maxsize=4096)
def _of_page(page: Page, known: frozenset[str]) -> list[Problem]:
    known = known | _table_symbols(page) | ALWAYS_KNOWN
    problems: dict[str, Problem] = {}
    for span in spans(page, "formula"):
        for symbol in symbols(span.text):
            if symbol not in known and symbol not in problems:
                message = (
                    f"the symbol ${symbol}$ is not in the tables of {CONTENT / NOTATION}.md. Use"
                    " the symbol that is there, add this one, or introduce it in a table on this"
                    ' page whose first column is headed "symbol".'
                )
                problems[symbol] = Problem(page.file, span.line, message, "symbol", span.column)
    return list(problems.values())


@lru_cache(maxsize=4096)
def _table_symbols(page: Page) -> frozenset[str]:
    """The symbols in the first column of each table that is headed "symbol"."""
    found: set[str] = set()
    in_table = False
    for _, line in page.prose_lines():
        first_cell = line.strip().strip("|").split(" | ")[0].strip()
        in_table = line.strip().startswith("|") and (in_table or first_cell == "symbol")
        if in_table:
            formulas = re.findall(r"\$([^$]+)\$", first_cell)
            found |= {symbol for tex in formulas for symbol in symbols(tex)}
    return frozenset(found)


def symbols(tex: str) -> Iterator[str]:
    """The symbols of a formula in their order; words and operators are none."""
    tokens = [*TOKEN.findall(NO_SYMBOLS.sub(" ", tex)), "", "", ""]
    place = 0
    while tokens[place]:
        dress = DRESS.get(tokens[place].removeprefix("\\")) if len(tokens[place]) > 1 else None
        braced = tokens[place + 1] == "{" and tokens[place + 3] == "}"
        letter = tokens[place + 2] if braced else tokens[place + 1]
        if dress and LETTER.fullmatch(letter):
            yield f"\\{dress}{{{letter}}}"
            place += 4 if braced else 2
            continue
        if LETTER.fullmatch(tokens[place]):
            yield tokens[place]
        place += 1
