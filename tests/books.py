"""Small books to build in tests, in this process: its imports are paid for once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from grimoire import ROOT
from grimoire.build import make_book as make_from
from grimoire.checks import jupytext
from grimoire.course import Course

HEADER = f"{jupytext.HEADER}\n"
SOURCES = """\
@book{hebb1949, author={Hebb, Donald}, title={The organization of behavior}, publisher={Wiley},
  year={1949}}
"""

NOTEBOOK = f"""\
{HEADER}
# Sums

Adding is easy.

```{{code-cell}} python
with open("../runs.txt", "a") as runs:
    print("ran", file=runs)
print("one and one is", 1 + 1)
```
"""


def make_book(root: Path, pages: Mapping[str, str]) -> Path:
    """Write a book of these pages, the text of each by its name, into the folder `root`."""
    names = [name for name in pages if name != "index"]
    toc = "format: jb-book\nroot: index\nchapters:\n" + "".join(f"  - file: {n}\n" for n in names)
    texts = {f"{name}.md": text for name, text in pages.items()} | {"references.bib": SOURCES}
    for name, text in texts.items():
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "_toc.yml").write_text(toc)
    (root / "_config.yml").write_text((ROOT / "_config.yml").read_text())
    (root / "grimoire").symlink_to(ROOT / "grimoire")  # Typst reads the book's style from here
    return root


def build_in(root: Path, faces: Iterable[str] = ("site", "notebooks")) -> Path:
    """Build the book in the folder `root`, and return the folder of the finished site."""
    return make_from(Course.load(root), faces)
