"""The schedule of a term: a table made from one data file, which a club changes for each term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from grimoire.directives.term import SCHEDULE, Term, Week, read_term
from grimoire.problem import CourseError

BAR = r"\|"
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_directive("schedule", Schedule)


class Schedule(SphinxDirective):
    """{schedule}: the weeks of `content/schedule.yml` as a table."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(Path(self.env.srcdir) / SCHEDULE.name))
        try:
            term = read_term(Path(self.env.srcdir).parent)
        except CourseError as error:
            for problem in error.problems:
                logger.warning(problem.message, location=f"{problem.file}:{problem.line}")
            return []
        whole = nodes.container()
        self.state.nested_parse(StringList(markdown(term).splitlines()), 0, whole)
        return whole.children


def markdown(term: Term) -> str:
    """The term as a sentence and a table."""
    first, last = term.weeks[0].begins, term.weeks[-1].begins + timedelta(days=6)
    count = sum(not week.off for week in term.weeks)
    lines = [
        f"**{term.name}** has {count} weeks, from {day(first)} to {day(last)} {last.year}.",
        "",
        "| week | what we do |",
        "| :--- | :--- |",
    ]
    number = 0
    for week in term.weeks:
        number += not week.off
        what = f"*{week.what}*" if week.off else " ".join(taught(term, week))
        when = day(week.begins) if week.off else f"{number}:\N{NO-BREAK SPACE}{day(week.begins)}"
        lines.append(f"| {when} | {what.replace('|', BAR)} |")
    return "\n".join(lines)


def taught(term: Term, week: Week) -> Iterator[str]:
    """What a week is about, and what is due around its meeting."""
    yield f"**{week.unit}.** {week.what}"
    if week.before:
        yield f"*Due {day(term.before_is_due(week))}:* {week.before}"
    if week.after:
        yield f"*Due {day(term.after_is_due(week))}:* {week.after}"


def day(when: date) -> str:
    """A date as people write it, with a space at which no line breaks: 4 January."""
    return f"{when.day}\N{NO-BREAK SPACE}{when:%B}"
