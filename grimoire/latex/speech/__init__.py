"""What one says for a formula: KaTeX's MathML in words, by the speech rule engine.

The engine is bundled once and committed. What our notation means is told to it beforehand: it takes
the l of W^[l] for a power, where it is the number of a layer.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sphinxcontrib.katex import KaTeXError

from grimoire.latex.mathml import SPACE, mathml
from grimoire.latex.problem import FormulaError
from grimoire.node import NODE

SCRIPT = Path(__file__).with_name("say.cjs")

PATIENCE = 600
"""Seconds for all formulas of a course; a thousand take nine."""

IN_LINES = r"\begin{"
"""What KaTeX sets on lines of its own alone."""

SIGNS = {
    "\N{MODIFIER LETTER MACRON}": "\N{MACRON}",
    "/": "\N{DIVISION SLASH}",
}
"""What KaTeX writes, and the sign of the same meaning that the engine knows."""

SAID = {
    "\N{CIRCLED DOT OPERATOR}": "elementwise times",
    "\N{LEFTWARDS ARROW}": "becomes",
    "\N{GREEK CAPITAL LETTER DELTA}": "delta",
}
"""Signs for which the engine has other words than we."""

ALONE = {"\N{DIVIDES}": "given", "\N{PARALLEL TO}": "double bar"}
"""Bars that stand alone in their row; two of them are an absolute value or a norm."""

WORDS = {
    r"lamda": "lambda",
    r"the metric of": "the norm of",
    r"partial differential": "partial",
    r"double struck ": "",
    r"(?<=\d: )(?:blank )+|(?: blank)+(?= Line|$)": "",
}
"""Words of the engine, and ours; an empty cell of lines that are aligned it calls blank."""

TOP = "\N{DOWN TACK}"
BRACES = ("\N{BOTTOM CURLY BRACKET}", "\N{TOP CURLY BRACKET}")
POINTS = set(",.;:")


def spoken(formulas: list[str]) -> list[str]:
    """What one says for each of these formulas in LaTeX, in English.

    Raises
    ------
    FormulaError
        If KaTeX cannot read one.
    """
    done = subprocess.run(
        [NODE, str(SCRIPT)],
        input=json.dumps([prepared(formula) for formula in formulas]),
        timeout=PATIENCE,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [in_our_words(said) for said in json.loads(done.stdout)]


def in_our_words(said: str) -> str:
    said = " ".join(said.split())
    for theirs, ours in WORDS.items():
        said = re.sub(theirs, ours, said)
    return said


def prepared(formula: str) -> str:
    """The formula as MathML in which the engine finds what it means."""
    try:
        math = ElementTree.fromstring(mathml(formula, display=IN_LINES in formula))
    except (KaTeXError, ValueError) as error:
        raise FormulaError(formula, f"KaTeX cannot read it: {error}") from error
    for row in math.iter():
        for bar, said in ALONE.items():
            bars = [sign for sign in row if sign.text == bar]
            if len(bars) == 1:
                bars[0].tag, bars[0].text = f"{SPACE}mtext", said
    for part in list(math.iter()):
        kind, text = part.tag.removeprefix(SPACE), (part.text or "").strip()
        if part.get("mathvariant") == "normal":
            del part.attrib["mathvariant"]
        if text in SIGNS:
            part.tag, part.text = f"{SPACE}mo", SIGNS[text]
        elif text in SAID:
            part.tag, part.text = f"{SPACE}mtext", SAID[text]
        elif kind == "mtext" and text:
            part.tag = f"{SPACE}{'mo' if text in POINTS else 'mi'}"
        elif kind in ("msup", "msubsup"):
            say_superscript(part)
        elif kind in ("munder", "mover"):
            say_brace(part)
    return ElementTree.tostring(math, "unicode")


def say_brace(part: Element) -> None:
    """Say what stands at a brace that is drawn along a part of the formula."""
    braced, name = part
    if len(braced) == 2 and braced[1].text in BRACES:
        part.tag = f"{SPACE}mrow"
        part[:] = [braced[0], of_words("called"), name]


def say_superscript(part: Element) -> None:
    """Say a superscript in words where it is no power: the number of a layer, or a transpose."""
    *base, above = part
    inner = list(above)
    if inner and inner[0].text == "[" and inner[-1].text == "]":
        said = [of_words("of layer"), *inner[1:-1]]
    elif above.text == TOP or (len(inner) == 1 and inner[0].text == TOP):
        said = [of_words("transpose")]
    else:
        return
    if len(base) == 2:
        below = Element(f"{SPACE}msub")
        below[:] = base
        base = [below]
    part.tag = f"{SPACE}mrow"
    part[:] = [*base, *said]


def of_words(text: str) -> Element:
    words = Element(f"{SPACE}mtext")
    words.text = text
    return words
