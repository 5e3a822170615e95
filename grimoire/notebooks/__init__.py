"""The notebooks: each page with code for students, with the solutions, and for nbgrader."""

from grimoire.notebooks.build import make

__all__ = ["make"]
