"""A page with code cells says in its front matter that it is a notebook."""

from __future__ import annotations

from grimoire.course import Course, Page
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


def check_jupytext(course: Course) -> list[Problem]:
    return [
        Problem(page.file, 1, message)
        for page in course.pages
        if page.has_code_cells and (message := _missing(page))
    ]


def _missing(page: Page) -> str:
    jupytext = page.front_matter.get("jupytext") or {}
    representation = jupytext.get("text_representation") or {}
    if representation.get("format_name") != "myst":
        lacks = "`jupytext: text_representation: format_name: myst`"
    elif (page.front_matter.get("kernelspec") or {}).get("name") != "python3":
        lacks = "`kernelspec: name: python3`"
    else:
        return ""
    return f"the page has code cells but its front matter lacks {lacks}. Begin it with:\n{HEADER}"
