"""A formula as MathML, as readers of e-books show it and screen readers say it.

It is KaTeX's own, which the site has made already, with its letters as Unicode has them: what
KaTeX writes as `mathvariant`, MathML Core no longer knows, and a bold W would be a plain one.
"""

from __future__ import annotations

import re
import unicodedata

from bs4 import BeautifulSoup, Tag
from sphinxcontrib import katex

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
    math = BeautifulSoup(html, "html.parser").find("math")
    assert isinstance(math, Tag)
    for note in math.find_all("annotation"):
        note.decompose()
    for wrapper in math.find_all("semantics"):
        wrapper.unwrap()
    for sign in math.find_all(mathvariant=True):
        write_in_unicode(sign)
    for table in math.find_all("mtable"):
        align(table)
    math["alttext"] = " ".join(formula.split())
    return math.decode(formatter="minimal")


def align(table: Tag) -> None:
    """Say the alignment of columns at each cell, as MathML Core does."""
    sides = str(table.attrs.pop("columnalign", "center")).split()
    is_tight = table.attrs.pop("columnspacing", "") == "0em"
    tight = "; padding-left: 0; padding-right: 0" * is_tight
    for row in table.find_all("mtr", recursive=False):
        for column, cell in enumerate(row.find_all("mtd", recursive=False)):
            cell["style"] = f"text-align: {sides[column % len(sides)]}{tight}"


def write_in_unicode(sign: Tag) -> None:
    """Put letters of the alphabet that a sign asks for in the place of its plain ones."""
    style = STYLES.get(str(sign["mathvariant"]))
    if style:
        sign.string = "".join(styled(letter, style) for letter in sign.get_text())
        del sign["mathvariant"]


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
