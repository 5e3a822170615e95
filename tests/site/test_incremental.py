"""A build after a change gives the same bytes as a build that begins with nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from books import HEADER, build_in, make_book

from grimoire.problem import BookError

FACES = ("site", "notebooks", "bank")
HOME = "# Home\n\nSee [](one.md), {ref}`a-place` and {numref}`fig-line`.\n"
ONE = """\
# One

(a-place)=
## A place

Words {cite}`hebb1949`, and a formula.

$$
1 + 1 = 2
$$ (eq-sum)

:::{figure} line.svg
:name: fig-line
:alt: A line that leads from the left to the right.

A line.
:::
"""
TWO = f"""\
{HEADER}
# Two

The same as {{eq}}`eq-sum`. See {{numref}}`fig-line` and {{numref}}`q-one`.

:::::{{question}} One?
:name: q-one

How much is one?

::::{{hint}}
Count.
::::
::::{{answer}}
One.
::::
:::::

:::::{{question}} Which line?
:name: q-line
:kind: choice
:level: 1

Look at {{numref}}`fig-line`, and at {{eq}}`eq-sum`.

::::{{option}} The one
:correct:
Right.
::::
::::{{option}} The other
There is none.
::::
::::{{hint}}
Count.
::::
::::{{answer}}
The one.
::::
:::::

```{{code-cell}} python
print("one and one is", 1 + 1)
```
"""
LIST = "# Sources\n\n```{bibliography}\n```\n"
LINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">'
    '<path d="M0 20h90" stroke="#1d1b26"/></svg>'
)
QUESTION = """\

:::::{question} Nought?

What is nought?

::::{hint}
Count.
::::
::::{answer}
Nothing.
::::
:::::
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = {"index": HOME, "unit/one": ONE, "unit/two": TWO, "sources": LIST}
    pages["index"] = HOME.replace("one.md", "unit/one.md")
    root = make_book(tmp_path_factory.mktemp("incremental") / "book", pages)
    (root / "content/unit/line.svg").write_text(LINE)
    build_in(root, FACES)
    return root


def edited(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def swapped(root: Path) -> None:
    edited(
        root,
        "_toc.yml",
        "  - file: unit/one\n  - file: unit/two",
        "  - file: unit/two\n  - file: unit/one",
    )


def removed(root: Path) -> None:
    edited(root, "_toc.yml", "  - file: extra\n", "")
    (root / "content/extra.md").unlink()


def added(root: Path) -> None:
    edited(root, "_toc.yml", "  - file: sources", "  - file: extra\n  - file: sources")
    (root / "content/extra.md").write_text("# Extra\n\nSee {eq}`eq-sum`.\n")


def moved(root: Path) -> None:
    """A formula to another page."""
    formula = "\n$$\n1 + 1 = 2\n$$ (eq-sum)\n"
    edited(root, "content/unit/one.md", formula, "")
    edited(root, "content/index.md", "# Home\n", f"# Home\n{formula}")


EDITS: dict[str, Callable[[Path], None]] = {
    "a word": lambda root: edited(root, "content/unit/one.md", "Words", "A word"),
    "a title": lambda root: edited(root, "content/unit/one.md", "# One", "# The first"),
    "a heading": lambda root: edited(root, "content/unit/one.md", "## A place", "## A room"),
    "a label": lambda root: [
        edited(root, "content/unit/one.md", "(a-place)=", "(a-room)="),
        edited(root, "content/index.md", "a-place", "a-room"),
    ],
    "a question before": lambda root: edited(
        root, "content/unit/one.md", "\n(a-room)=", f"{QUESTION}\n(a-room)="
    ),
    "a page more": added,
    "another order": swapped,
    "a cell": lambda root: edited(root, "content/unit/two.md", "1 + 1)", "1 + 2)"),
    "an image": lambda root: edited(root, "content/unit/line.svg", "M0 20", "M0 30"),
    "a source": lambda root: edited(root, "content/references.bib", "Wiley", "Erlbaum"),
    "a setting": lambda root: edited(root, "_config.yml", "title: ", "title: Our "),
    "a formula to another page": moved,
    "a page less": removed,
}


@pytest.mark.parametrize("name", EDITS)
def test_a_build_after_a_change_equals_one_from_nothing(book, tmp_path, name):
    EDITS[name](book)
    build_in(book, FACES)
    clean = tmp_path / "clean"
    shutil.copytree(book, clean, ignore=shutil.ignore_patterns("html*", "store", "published"))
    build_in(clean, FACES)
    assert differences(book / "_build/html", clean / "_build/html") == []


def differences(one: Path, other: Path) -> list[str]:
    """The files that are not the same in two folders."""
    names = {file.relative_to(root) for root in (one, other) for file in root.rglob("*")}
    files = [name for name in names if not ((one / name).is_dir() and (other / name).is_dir())]
    return sorted(str(name) for name in files if content(one / name) != content(other / name))


def content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


@pytest.mark.parametrize("face", ["site", "pdf", "ebook", "notebooks"])
def test_a_failed_build_fails_again_and_leaves_the_last_good_one(book, face):
    good = {file: file.read_bytes() for file in (book / "_build/html").rglob("*.html")}
    edited(book, "content/index.md", "# Home\n", "# Home\n\n[](nowhere.md)\n")
    for _ in range(2):
        with pytest.raises(BookError, match=r"index\.md:3: .*nowhere\.md"):
            build_in(book, [face])
    assert {file: file.read_bytes() for file in (book / "_build/html").rglob("*.html")} == good
    edited(book, "content/index.md", "\n[](nowhere.md)\n", "")
    build_in(book)
    assert {file: file.read_bytes() for file in (book / "_build/html").rglob("*.html")} == good


def test_a_build_that_is_killed_at_any_file_leaves_nothing_half_made(book, tmp_path, monkeypatch):
    """As a kill does: the process ends while a file is being put in its place."""
    import os

    from grimoire import store

    edited(book, "content/unit/one.md", "# The first", "# The very first")
    moves = {"left": 0}
    replace = os.replace

    def replace_or_die(part: str, file: Path) -> None:
        if moves["left"] == 0:
            raise KeyboardInterrupt
        moves["left"] -= 1
        replace(part, file)

    monkeypatch.setattr(store.os, "replace", replace_or_die)
    for count in (0, 3, 6):
        moves["left"] = count
        with pytest.raises(KeyboardInterrupt):
            build_in(book)
    monkeypatch.undo()
    build_in(book, FACES)
    clean = tmp_path / "clean"
    shutil.copytree(book, clean, ignore=shutil.ignore_patterns("html*", "store", "published"))
    build_in(clean, FACES)
    assert differences(book / "_build/html", clean / "_build/html") == []
