"""The club's own addresses, kept in one file, and the role that links to them.

A fork changes `content/club.yml` and nothing else. Where an address is left empty, the link leads
to the issues of the repository; only a calendar has no such place.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from grimoire.directives.addresses import CLUB, KEYS, read_club
from grimoire.problem import CourseError

logger = logging.getLogger(__name__)

ISSUES = {"chat": "issues", "submissions": "issues/new", "contact": "issues/new"}
"""Where in the repository one finds what the club has no address for."""


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", load_club)
    app.add_role("club", ClubRole())


def load_club(app: Sphinx) -> None:
    try:
        app.club = read_club(Path(app.srcdir).parent)  # type: ignore[attr-defined]
    except CourseError as error:
        raise ExtensionError(str(error)) from error


class ClubRole(ReferenceRole):
    """{club}`the club's chat <chat>`: the words, linked to the club's address or to the issues."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if not self.has_explicit_title or self.target not in KEYS:
            logger.warning(
                "a club link is written {club}`words <key>` with one of the keys %s, got %r.",
                ", ".join(KEYS),
                self.text,
                location=(self.env.docname, self.lineno),
                type="club",
            )
            return [nodes.Text(self.title)], []
        self.env.note_dependency(str(Path(self.env.srcdir) / CLUB.name))
        address = self.env.app.club[self.target] or self.fallback  # type: ignore[attr-defined]
        if not address:
            return [nodes.Text(self.title)], []
        return [nodes.reference(self.rawtext, self.title, refuri=address, internal=False)], []

    @property
    def fallback(self) -> str:
        repository = self.env.config.html_theme_options.get("source_repository")
        place = ISSUES.get(self.target)
        return f"{repository}/{place}" if repository and place else ""
