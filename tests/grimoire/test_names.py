"""Title, author and repository stand once in the settings; a mistake there has its line."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from grimoire.checks import check
from grimoire.course import Course
from grimoire.names import Names, book_name, pages_address, slug
from grimoire.problem import CourseError
from grimoire.site.card import draw

SETTINGS = """\
title: Networks by Hand
author: The Example Club
repository:
  url: https://github.com/Example-Club/by-hand
html:
  use_multitoc_numbering: false
"""


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)


def names(root: Path, old: str = "", new: str = "") -> Names:
    assert old in SETTINGS
    (root / "_config.yml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    return Names.of(root)


def problems(root: Path, home: str) -> list[str]:
    """What is wrong with a course of one page."""
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (root / "content").mkdir()
    (root / "content/index.md").write_text(home)
    return [str(problem) for problem in check(Course.load(root))]


def test_the_site_stands_where_github_publishes_the_repository(tmp_path):
    assert names(tmp_path) == Names(
        title="Networks by Hand",
        author="The Example Club",
        repository="https://github.com/Example-Club/by-hand",
        site="https://example-club.github.io/by-hand/",
    )
    assert pages_address("https://github.com/club/Club.github.io") == "https://club.github.io/"


def test_an_address_of_the_sites_own_is_kept(tmp_path):
    given = "html:\n  baseurl: https://course.example.org"
    assert names(tmp_path, "html:", given).site == "https://course.example.org/"


@pytest.mark.parametrize("end", ["/", ".git", ".git/"])
def test_the_repository_may_be_written_as_a_browser_or_git_shows_it(tmp_path, end):
    assert names(tmp_path, "by-hand", f"by-hand{end}") == names(tmp_path)


def test_on_github_the_repository_that_is_built_has_the_addresses(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "other-club/course")
    assert names(tmp_path).repository == "https://github.com/other-club/course"
    assert names(tmp_path).site == "https://other-club.github.io/course/"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Networks by Hand\n", "", "1:1: `title` says the name of the course"),
        ("Networks by Hand", "", "1:1: `title` says the name of the course"),
        ("Networks by Hand", "2026", "1:1: `title` says the name of the course"),
        ("The Example Club", "[Ada, Emmy]", "2:1: `author` says who makes it"),
        ("https://github.com/Example-Club/by-hand", "by-hand", "4:1: `repository: url` says where"),
        ("github.com", "git.example.org", "1:1: `html: baseurl` says where the site is"),
        ("html:", "html:\n  baseurl: course.example.org", "6:1: `html: baseurl` says where"),
    ],
)
def test_a_name_that_is_missing_or_none_is_found_with_its_line(tmp_path, old, new, message):
    with pytest.raises(CourseError) as error:
        names(tmp_path, old, new)
    assert str(error.value).startswith(f"_config.yml:{message}")
    assert len(problems(tmp_path, "# Home\n")) == 1


def test_a_page_that_asks_for_a_name_there_is_not_is_found(tmp_path):
    names(tmp_path)
    text = "# {{ title }}\n\n`{{ anything }}`\n\nBy {{ autor }}.\n\n    {{ code }}\n"
    [problem] = problems(tmp_path, text)
    assert problem.startswith("content/index.md:5:4: '{{ autor }}' is no name of the course.")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Networks by Hand", "networks-by-hand"),
        ("Réseaux & neurones: 2", "reseaux-neurones-2"),
        ("神经 网络", "神经-网络"),
        ("Deep Learning", "deep-learning-course"),  # a unit's folder has the plain name
        ("?", "course"),
    ],
)
def test_the_course_names_its_pdf(tmp_path, title, name):
    unit = "---\nunit:\n  number: 1\n  title: Depth\n---\n\n# Depth\n"
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: deep-learning/index\n")
    (tmp_path / "content/deep-learning").mkdir(parents=True)
    (tmp_path / "content/deep-learning/index.md").write_text(unit)
    assert book_name(title, Course.load(tmp_path)) == name
    assert slug(title) in ("", name, name.removesuffix("-course"))


def test_the_card_shows_title_and_author():
    card = draw("Networks by Hand", "The Example Club")
    assert card.startswith(b"\x89PNG")
    assert struct.unpack(">II", card[16:24]) == (1200, 630)
    assert draw("Networks by Hand", "The Example Club") == card
    words = ("Networks", "The Example Club"), ("Networks by Hand", "Ada")
    assert len({card, *(draw(*both) for both in words)}) == 3
    assert draw("A title that never ends " * 40, "The Example Club").startswith(b"\x89PNG")
