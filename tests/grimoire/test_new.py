"""Skeletons: where they are put, what they leave alone, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from small_course import CONFIG

from grimoire.checks import check
from grimoire.cli import cli
from grimoire.course import Course
from grimoire.new import make_page, make_question, make_term, make_unit
from grimoire.new.toc import with_page, with_unit
from grimoire.problem import BookError

TOC = """\
# The order.
format: jb-book
root: index
parts:
  - caption: The course  # for all

    chapters:
      - file: first
  - caption: Unit 2
    chapters:
      - file: two/index
        sections:
          - file: two/deep/a
            title: Another title
          # the hard one comes last
          - file: two/deep/b
          - file: two/end
  - caption: Reference
    chapters:
      - file: glossary
"""
GLOSSARY = """\
# Words

:::{glossary}
:sorted:

batch
  Some examples.

layer
unit of depth
  Neurons side by side.

Zipf's law
  Few words are frequent.
:::
"""
UNIT = "---\nunit:\n  number: 2\n  title: Two\n---\n\n# Two\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "_toc.yml").write_text(TOC)
    (tmp_path / "_config.yml").write_text(CONFIG)
    pages = dict.fromkeys(
        ("index", "first", "two/deep/a", "two/deep/b", "two/end"), "# Page\n\nText."
    )
    for docname, text in (pages | {"two/index": UNIT, "glossary": GLOSSARY}).items():
        file = tmp_path / f"content/{docname}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def added(before: str, after: str) -> tuple[int, list[str]]:
    """The line at which lines were put in, and these; the others must be as they were."""
    old, new = before.splitlines(), after.splitlines()
    place = next(i for i, line in enumerate([*new, ""]) if i == len(old) or old[i] != line)
    count = len(new) - len(old)
    assert new[:place] + new[place + count :] == old
    return place + 1, new[place : place + count]


@pytest.mark.parametrize(
    ("docname", "line", "text"),
    [
        ("third", 21, "      - file: third"),  # behind the last page outside of folders
        ("two/more", 18, "          - file: two/more"),
        ("two/deep/c", 17, "          - file: two/deep/c"),
    ],
)
def test_a_page_is_listed_behind_the_pages_of_its_folder(docname, line, text):
    listed, place = with_page(TOC, docname)
    assert added(TOC, listed) == (line, [text])
    assert place == line


def test_the_first_page_of_a_unit_is_listed_below_its_index():
    toc = "root: index\nchapters:\n  - file: two/index\n  - file: notes\n"
    lines = ["    sections:", "      - file: two/a"]
    assert added(toc, with_page(toc, "two/a")[0]) == (4, lines)
    assert with_page("root: index\n", "a") == ("root: index\nchapters:\n  - file: a\n", 3)


@pytest.mark.parametrize(("number", "line"), [(1, 9), (3, 18), (12, 18)])
def test_a_unit_becomes_a_part_in_the_order_of_numbers(number, line):
    listed, place = with_unit(TOC, number, "new/index", {2: "two/index"})
    part = [f"  - caption: Unit {number}", "    chapters:", "      - file: new/index"]
    assert added(TOC, listed) == (line, part)
    assert place == line + 2


def test_a_list_without_parts_stays_without():
    toc = "root: index\nchapters:\n- file: two/index\n- file: notes\n"
    assert added(toc, with_unit(toc, 3, "new/index", {2: "two/index"})[0]) == (
        4,
        ["- file: new/index"],
    )
    assert with_unit("root: index\n", 1, "new/index", {})[0].endswith("      - file: new/index\n")


def test_what_is_made_passes_the_checks(root):
    make_unit(root, 3, 'Nets: "deep" ones')
    make_page(root, "nets-deep-ones/neurons", "", code=True)
    make_page(root, "content/nets-deep-ones/layers.md", "Layers", code=False)
    for kind in ("open", "choice", "numeric"):
        make_question(root, "nets-deep-ones/layers", "Why?", kind)
    make_term(root, "Adam")
    course = Course.load(root)
    assert check(course) == []
    assert [unit.title for unit in course.units] == ["Two", 'Nets: "deep" ones']
    titles = [page.title for page in course.units[1].pages]
    assert titles == ['Nets: "deep" ones', "Neurons", "Layers"]
    assert [page.has_code_cells for page in course.units[1].pages] == [False, True, False]


def test_each_question_of_a_page_has_a_name_of_its_own_and_its_line_is_said(root):
    first, second = (make_question(root, "first", "Why?", "open") for _ in range(2))
    lines = (root / "content/first.md").read_text().splitlines()
    places = [number for number, line in enumerate(lines, 1) if "{question} Why?" in line]
    assert f"content/first.md:{places[0]}." in str(first)
    assert f"content/first.md:{places[1]}." in str(second)
    assert [line for line in lines if line.startswith(":name:")] == [
        ":name: q-first-1",
        ":name: q-first-2",
    ]
    assert lines[:4] == ["# Page", "", "Text.", ""]


@pytest.mark.parametrize(
    ("term", "line", "before"),
    [
        ("Adam", 6, "batch"),
        ("Batches", 9, "layer"),
        ("hidden  layer", 9, "layer"),
        ("momentum", 13, "Zipf's law"),
        ("zoo", 16, ""),
    ],
)
def test_a_term_finds_its_place_in_the_alphabet(root, term, line, before):
    made = make_term(root, term)
    place, lines = added(GLOSSARY, (root / "content/glossary.md").read_text())
    term = " ".join(term.split())
    assert f"content/glossary.md:{line}." in str(made)
    if before:
        assert (place, lines[0], lines[2]) == (line, term, "")
        assert (root / "content/glossary.md").read_text().splitlines()[line + 2] == before
    else:
        assert (place, lines[:2]) == (line - 1, ["", term])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda root: make_page(root, "two/end", "", False),
            "content/two/end.md is there already.",
        ),
        (lambda root: make_page(root, "Two/The End", "", False), "Write 'two/the-end'."),
        (lambda root: make_page(root, "../up", "", False), "A page's name has small letters"),
        (lambda root: make_page(root, "", "", False), "A page's name has small letters"),
        (lambda root: make_page(root, "three/a", "", False), "lists no page of the folder three/"),
        (lambda root: make_page(root, "search", "", False), "something named 'search' of its own"),
        (lambda root: make_unit(root, 2, "Again"), "Unit 2 is 'Two'. The next free number is 3."),
        (lambda root: make_unit(root, 3, "Two"), "content/two/index.md is there already."),
        (lambda root: make_unit(root, 0, "Zero"), "A unit's number is 1 or more, got 0."),
        (lambda root: make_unit(root, 3, "?"), "A unit's title is a few words on one line"),
        (lambda root: make_question(root, "lost", "Why?", "open"), "no page content/lost.md"),
        (lambda root: make_term(root, "LAYER"), "content/glossary.md:9:1: the term 'LAYER'"),
        (lambda root: make_term(root, "unit of depth"), "content/glossary.md:10:1: the term"),
        (lambda root: make_term(root, "`x`"), "A term is a word or a few"),
    ],
)
def test_what_cannot_be_made_is_said_and_changes_nothing(root, make, message):
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    with pytest.raises(BookError, match=r".") as error:
        make(root)
    assert message in str(error.value)
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before


def test_a_page_that_is_listed_already_is_only_written(root):
    (root / "_toc.yml").write_text(TOC + "      - file: planned\n")
    made = make_page(root, "planned", "", code=False)
    assert "content/planned.md, which _toc.yml:21 lists" in str(made)
    assert (root / "_toc.yml").read_text() == TOC + "      - file: planned\n"


def test_a_list_that_is_not_written_line_by_line_is_named(root):
    (root / "_toc.yml").write_text("root: index\nchapters: [{file: first}]\n")
    with pytest.raises(BookError, match=r"_toc.yml:2:1: write each entry on a line"):
        make_page(root, "second", "", code=False)


def test_the_commands_say_what_they_made_and_what_to_do_next(root, monkeypatch):
    monkeypatch.setattr("grimoire.cli.ROOT", root)
    commands = (
        ("unit", "3", "Images"),
        ("page", "images/edges", "--code"),
        ("question", "images/edges", "Why?", "--kind", "choice"),
        ("term", "edge"),
    )
    for words in commands:
        said = CliRunner().invoke(cli, ["new", *words], catch_exceptions=False).output.splitlines()
        assert [line.split()[0] for line in said] == ["Made", "Next:"]
    assert [page.docname for page in Course.load(root).units[1].pages] == [
        "images/index",
        "images/edges",
    ]
