"""The face that learning systems read: the choice and numeric questions of each unit."""

from grimoire.bank.build import make

__all__ = ["make"]
