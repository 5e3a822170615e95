"""When something on a page is due, as the schedule says: {due}`before` or {due}`after`.

The date is that of the week whose `before:` or `after:` in `content/schedule.yml` links to the
page. Where none does, the words say it without a date.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from grimoire.directives.schedule import day
from grimoire.directives.term import AROUND, SCHEDULE, Term, read_term
from grimoire.problem import CourseError

WITHOUT_A_DATE = {"before": "before the meeting", "after": "a week after the meeting"}


def setup(app: Sphinx) -> None:
    app.add_role("due", Due())


class Due(SphinxRole):
    """{due}`before`: the day on which it is due."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if self.text not in AROUND:
            message = f"`due` takes {' or '.join(AROUND)}, got {self.text!r}."
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        root = Path(self.env.srcdir).parent
        self.env.note_dependency(str(root / SCHEDULE))
        return [nodes.Text(self.when(root))], []

    def when(self, root: Path) -> str:
        try:
            term = read_term(root)
        except CourseError:  # the schedule itself says so
            return WITHOUT_A_DATE[self.text]
        return due(term, self.env.docname, self.text) or WITHOUT_A_DATE[self.text]


def due(term: Term, docname: str, kind: str) -> str:
    """The day on which what a page says is due, or nothing where no week names the page."""
    for week in term.weeks:
        if f"]({docname}.md" in getattr(week, kind):
            when = term.before_is_due(week) if kind == "before" else term.after_is_due(week)
            return f"on {day(when)} {when.year}"
    return ""
