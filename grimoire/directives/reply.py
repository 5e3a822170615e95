"""Under which name the browser keeps a reader's reply: it stays when the page around it changes."""

from __future__ import annotations

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from grimoire.directives.renamed import RENAMED, earlier, read_renamed
from grimoire.problem import CourseError
from grimoire.store import digest

DIGITS = 8


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", load_renamed)


def load_renamed(app: Sphinx) -> None:
    try:
        app.renamed = read_renamed(Path(app.srcdir).parent)  # type: ignore[attr-defined]
    except CourseError as error:
        raise ExtensionError(str(error)) from error


def name_reply(env: BuildEnvironment, node: nodes.Element) -> None:
    """Give a node with an id the name of its reply.

    That is its `:name:`, which the course has once, so it may move to another page; or else the
    page with the id, which comes from its first words.
    """
    set_name(env, node, node["names"][0] if node["names"] else f"{env.docname}#{node['ids'][0]}")


def set_name(env: BuildEnvironment, node: nodes.Element, name: str) -> None:
    """The attribute `reply` is the name; `replies_before` are those that it had before."""
    env.note_dependency(str(Path(env.srcdir) / RENAMED.name))
    node["reply"] = name
    node["replies_before"] = earlier(name, env.app.renamed)  # type: ignore[attr-defined]


def wording(*parts: str) -> str:
    """A short name for words, which tells whether they have changed."""
    return digest(*(" ".join(part.split()) for part in parts))[:DIGITS]


def kept_as(node: nodes.Element) -> str:
    """The attributes of a field that say under which name its reply is kept."""
    before = " ".join(node["replies_before"])
    was = f' data-was="{escape(before)}"' if before else ""
    return f'data-keep="{escape(node["reply"])}"{was}'
