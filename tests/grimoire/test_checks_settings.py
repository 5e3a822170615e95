"""The book's settings: `_config.yml`, `_toc.yml`, the levels of rules, units, and their texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import CONFIG, course, write

from grimoire import ROOT
from grimoire.checks import check
from grimoire.checks.rules import defaults
from grimoire.course import Course
from grimoire.problem import CourseError


def said(root: Path, **files: str) -> list[str]:
    """What the checks or the reading of the course find in its settings."""
    write(root, {"page": "# Page\n"}, **files)
    try:
        return [str(problem) for problem in check(Course.load(root))]
    except CourseError as error:
        return str(error).splitlines()


@pytest.mark.parametrize(
    "config",
    [
        CONFIG,
        CONFIG + "logo:\nexecute:\n  execute_notebooks: 'off'\n  timeout: 300\n",
        CONFIG + "sphinx:\n  config:\n    html_title: A\n    myst_heading_anchors: 3\n",
        CONFIG + "checks:\n  symbol: off\n  hint: error\n",
        CONFIG + "only_build_toc_files: true\nproject: A\nhtml:\n  use_multitoc_numbering: false\n",
        "\ufeff" + CONFIG,
        (ROOT / "_config.yml").read_text(),
    ],
)
def test_good_settings_have_no_problem(tmp_path, config):
    assert said(tmp_path, **{"_config.yml": config}) == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("title: [A\n", "2:1: this is not valid YAML: expected ',' or ']'"),
        ("title: A\n b: c\n", "2:1: this is not valid YAML"),
        ("just words\n", "1:1: `_config.yml` takes indented lines `key: value`."),
        (
            "titel: A\n",
            "1:1: the key 'titel' is not known under `_config.yml`. Did you mean 'title'",
        ),
        ("title: 3\n", "1:8: `title` takes a text; put it in quotes"),
        ("copyright: 2026\n", "1:12: `copyright` takes a text"),
        ("execute:\n  timeout: soon\n", "2:12: `timeout` takes a number."),
        ("execute:\n  timeot: 3\n", "2:3: the key 'timeot' is not known under `execute`. Did you"),
        (
            "execute:\n  execute_notebooks: cach\n",
            "2:22: `execute_notebooks` is one of auto, cache",
        ),
        ("html: yes please\n", "1:7: `html` takes indented lines"),
        ("parse:\n  myst_enable_extensions: a\n", "2:27: `myst_enable_extensions` takes a list"),
        ("exclude_patterns: [3]\n", "1:20: `an entry of exclude_patterns` takes a text"),
        (
            "sphinx:\n  config:\n    html_tilte: A\n" + CONFIG,
            "3:5: no extension has a setting 'html_tilte'.",
        ),
        ("title: A\nauthor: B\ntitle: C\n", "3:1: the key 'title' stands twice here."),
        ("checks:\n  symbl: off\n", "2:1: there is no rule 'symbl'. Did you mean 'symbol'?"),
        (
            "checks:\n  symbol: loud\n",
            "2:1: the level of a rule is error, warning, off, got 'loud'",
        ),
    ],
)
def test_a_setting_that_means_nothing_is_named_with_its_place(tmp_path, config, message):
    (problem,) = said(tmp_path, **{"_config.yml": config})
    assert problem.startswith(f"_config.yml:{message}")
    assert problem.endswith("[config]")


def test_a_course_without_settings_is_told_so(tmp_path):
    write(tmp_path, {})
    (tmp_path / "_config.yml").unlink()
    (problem,) = check(Course.load(tmp_path))
    assert str(problem) == "_config.yml:1:1: this file is missing; it names the book. [config]"


TOC = "format: jb-book\nroot: index\n"
CHAPTERS = TOC + "parts:\n  - caption: A\n    chapters:\n      - file: page\n"


@pytest.mark.parametrize(
    "toc",
    [
        TOC + "chapters:\n  - file: page\n    title: A page\n  - url: https://a.example\n",
        CHAPTERS,
        CHAPTERS.replace("caption: A", "caption: A\n    numbered: true"),
        "\ufeff" + CHAPTERS,
        TOC.replace("book", "article") + "sections:\n  - file: page.md\n",
    ],
)
def test_a_good_list_of_pages_has_no_problem(tmp_path, toc):
    assert said(tmp_path, **{"_toc.yml": toc}) == []


@pytest.mark.parametrize(
    ("toc", "message"),
    [
        (CHAPTERS.replace("caption", "captoin"), "4:5: the key 'captoin' is not known here. Did"),
        (TOC + "chapter:\n  - file: page\n", "3:1: the key 'chapter' is not known here. Did you"),
        (
            TOC + "chapters:\n  - file: page\n    name: A\n",
            "5:5: the key 'name' is not known here.",
        ),
        (TOC + "chapters:\n  - page\n", "4:5: an entry of `chapters` is written `- file: folder"),
        (TOC + "chapters: page\n", "3:11: `chapters` is a list with entries"),
        (TOC + "chapters:\n  - title: A\n", "4:5: this entry names no page."),
        (TOC + "chapters:\n  - glob: '*'\n", "the key 'glob' is not known here."),
        (CHAPTERS.replace("jb-book", "jbbook"), "1:9: the format is jb-book or jb-article, got"),
        (CHAPTERS.replace("format: jb-book\n", ""), "1:1: the format of the list is missing."),
        (CHAPTERS.replace("root: index\n", ""), "1:1: the home page is missing."),
        (CHAPTERS.replace("caption: A", "caption: [A]"), "4:14: `caption` takes one text"),
        (
            TOC + "chapters:\n  - file: page\nchapters:\n  - url: a\n",
            "5:1: the key 'chapters' stands",
        ),
        (TOC + "chapters:\n  - flie: page\n", "4:5: the key 'flie' is not known here. Did you me"),
    ],
)
def test_a_key_of_the_list_of_pages_that_means_nothing_is_named(tmp_path, toc, message):
    problems = [text for text in said(tmp_path, **{"_toc.yml": toc}) if "_toc.yml:" in text[:9]]
    assert message in problems[0]
    assert problems[0].endswith("[toc]")


UNIT = "---\nmyst: {}\nunit:\n  number: %s\n  title: A\n---\n\n# A\n"


def test_an_index_page_without_a_unit_is_found(tmp_path):
    pages = {"a/index": UNIT % 1, "b/index": "# B\n", "b/c/index": "# C\n", "d/page": "# D\n"}
    (problem,) = check(course(tmp_path, pages))
    assert str(problem).startswith("content/b/index.md:1:1: the front matter of this index page")
    assert str(problem).endswith("Add `unit:` with the lines `number:` and `title:`. [unit]")


def test_two_units_of_one_number_are_found(tmp_path):
    with pytest.raises(CourseError) as error:
        course(tmp_path, {"a/index": UNIT % 1, "b/index": UNIT % 1})
    assert str(error.value) == (
        "content/b/index.md:3:1: the number 1 is taken by the unit of content/a/index.md."
        " Choose another."
    )


def test_a_date_that_is_none_is_named_instead_of_a_traceback(tmp_path):
    with pytest.raises(CourseError, match=r"^content/page.md:2:1: a date or a number here is none"):
        course(tmp_path, {"page": "---\ndate: 2026-02-30\n---\n\n# P\n"})


def test_a_page_saved_with_a_byte_order_mark_has_its_header_and_its_title(tmp_path):
    text = "\ufeff---\na: 1\n---\n\n# A title\n"
    page = course(tmp_path, {"page": text}).page("page")
    assert page.title == "A title"
    assert page.front_matter == {"a": 1}


def test_only_the_end_of_a_line_ends_a_line(tmp_path):
    page = course(tmp_path, {"page": "# A\x0c\u2028b\n\nc {ref}`x`\n"})
    (problem,) = check(page)
    assert problem.line == 3


def test_a_rule_can_be_switched_off_or_made_to_stop_a_build(tmp_path):
    page = {"page": "# P\n\nIt costs $10 or $20, [](nowhere.md).\n"}
    config = {"_config.yml": CONFIG + "checks: {dollars: error, link: off}\n"}
    assert [p.level for p in check(course(tmp_path, page))] == ["warning", "error"]
    assert [(p.rule, p.level) for p in check(course(tmp_path, page, **config))] == [
        ("dollars", "error")
    ]


def test_every_rule_has_a_level():
    assert set(defaults().values()) <= {"error", "warning", "off"}
    code = "".join(file.read_text() for file in (ROOT / "grimoire/checks").glob("*.py"))
    assert [rule for rule in defaults() if f'"{rule}"' not in code] == []
