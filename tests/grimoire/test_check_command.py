"""`grimoire check`: what it prints for people and for GitHub, what it mends, how it ends."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from small_course import HEADER, write

from grimoire import ROOT, cli
from grimoire.checks import check
from grimoire.checks.fix import fix
from grimoire.checks.report import lines
from grimoire.course import Course
from grimoire.problem import Problem

PAGE = """\
# Page

:::note
Text.
:::

:::{video} A film
:id: https://youtu.be/aircAruvnKk
:channel: C
:minutes: 20
:::

````{tip}
:class tip
More, in [a file](my file.txt) and [a page] (index.md).
```
"""
MENDED = """\
# Page

:::{note}
Text.
:::

:::{video} A film
:id: aircAruvnKk
:channel: C
:minutes: 20
:::

````{tip}
:class: tip
More, in [a file](<my file.txt>) and [a page](index.md).
````
"""


@pytest.fixture
def grimoire(tmp_path, monkeypatch):
    """Run `grimoire check` in a small course whose one page is this text."""
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    def run(text, *words, **env):
        write(tmp_path, {"page": text}, **{"content/my file.txt": "a"})
        return CliRunner(env=env).invoke(cli.cli, ["check", *words])

    return run


def test_a_good_course_ends_with_the_number_of_pages(grimoire):
    result = grimoire("# Page\n")
    assert (result.output, result.exit_code) == ("2 pages, no problems.\n", 0)


def test_a_warning_is_told_but_does_not_fail(grimoire):
    result = grimoire("# Page\n\nFor $5 or $6.\n")
    assert result.output.startswith("content/page.md:3:6: warning: the words between two dollar")
    assert result.output.endswith("[dollars]\n2 pages, 1 warning.\n")
    assert result.exit_code == 0


def test_an_error_fails(grimoire):
    result = grimoire("# Page\n\n[](#nowhere) and {ref}`nowhere`\n")
    assert result.output.endswith("2 pages, 2 errors.\n")
    assert result.exit_code == 1


def test_a_list_of_pages_that_cannot_be_read_is_told_like_any_problem(grimoire, tmp_path):
    write(tmp_path, {})
    result = grimoire("# Page\n", "--format", "text")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: lost\n")
    result = CliRunner().invoke(cli.cli, ["check", "--format", "github"])
    assert result.output.startswith("::error file=_toc.yml,line=4,col=1::there is no page content")
    assert result.output.endswith("\n1 error.\n")
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("words", "env"), [((), {"GITHUB_ACTIONS": "true"}), (("--format", "github"), {})]
)
def test_github_gets_annotations(grimoire, words, env):
    result = grimoire("# Page\n\n[](#nowhere)\n", *words, **env)
    assert result.output.startswith(
        "::error file=content/page.md,line=3,col=1,title=link::there is no heading or label"
    )


def test_a_build_tells_github_of_errors_in_the_same_way(grimoire, monkeypatch):
    grimoire("# Page\n\n[](#nowhere)\n")
    monkeypatch.setattr("sys.argv", ["grimoire", "build"])
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    with pytest.raises(SystemExit, match=r"^::error file=content/page\.md,line=3,.*\n1 error\.$"):
        cli.main()


def test_an_annotation_is_one_line_whatever_the_message_holds():
    (line,) = lines(
        [Problem(ROOT / "a,b:c.md", 2, "100 % of\nit: a, b", level="warning")], "github"
    )
    assert line.endswith("a%2Cb%3Ac.md,line=2,col=1::100 %25 of%0Ait: a, b")
    assert line.startswith("::warning file=")


def test_what_can_be_mended_safely_is_mended_and_stays_so(grimoire, tmp_path):
    result = grimoire(PAGE, "--fix")
    # A block that is not closed hides the rest: the second time nothing is hidden.
    result = CliRunner().invoke(cli.cli, ["check", "--fix"])
    assert (tmp_path / "content/page.md").read_text() == MENDED
    assert result.output.endswith("2 pages, no problems.\n")
    assert CliRunner().invoke(cli.cli, ["check", "--fix"]).output == "2 pages, no problems.\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (":tags: hide-input\nx = 1", ":tags: [hide-input]\nx = 1"),
        ("---\ntags: solution\n---\nx = 1", "---\ntags: [solution]\n---\nx = 1"),
        ("tags: [hide-input]\nx = 1", ":tags: [hide-input]\nx = 1"),
        (":tags: hide-imput\nx = 1", ":tags: hide-imput\nx = 1"),
    ],
)
def test_settings_of_a_cell_are_mended_where_they_are_certain(tmp_path, before, after):
    page = HEADER + "# P\n\n```{code-cell} python\n%s\n```\n"
    write(tmp_path, {"page": page % before})
    fix(tmp_path, check(Course.load(tmp_path)))
    assert (tmp_path / "content/page.md").read_text() == page % after


def test_an_address_that_says_more_than_the_id_is_left_alone(tmp_path):
    video = ":::{video} A\n:id: https://youtu.be/aircAruvnKk?t=9\n:channel: C\n:minutes: 2\n:::\n"
    page = f"# P\n\n{video}"
    write(tmp_path, {"page": page})
    assert fix(tmp_path, check(Course.load(tmp_path))) == []


def test_only_what_was_found_is_changed_and_line_ends_are_kept(tmp_path):
    write(tmp_path, {"page": ""})
    file = tmp_path / "content/page.md"
    before = b"\xef\xbb\xbf# Page\r\n\r\n:::{note}\r\n:class tip\r\nText.  \r\n:::\r\nno end"
    file.write_bytes(before)
    mended = fix(tmp_path, check(Course.load(tmp_path)))
    assert [problem.rule for problem in mended] == ["option"]
    assert file.read_bytes() == before.replace(b":class tip", b":class: tip")
    assert check(Course.load(tmp_path)) == []


def test_a_line_in_which_the_place_is_not_certain_is_left_alone(tmp_path):
    text = "# Page\n\n[a](b c.md) and [a](b c.md)\n"
    write(tmp_path, {"page": text})
    assert fix(tmp_path, check(Course.load(tmp_path))) == []
    assert (tmp_path / "content/page.md").read_text() == text


def test_our_own_course_has_no_problem_of_any_level():
    assert [str(problem) for problem in check(Course.load(ROOT))] == []
