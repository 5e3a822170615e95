"""A formula as MathML, as readers of e-books show it and screen readers say it.

It is KaTeX's own, which the site has made already, with its letters as Unicode has them: what
KaTeX writes as `mathvariant`, MathML Core no longer knows, and a bold W would be a plain one.
"""

from __future__ import annotations

import re
import unicodedata
from xml.etree import ElementTree

from sphinxcontrib import katex

from grimoire.latex import katex_server as katex_server

SPACE = "{http://www.w3.org/1998/Math/MathML}"
ElementTree.register_namespace("", SPACE[1:-1])

STYLES = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "sans-serif-bold-italic": "SANS-SERIF BOLD ITALIC",
    "monospace": "MONOSPACE",
}
"""What Unicode calls the alphabets of MathML."""

NAME = re.compile(r"(?:LATIN|GREEK) (CAPITAL|SMALL) LETTER (\w+)|(DIGIT) (\w+)")


def mathml(formula: str, *, display: bool) -> str:
    """The formula as a `math` element.

    Raises
    ------
    KaTeXError
        If KaTeX cannot read it.
    """
    html = katex.render_latex(formula, {"displayMode": True} if display else None)
    math = ElementTree.fromstring(html[html.index("<math") : html.index("</math>") + 7])
    [semantics] = math
    math[:] = semantics[:1]  # behind it stands the formula as TeX
    for sign in math.iter():
        write_in_unicode(sign)
    for table in math.iter(f"{SPACE}mtable"):
        align(table)
    math.set("alttext", " ".join(formula.split()))
    return ElementTree.tostring(math, "unicode")


def align(table: ElementTree.Element) -> None:
    """Say the alignment of columns at each cell, as MathML Core does."""
    sides = table.attrib.pop("columnalign", "center").split()
    is_tight = table.attrib.pop("columnspacing", "") == "0em"
    tight = "; padding-left: 0; padding-right: 0" * is_tight
    for row in table.findall(f"{SPACE}mtr"):
        for column, cell in enumerate(row.findall(f"{SPACE}mtd")):
            cell.set("style", f"text-align: {sides[column % len(sides)]}{tight}")


def write_in_unicode(sign: ElementTree.Element) -> None:
    """Put letters of the alphabet that a sign asks for in the place of its plain ones."""
    style = STYLES.get(sign.get("mathvariant", ""))
    if style and sign.text:
        sign.text = "".join(styled(letter, style) for letter in sign.text)
        del sign.attrib["mathvariant"]


def styled(letter: str, style: str) -> str:
    """A letter or digit in another alphabet; itself where Unicode has none.

    Unicode keeps a few letters at places of their own, which are older: of the double-struck ones
    R, of the fraktur ones C, which is called black-letter there.
    """
    match = NAME.fullmatch(unicodedata.name(letter, ""))
    if not match:
        return letter
    name = " ".join(part for part in match.groups() if part)
    older = style.replace("FRAKTUR", "BLACK-LETTER")
    for candidate in (f"MATHEMATICAL {style} {name}", f"{older} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return letter
