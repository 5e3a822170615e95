"""Formulas from LaTeX to Typst and to words: all that are new at once, the rest is cached.

Pandoc knows the formulas of LaTeX but not every command. What it does not know it would print as
raw LaTeX, so each formula is checked, and one that cannot be said in Typst stops the build.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import pypandoc

from grimoire.latex.arrays import Array, for_pandoc, in_typst
from grimoire.latex.problem import FormulaError
from grimoire.latex.speech import spoken
from grimoire.store import write_whole

ENVIRONMENT = re.compile(r"\\(begin|end)\{(?:align|gather|multline|eqnarray|equation|split)\*?\}")
ALIGNED = re.compile(r"(\\begin\{aligned\})((?:(?!\\begin|\\end).)*)(\\end\{aligned\})", re.DOTALL)
BETWEEN = {"l": r"\left", "r": r"\right", "m": "", "": ""}
SIZED = re.compile(r"\\[bB]igg?([lrm]?)(?![A-Za-z])")
SIZED_NORM = re.compile(r"\\[bB]igg?[lr](?=\s*\\[lr][Vv]ert)")
WORD = re.compile(r'(?P<inside>\w+\(|\w+: )?"(?P<name>[^"]*?)(?P<limits>\*?)"')
CIRCLED = re.compile(r"(?<=dot|lus|nus|mes|div)\.circle\b")
BARS = re.compile(r"\\\| ((?:(?!\\[|()\[\]]).)+?) \\\|")
BAR = {
    side: f'class("{name}", lr(bar.v.double, size: #180%))'
    for side, name in (("l", "opening"), ("r", "closing"))
}
LINE_BEGINS = re.compile(r"& ([+-])(?= )")
LEFT_OVER = re.compile(r"\\[A-Za-z]+")
MARK = "//@@"
RULES = version("pypandoc-binary") + "".join(
    hashlib.sha256((Path(__file__).parent / name).read_bytes()).hexdigest()
    for name in ("arrays.py", "formulas.py", "speech/__init__.py", "speech/say.cjs")
)


class Formulas:
    """Typst's form of LaTeX formulas, and what one says for them, kept from build to build.

    Parameters
    ----------
    file : Path
        The cache, a JSON object: from the key of a formula to its Typst form, and from that of
        its words to these, as Typst's string.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, str] = (
            json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        )

    def learn(self, formulas: Iterable[str]) -> None:
        """Convert those of `formulas` that are not known yet.

        Raises
        ------
        FormulaError
            If pandoc or KaTeX cannot read one, or pandoc leaves LaTeX in it.
        """
        new = sorted({formula for formula in formulas if key(formula) not in self.known})
        if not new:
            return
        arrays = {formula: arrays_of(formula) for formula in new}
        for formula, typst in zip(new, convert([arrays[one][0] for one in new]), strict=True):
            body = checked(formula, typst)
            try:
                self.known[key(formula)] = in_typst(body, arrays[formula][1])
            except ValueError as error:
                raise FormulaError(formula, str(error)) from error
        for formula, words in zip(new, spoken(new), strict=True):
            self.known[key_of_words(formula)] = json.dumps(words, ensure_ascii=False)
        write_whole(self.file, json.dumps(self.known, indent=0, sort_keys=True).encode())

    def __contains__(self, formula: str) -> bool:
        return key(formula) in self.known

    def __getitem__(self, formula: str) -> str:
        """The inside of Typst's `$ $` for this formula."""
        return self.known[key(formula)]

    def alternative(self, formula: str) -> str:
        """What one says for this formula, as a string of Typst's."""
        return self.known[key_of_words(formula)]


def key(formula: str) -> str:
    """What a formula is kept under; other rules here, or in pandoc, may write it differently."""
    return hashlib.sha256(f"{RULES} {formula}".encode()).hexdigest()[:24]


def key_of_words(formula: str) -> str:
    return f"{key(formula)} in words"


def arrays_of(formula: str) -> tuple[str, list[Array]]:
    try:
        return for_pandoc(formula)
    except ValueError as error:
        raise FormulaError(formula, str(error)) from error


def convert(formulas: list[str]) -> list[str]:
    """Typst's form of each formula, from one run of pandoc."""
    blocks: list[dict[str, object]] = []
    for formula in formulas:
        math = {"t": "Math", "c": [{"t": "DisplayMath"}, prepared(formula)]}
        blocks += [{"t": "Para", "c": [math]}, {"t": "RawBlock", "c": ["typst", MARK]}]
    document = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=json", "--to=typst", "--wrap=none"],
        input=json.dumps(document),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [part.strip() for part in done.stdout.split(MARK)[:-1]]


def prepared(formula: str) -> str:
    """The formula in the part of LaTeX that pandoc says well in Typst."""
    formula = ENVIRONMENT.sub(environment, formula.strip())
    formula = ALIGNED.sub(spaced, formula)
    formula = SIZED_NORM.sub("", formula)
    formula = SIZED.sub(lambda match: BETWEEN[match[1]], formula)
    formula = re.sub(r"\\operatorname\*\s*\{([^{}]*)\}", r"\\operatorname{\1*}", formula)
    for written, said in ((r"\!", ""), (r"\;", r"\ "), (r"\:", r"\ "), ("{,}", r"\text{,}")):
        formula = formula.replace(written, said)
    return formula


def environment(match: re.Match[str]) -> str:
    """Inside a displayed formula, an environment of several lines is called aligned."""
    return "" if "equation" in match[0] else rf"\{match[1]}{{aligned}}"


def spaced(match: re.Match[str]) -> str:
    """Room between the pairs of columns: a & b (room) & c & d."""
    rows = []
    for row in match[2].split(r"\\"):
        cells = row.split("&")
        rows.append("&".join(cell + r"\quad" * (i % 2) for i, cell in enumerate(cells[:-1])))
        rows[-1] += "&" * (len(cells) > 1) + cells[-1]
    return match[1] + r"\\".join(rows) + match[3]


def checked(formula: str, typst: str) -> str:
    """What stands between the dollar signs, if it is a formula with no LaTeX left in it."""
    if not (typst.startswith("$") and typst.endswith("$")):
        raise FormulaError(formula, "Pandoc does not know one of its commands; write it otherwise.")
    if left := LEFT_OVER.search(typst):
        raise FormulaError(formula, f"Pandoc left {left[0]} as it is; write it otherwise.")
    body = BARS.sub(r"lr(\|\1\|)", WORD.sub(operator, typst[1:-1].strip()))
    body = body.replace('upright(",")', 'class("normal", comma)')
    body = LINE_BEGINS.sub(r'& "" \1', CIRCLED.sub(".o", body))
    for bar in re.findall(r"\\[bB]igg?[lr]\s*\\([lr])[Vv]ert", formula):
        body = body.replace("parallel", BAR[bar], 1)
    return body


def operator(match: re.Match[str]) -> str:
    """A name, which pandoc gives as mere text, has the space of an operator around it.

    A name with a star has its limits below it.
    """
    if match["inside"]:
        return match[0]
    limits = ", limits: #true" if match["limits"] else ""
    return f'op("{match["name"]}"{limits})'
