"""Formulas as their authors write them, from LaTeX to Typst."""
