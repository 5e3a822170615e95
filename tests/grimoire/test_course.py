"""The course is read from `_toc.yml` and front matter; what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from grimoire.course import Course
from grimoire.problem import CourseError

pytestmark = pytest.mark.text

TOC = "format: jb-book\nroot: index\nchapters:\n  - file: unit/index\n  - file: unit/neurons\n"
PAGES = {
    "index": "# Home\n",
    "unit/index": "---\nunit:\n  number: 2\n  title: Deep learning\n---\n\n# The unit\n",
    "unit/neurons": "# Neurons\n\n```python\n# not a heading\n```\n",
}


def write_course(root: Path, toc: str = TOC, **pages: str) -> Path:
    (root / "_toc.yml").write_text(toc)
    for docname, text in {**PAGES, **pages}.items():
        file = root / "content" / f"{docname}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def problems(root: Path) -> list[str]:
    with pytest.raises(CourseError) as error:
        Course.load(root)
    return str(error.value).splitlines()


def test_pages_come_in_the_order_of_the_table_of_contents(tmp_path):
    course = Course.load(write_course(tmp_path))
    assert [page.docname for page in course.pages] == ["index", "unit/index", "unit/neurons"]
    assert [page.title for page in course.pages] == ["Home", "The unit", "Neurons"]


def test_a_unit_is_the_folder_of_its_index_page(tmp_path):
    course = Course.load(write_course(tmp_path))
    assert [(unit.number, unit.title, len(unit.pages)) for unit in course.units] == [
        (2, "Deep learning", 2)
    ]
    assert course.unit_of("unit/neurons") is course.units[0]
    assert course.unit_of("index") is None


def test_the_body_knows_its_line_in_the_file(tmp_path):
    course = Course.load(write_course(tmp_path))
    assert list(course.pages[1].prose_lines()) == [(6, ""), (7, "# The unit")]


def test_code_is_not_prose(tmp_path):
    course = Course.load(write_course(tmp_path))
    assert "# not a heading" not in dict(course.pages[2].prose_lines()).values()


def test_a_listed_page_that_is_missing_is_named_with_the_line_of_the_list(tmp_path):
    write_course(tmp_path, toc=TOC + "  - file: unit/lost\n")
    (line,) = problems(tmp_path)
    assert line.startswith("_toc.yml:6:1: there is no page content/unit/lost.md.")


def test_every_missing_page_is_reported_at_once(tmp_path):
    write_course(tmp_path, toc=TOC + "  - file: lost\n  - file: gone\n")
    assert len(problems(tmp_path)) == 2


def test_a_page_listed_twice_is_an_error(tmp_path):
    write_course(tmp_path, toc=TOC + "  - file: unit/neurons\n")
    (line,) = problems(tmp_path)
    assert line.startswith("_toc.yml:6:1: the page unit/neurons is listed twice, first in line 5.")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: [open\n---\n# A\n", 2),
        ("---\na: b\n c: d\n---\n# A\n", 3),
        ("---\na: 1\nb: : 2\n---\n# A\n", 3),
    ],
)
def test_front_matter_that_is_not_yaml_is_named_with_file_and_line(tmp_path, text, line):
    write_course(tmp_path, **{"unit/neurons": text})
    (message,) = problems(tmp_path)
    assert message.startswith(f"content/unit/neurons.md:{line}:1: this is not valid YAML")


def test_front_matter_must_be_settings(tmp_path):
    write_course(tmp_path, **{"unit/neurons": "---\njust words\n---\n# A\n"})
    (message,) = problems(tmp_path)
    assert message.startswith("content/unit/neurons.md:2:1: the front matter must be `key: value`")


def test_front_matter_must_be_closed(tmp_path):
    write_course(tmp_path, **{"unit/neurons": "---\na: 1\n\n# A\n"})
    (message,) = problems(tmp_path)
    assert message.startswith("content/unit/neurons.md:1:1: the front matter is never closed.")


def test_a_unit_needs_a_number_and_a_title(tmp_path):
    write_course(tmp_path, **{"unit/index": "---\nunit:\n  title: Deep\n---\n# A\n"})
    (message,) = problems(tmp_path)
    assert "needs a `number` and a `title`" in message


@pytest.mark.parametrize("toc", ["format: [jb-book\n", "root: index\n x: y: z\n"])
def test_a_table_of_contents_that_is_not_yaml_is_named(tmp_path, toc):
    write_course(tmp_path, toc=toc)
    (message,) = problems(tmp_path)
    assert message.startswith("_toc.yml:") and "not valid YAML" in message


def test_a_missing_or_empty_table_of_contents_is_named(tmp_path):
    assert problems(tmp_path)[0].startswith("_toc.yml:1:1: this file is missing")
    write_course(tmp_path, toc="format: jb-book\n")
    assert problems(tmp_path)[0].startswith("_toc.yml:1:1: no page is listed")


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path):
    write_course(tmp_path)
    (tmp_path / "content/unit/neurons.md").write_bytes(b"# A\n\nna\xefve\n")
    (message,) = problems(tmp_path)
    assert message.startswith("content/unit/neurons.md:3:1: this is not UTF-8 text.")
