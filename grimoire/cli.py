"""The commands behind the Makefile: parse, call, print."""

from __future__ import annotations

import sys
import time

import click

from grimoire import ROOT
from grimoire.build import FACES
from grimoire.build import build as build_book
from grimoire.checks import check as check_course
from grimoire.checks import report
from grimoire.checks.fix import fix as mend
from grimoire.course import Course
from grimoire.directives.question_rules import KINDS
from grimoire.problem import BookError, CourseError, Problem

DISK_FULL = ("No space left on device", "disk is full")  # the system's words, and SQLite's


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Build, preview and check the course."""


@cli.command()
@click.argument("faces", nargs=-1, type=click.Choice(FACES))
def build(faces: tuple[str, ...]) -> None:
    """Build the book into _build/html: all of it, or the FACES named.

    A build that fails leaves the last good one in place.
    """
    started = time.monotonic()
    index = build_book(ROOT, faces or FACES)
    click.echo(f"Built {index.relative_to(ROOT)} in {time.monotonic() - started:.1f} s.")


@cli.command()
@click.option("--fix", is_flag=True, help="Mend what can be mended safely.")
@click.option(
    "--format",
    "form",
    type=click.Choice(report.FORMATS),
    default=report.form,
    help="How to tell of a problem: as text, or as an annotation of GitHub (the default there).",
)
def check(fix: bool, form: str) -> None:
    """Check the sources without building.

    Errors stop a build; warnings do not.
    """
    try:
        course, problems = _checked()
        if fix and (mended := mend(ROOT, problems)):
            click.echo("\n".join(f"Mended: {problem}" for problem in mended))
            course, problems = _checked()
        pages = len(course.pages)
    except CourseError as error:
        pages, problems = 0, sorted(error.problems)
    for line in report.lines(problems, form):
        click.echo(line)
    click.echo(report.summary(pages, problems))
    sys.exit(any(problem.level == "error" for problem in problems))


def _checked() -> tuple[Course, list[Problem]]:
    course = Course.load(ROOT)
    return course, check_course(course)


@cli.command()
@click.option("--port", default=8000, show_default=True, help="Port of the preview.")
def serve(port: int) -> None:
    """Show the book at http://127.0.0.1:PORT, each page as soon as it is saved."""
    from grimoire.preview.server import serve as serve_book

    serve_book(ROOT, port)


@cli.command()
def readme() -> None:
    """Write the names of _config.yml into README.md, nnlib/README.md and pyproject.toml."""
    from grimoire.readme import write_names

    changed = write_names(Course.load(ROOT))
    click.echo(f"Changed {' and '.join(changed)}." if changed else "The names stand there already.")


@cli.group()
def new() -> None:
    """Begin a unit, a page, a question or a term with a skeleton that builds at once."""


@new.command()
@click.argument("number", type=int)
@click.argument("title")
def unit(number: int, title: str) -> None:
    """Begin unit NUMBER in a folder named after its TITLE."""
    from grimoire.new import make_unit

    click.echo(make_unit(ROOT, number, title))


@new.command()
@click.argument("name")
@click.argument("title", default="")
@click.option("--code", is_flag=True, help="The page has code cells.")
def page(name: str, title: str, code: bool) -> None:
    """Begin the page NAME, such as deep-learning/pooling."""
    from grimoire.new import make_page

    click.echo(make_page(ROOT, name, title, code))


@new.command()
@click.argument("page")
@click.argument("title", default="What happens if you change it?")
@click.option("--kind", type=click.Choice(KINDS), default="open", show_default=True)
def question(page: str, title: str, kind: str) -> None:
    """Begin a question at the end of PAGE."""
    from grimoire.new import make_question

    click.echo(make_question(ROOT, page, title, kind))


@new.command()
@click.argument("word")
def term(word: str) -> None:
    """Begin the entry of WORD in the glossary."""
    from grimoire.new import make_term

    click.echo(make_term(ROOT, word))


def _checked_course() -> Course:
    """The course, if nothing in it is wrong; what is not finished is told."""
    course, problems = _checked()
    report.tell(problems)
    return course


def main() -> None:
    """Run a command; where it fails, say why in plain words and exit with 1."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit("\nStopped.")
    except CourseError as error:
        found = report.lines(sorted(error.problems), report.form())
        sys.exit("\n".join([*found, report.summary(0, error.problems)]))
    except BookError as error:
        sys.exit(str(error))
    except Exception as error:
        if not any(words in str(error) for words in DISK_FULL):
            raise
        sys.exit(
            "The disk is full. The build needs about 300 MB; free some space, or remove"
            " _build/work with `make clean`. The last good book is still there."
        )
