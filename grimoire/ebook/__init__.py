"""The course as e-books: EPUB 3 of the whole and of each unit, from the same resolved pages."""

from grimoire.ebook.build import make

__all__ = ["make"]
