"""The names and addresses of the course: three facts of `_config.yml`, and what follows."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from grimoire.course import SETTINGS, Course
from grimoire.data import read_yaml
from grimoire.problem import CourseError, Problem

REPOSITORY, SITE = "repository: url", "html: baseurl"
FACTS = {
    "title": "the name of the course, such as `title: Networks by Hand`",
    "author": "who makes it, such as `author: The Networks Club`",
    REPOSITORY: "where its sources are, such as `url: https://github.com/our-club/course`",
    SITE: "where the site is, such as `baseurl: https://course.example.org/`",
}
STRING = "tag:yaml.org,2002:str"
NOTHING = yaml.ScalarNode("tag:yaml.org,2002:null", "")


@dataclass(frozen=True)
class Names:
    """Who the course is.

    Attributes
    ----------
    title, author : str
        What stands on covers and in footers.
    repository : str
        The address of the sources, without a slash at its end.
    site : str
        The address of the site, with a slash at its end.
    """

    title: str
    author: str
    repository: str
    site: str

    @classmethod
    def of(cls, root: Path) -> Names:
        """The names of the course in the folder `root`.

        On GitHub the repository is the one that is being built, so that a fork has addresses of
        its own before anybody has written them down.

        Raises
        ------
        CourseError
            If a name is missing or is none, with its line.
        """
        if not (root / SETTINGS).is_file():
            raise CourseError([Problem(SETTINGS, 1, "this file is missing; it has the settings.")])
        tree = read_yaml(root, SETTINGS)
        found = {fact: _find(tree, fact) for fact in FACTS}
        if here := os.environ.get("GITHUB_REPOSITORY"):
            found[REPOSITORY] = yaml.ScalarNode(STRING, f"https://github.com/{here}")
        if found[SITE] is NOTHING and _is_good(REPOSITORY, found[REPOSITORY]):
            found[SITE] = yaml.ScalarNode(STRING, pages_address(found[REPOSITORY].value))
        elif found[SITE] is NOTHING:  # one mistake, one message
            del found[SITE]
        wrong = [(fact, node) for fact, node in found.items() if not _is_good(fact, node)]
        if wrong:
            raise CourseError([_problem(fact, node) for fact, node in wrong])
        title, author, repository, site = (node.value for node in found.values())
        return cls(title, author, plain(repository), site.removesuffix("/") + "/")


def _find(tree: yaml.Node | None, path: str) -> yaml.Node:
    """What stands under these keys; nothing where one is missing."""
    node = tree
    for name in path.split(": "):
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in pairs if key.value == name), None)
    return node or NOTHING


def _is_good(fact: str, node: yaml.Node) -> bool:
    if node.tag != STRING or not node.value.strip() or "\n" in node.value:
        return False
    address = urlsplit(node.value)
    return ":" not in fact or (address.scheme in ("https", "http") and bool(address.netloc))


def _problem(fact: str, node: yaml.Node) -> Problem:
    got = f"got {node.value!r}" if isinstance(node.value, str) else "got several entries"
    line = node.start_mark.line + 1 if node.start_mark else 1
    message = f"`{fact}` says {FACTS[fact]}; {got if node.value else 'there is nothing'}."
    return Problem(SETTINGS, line, f"{message} Write it as text on one line, in quotes.")


def plain(repository: str) -> str:
    """The address of a repository without what a browser or git may have put behind it."""
    return repository.removesuffix("/").removesuffix(".git")


def pages_address(repository: str) -> str:
    """Where GitHub Pages publishes a repository; empty for one that is elsewhere."""
    match = re.fullmatch(r"https://github\.com/([^/]+)/([^/]+)", plain(repository))
    if not match:
        return ""
    owner, name = match.groups()
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def book_name(title: str, course: Course) -> str:
    """The file name of the whole course as a PDF, without `.pdf`; no unit's PDF has it."""
    name = slug(title) or "course"
    return f"{name}-course" if name in {unit.folder for unit in course.units} else name


def deck_name(docname: str) -> str:
    """The folder below `slides/` in which the slides of a page stand."""
    return docname.replace("/", "-")


def slug(text: str) -> str:
    """The words of a text in small letters with hyphens between them, as an address has them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain.lower()).strip("-")
