"""Whose work the site passes on: one list, for a page, for the texts, and for machines."""

from grimoire.licences.build import make

__all__ = ["make"]
