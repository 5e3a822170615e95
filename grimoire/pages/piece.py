"""What Sphinx learns from one page read alone, so that it can be kept and put together again.

Sphinx gathers what it reads in one environment, in the order in which pages happen to change. Here
each page is read into an empty one. Its piece is what the page added; merging the pieces in the
order of the book gives the same environment whatever was read before.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

from grimoire.problem import Problem
from grimoire.store import digest

SHARED = {
    *("app", "config", "domains", "events", "project", "settings", "srcdir", "doctreedir"),
    *("config_status", "config_status_extra", "version", "versioning_condition"),
    *("versioning_compare", "_pickled_doctree_cache", "_write_doc_doctree_cache"),
    *("myst_config", "mystnb_config", "sd_config", "external_site_map", "is_directory_builder"),
}
"""Attributes of an environment that belong to no page."""

PRIVATE = {
    *("all_docs", "dependencies", "images", "dlfiles", "included", "original_image_uri"),
    *("nb_metadata", "nb_new_exec_data", "temp_data", "ref_context"),
}
"""Attributes that say something of a page which no other page can see."""

PLACES = {"line", "lineno"}
"""Fields that say where in its file something stands, which no other page can see either."""

BIBLIOGRAPHY = "bibdata"  # read from its file at the start, the same for all pages


@dataclass(frozen=True)
class Piece:
    """One page as Sphinx has read it.

    Attributes
    ----------
    docname : str
        The page.
    key : str
        The digest of all that it was read from.
    inventory : str
        The digest of what other pages can see of it: titles, labels, numbered things, terms.
    learnt : bytes
        The environment of this page alone, pickled.
    problems : list of Problem
        What the checks have against its outputs, and against what its text says of them.
    """

    docname: str
    key: str
    inventory: str
    learnt: bytes
    problems: list[Problem]

    def merge_into(self, env: BuildEnvironment) -> None:
        other: Any = SimpleNamespace(**pickle.loads(self.learnt))
        env.merge_info_from([self.docname], other, env.app)


class Blank:
    """The environment as it was before the first page was read."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.state = pickle.dumps(state_of(env), pickle.HIGHEST_PROTOCOL)

    def restore(self) -> None:
        """Let the environment forget every page."""
        env, state = self.env, pickle.loads(self.state)
        for name in set(vars(env)) - SHARED - set(state):
            delattr(env, name)
        bibliography = env.domaindata["cite"].get(BIBLIOGRAPHY)
        vars(env).update(state)
        env.domaindata["cite"][BIBLIOGRAPHY] = bibliography
        for name, domain in env.domains.items():
            domain.data = env.domaindata[name]


def state_of(env: BuildEnvironment) -> dict[str, Any]:
    """What the environment has learnt from pages."""
    state = {name: value for name, value in vars(env).items() if name not in SHARED}
    cite = {k: v for k, v in env.domaindata["cite"].items() if k != BIBLIOGRAPHY}
    return {**state, "domaindata": {**env.domaindata, "cite": cite}}


def inventory_of(env: BuildEnvironment) -> str:
    """The digest of what other pages can see of the page that was read into this environment."""
    seen = {name: value for name, value in state_of(env).items() if name not in PRIVATE}
    return digest(*plain(seen))


def plain(value: Any) -> Iterator[str]:
    """A value as a row of texts that is the same in every process, without lines of files."""
    if isinstance(value, nodes.Node):
        yield value.pformat() if isinstance(value, nodes.Element) else value.astext()
    elif isinstance(value, Mapping):
        yield "{"
        for key, item in value.items():
            if key not in PLACES:
                yield from plain(key)
                yield from plain(item)
        yield "}"
    elif isinstance(value, set | frozenset):
        yield from sorted(" ".join(plain(item)) for item in value)
    elif hasattr(value, "_asdict"):
        yield from plain(value._asdict())
    elif isinstance(value, list | tuple):
        yield "["
        for item in value:
            yield from plain(item)
        yield "]"
    elif isinstance(value, str | int | float | bytes | None):
        yield repr(value)
    else:
        yield pickle.dumps(value, pickle.HIGHEST_PROTOCOL).hex()
