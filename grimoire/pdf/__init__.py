"""The grimoire: the same pages as a printed book, from Sphinx's document trees through Typst."""

from grimoire.pdf.build import make

__all__ = ["make"]
