"""What one hears for a formula: words, and no LaTeX."""

from __future__ import annotations

import re

import pytest

from grimoire.bundled import LOCK
from grimoire.latex.formulas import Formulas
from grimoire.latex.problem import FormulaError
from grimoire.latex.speech import prepared, spoken
from grimoire.latex.speech.make import ENGINE

SAID = {
    r"z = w \cdot x + b": "z equals w times x plus b",
    r"\hat y_k": "y hat sub k",
    r"e^{-z}": "e raised to the negative z power",
    r"\bar{x}": "x bar",
    r"W^{[l]}_{jk}": "W sub j k of layer l",
    r"(W^{[l]})^\top": "open paren W of layer l close paren transpose",
    r"p(\text{ill} \mid \text{alarm})": "p of open paren ill given alarm close paren",
    r"\sum_i |w_i|": "the sum over i of the absolute value of w sub i",
    r"\|w\|": "the norm of w",
    r"\partial L / \partial w": "partial L divided by partial w",
    r"\theta \leftarrow \theta - \lambda": "theta becomes theta minus lambda",
    r"D \odot g(z)": "D elementwise times g of z",
    r"\text{loss} + \sigma^2": "loss plus sigma squared",
    r"\underbrace{A B}_{\text{one}} x": "A B called one x",
    r"\begin{align} a &= b \\ c &= d \end{align}": "2 lines Line 1: a equals b Line 2: c equals d",
}


def test_a_formula_is_said_in_words_by_what_our_notation_means():
    assert dict(zip(SAID, spoken(list(SAID)), strict=True)) == SAID


def test_a_formula_that_katex_cannot_read_stops_the_build():
    with pytest.raises(FormulaError, match="KaTeX cannot read it"):
        prepared(r"a \left(")


def test_the_words_are_kept_beside_typsts_form(tmp_path):
    Formulas(tmp_path / "formulas.json").learn([r"\text{a b} + c"])
    again = Formulas(tmp_path / "formulas.json")
    assert again.alternative(r"\text{a b} + c") == '"a b plus c"'


def test_the_engine_is_that_of_the_lock():
    heading = ENGINE.made.read_text("utf-8").partition("\n")[0]
    assert ENGINE.digest() in heading, (
        "engine.cjs is older than its sources."
        " Run `python -m grimoire.latex.speech.make` and commit what it writes."
    )
    assert re.search(r"speech-rule-engine \d", heading)
    assert "://" not in (ENGINE.folder / LOCK).read_text("utf-8")
