"""The course with every reference resolved: each page once, for all faces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import LoggingReporter

from grimoire.checks import report
from grimoire.course import Course
from grimoire.pages.app import opened_app, require_no_warnings
from grimoire.pages.piece import Piece
from grimoire.pages.reading import read_pages
from grimoire.pages.transforms import apply, keep_for_the_site
from grimoire.store import Store, digest, file_digest

TARGETS = 8
"""So many pages with numbered things that others refer to are kept in memory at a time."""


class Resolved:
    """What a face is made from.

    Attributes
    ----------
    app : Sphinx
        Sphinx with all pages read. Its builder is that of the site, and so are the addresses in the
        trees: a face that stands elsewhere translates them.
    course : Course
        The pages and units.
    store : Store
        Where a face keeps what it makes of a page, under the page's key.
    state : str
        The digest of what all pages depend on: settings, house, library, data.
    """

    def __init__(
        self, app: Sphinx, course: Course, store: Store, state: str, pieces: dict[str, Piece]
    ) -> None:
        self.app = app
        self.course = course
        self.store = store
        self.state = digest(state, bibliography(app), *(p.inventory for p in pieces.values()))
        self.pieces = pieces
        self.images = images_by_page(app.env)
        self.steps_of_the_site = keep_for_the_site(app)
        self.stored_tree = app.env.get_doctree
        app.env.get_doctree = lru_cache(TARGETS)(self.stored_tree)  # type: ignore[method-assign]

    @property
    def env(self) -> BuildEnvironment:
        return self.app.env

    @property
    def pages(self) -> list[str]:
        """The names of all pages, in the order of their addresses."""
        return list(self.pieces)

    def key(self, docname: str) -> str:
        """The digest of all that the resolved page hangs on, its own text and all others."""
        return digest(self.state, self.pieces[docname].key, self.images.get(docname))

    def tree(self, docname: str) -> nodes.document:
        """The resolved page; the caller may change it."""
        tree: nodes.document = self.store.get("resolved", self.key(docname))
        tree.settings.env = self.env
        tree.reporter = LoggingReporter(self.env.doc2path(docname))
        return tree

    def tree_for_site(self, docname: str) -> nodes.document:
        """The resolved page after the steps that Sphinx takes for HTML alone."""
        tree = self.tree(docname)
        apply(self.app, self.steps_of_the_site, tree, docname)
        return tree

    def resolve(self) -> None:
        """Resolve every page that is not kept.

        Raises
        ------
        BookError
            If Sphinx warns of anything.
        """
        for docname in self.pages:
            key = self.key(docname)
            if not self.store.has("resolved", key):
                tree = self._resolve(docname)
                for_store(tree)
                self.store.put("resolved", key, tree)
        require_no_warnings(self.app)

    def _resolve(self, docname: str) -> nodes.document:
        self.app.phase = BuildPhase.RESOLVING
        self.env._write_doc_doctree_cache[docname] = self.stored_tree(docname)
        with logging.pending_warnings():
            tree = self.env.get_and_resolve_doctree(docname, self.app.builder)
        self.env._pickled_doctree_cache.clear()
        return tree


def images_by_page(env: BuildEnvironment) -> dict[str, list[tuple[str, str]]]:
    """The images that each page shows: their files, and their names among all images."""
    images: dict[str, list[tuple[str, str]]] = {}
    for file, (docnames, name) in env.images.items():
        for docname in docnames:
            images.setdefault(docname, []).append((file, name))
    return images


def for_store(tree: nodes.document) -> None:
    """Make the tree forget what cannot be pickled, as Sphinx does with those it keeps."""
    tree.reporter = tree.transformer = None
    tree.settings = tree.settings.copy()
    tree.settings.warning_stream = tree.settings.env = tree.settings.record_dependencies = None


def bibliography(app: Sphinx) -> list[str]:
    """What the files of sources hold: a page shows of it what it cites."""
    return [file_digest(Path(file)) for file in app.config.bibtex_bibfiles or []]


@contextmanager
def resolved_course(course: Course, work: Path, state: str) -> Iterator[Resolved]:
    """Read the course, and offer its pages resolved.

    Raises
    ------
    BookError
        If Sphinx warns of anything while it reads and resolves, or cannot go on.
    """
    with opened_app(course.root, work) as app:
        store: Store = app.store  # type: ignore[attr-defined]
        pieces = read_pages(app, store, state)
        require_no_warnings(app)
        report.tell([problem for piece in pieces.values() for problem in piece.problems])
        resolved = Resolved(app, course, store, state, pieces)
        resolved.resolve()
        yield resolved
