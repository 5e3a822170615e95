"""The notebooks: each page with code, once for the student and once with the solutions."""

from grimoire.notebooks.build import make

__all__ = ["make"]
