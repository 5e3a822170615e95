"""A page with code cells says in its front matter that it is a notebook."""

from __future__ import annotations

from collections.abc import Iterator

from grimoire.course import Page
from grimoire.problem import Problem

HEADER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---"""


def check_jupytext(page: Page) -> Iterator[Problem]:
    if page.has_code_cells and (message := _missing(page)):
        yield Problem(page.file, 1, message, "jupytext")


def _missing(page: Page) -> str:
    if page.setting("jupytext", "text_representation", "format_name") != "myst":
        lacks = "`jupytext: text_representation: format_name: myst`"
    elif page.setting("kernelspec", "name") != "python3":
        lacks = "`kernelspec: name: python3`"
    else:
        return ""
    return f"the page has code cells but its front matter lacks {lacks}. Begin it with:\n{HEADER}"
