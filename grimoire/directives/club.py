"""The club's own addresses, kept in one file, and the role that links to them.

A fork changes `content/club.yml` and nothing else. Where an address is left empty, the page says
the same words without a link.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from grimoire.course import CONTENT
from grimoire.directives.data import read_yaml
from grimoire.problem import CourseError, Problem

CLUB = CONTENT / "club.yml"
KEYS = ("chat", "submissions", "calendar", "contact")
NOTHING = "tag:yaml.org,2002:null"
SCHEMES = ("https://", "http://", "mailto:")
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", load_club)
    app.add_role("club", ClubRole())


def load_club(app: Sphinx) -> None:
    try:
        app.club = read_club(Path(app.srcdir).parent)  # type: ignore[attr-defined]
    except CourseError as error:
        raise ExtensionError(str(error)) from error


def read_club(root: Path) -> dict[str, str]:
    """The addresses of the club whose course stands in `root`; what is not given is empty.

    Raises
    ------
    CourseError
        If the file is not as it should be, with each line that is not.
    """
    if not (root / CLUB).is_file():
        return dict.fromkeys(KEYS, "")
    tree = read_yaml(root, CLUB)
    if tree is not None and not isinstance(tree, yaml.MappingNode):
        message = f"expected lines `key: address`, with the keys {', '.join(KEYS)}."
        raise CourseError([Problem(CLUB, tree.start_mark.line + 1, message)])
    addresses = dict.fromkeys(KEYS, "")
    problems = []
    for key, value in tree.value if tree else []:
        if message := _fault(key, value):
            problems.append(Problem(CLUB, key.start_mark.line + 1, message))
        elif value.tag != NOTHING:
            addresses[key.value] = value.value
    if problems:
        raise CourseError(problems)
    return addresses


def _fault(key: yaml.Node, value: yaml.Node) -> str:
    if key.value not in KEYS:
        return f"the key {key.value!r} is not known. Use one of {', '.join(KEYS)}."
    if not isinstance(value, yaml.ScalarNode):
        return f"`{key.value}` takes one address on the same line, or nothing."
    if value.value and value.tag != NOTHING and not value.value.startswith(SCHEMES):
        return (
            f"`{key.value}` takes an address that begins with {', '.join(SCHEMES)} or nothing,"
            f" got {value.value!r}."
        )
    return ""


class ClubRole(ReferenceRole):
    """{club}`the club's chat <chat>`: the words, linked where the club has such an address."""

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
        address = self.env.app.club[self.target]  # type: ignore[attr-defined]
        if not address:
            return [nodes.Text(self.title)], []
        return [nodes.reference(self.rawtext, self.title, refuri=address, internal=False)], []
