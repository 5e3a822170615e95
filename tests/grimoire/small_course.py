"""A small course in a folder, for tests that need no build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grimoire.checks import check
from grimoire.course import Course

CONFIG = "title: A course\nauthor: Somebody\nrepository: {url: https://github.com/a-club/course}\n"
HEADER = """\
---
jupytext:
  text_representation:
    format_name: myst
kernelspec:
  name: python3
---

"""


def write(root: Path, pages: Mapping[str, str], **files: str) -> Path:
    """Write pages by their names, and other files by their paths; `index` is the home page."""
    pages = {"index": "# Home\n", **pages}
    listed = "".join(f"  - file: {name}\n" for name in pages if name != "index")
    toc = "format: jb-book\nroot: index\n" + ("chapters:\n" + listed if listed else "")
    texts = {"_config.yml": CONFIG, "_toc.yml": toc}
    texts |= {f"content/{name}.md": text for name, text in pages.items()}
    for path, text in (texts | files).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def course(root: Path, pages: Mapping[str, str], **files: str) -> Course:
    return Course.load(write(root, pages, **files))


def found(root: Path, text: str, *rules: str, **files: str) -> list[str]:
    """What the checks find in a page below a title, as line and message, for some rules or all."""
    small = course(root, {"page": f"# Page\n\n{text}"}, **files)
    return [
        f"{problem.line}: {problem.message}"
        for problem in check(small)
        if problem.file.name == "page.md" and (not rules or problem.rule in rules)
    ]
