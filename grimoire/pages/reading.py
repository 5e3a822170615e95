"""Read each page alone, or take what an earlier build has read, and put all of it together."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import CONFIG_OK
from sphinx.util import logging

from grimoire.checks import check_run
from grimoire.course import Course
from grimoire.pages.execution import executed
from grimoire.pages.piece import Blank, Piece, inventory_of, state_of
from grimoire.problem import Problem
from grimoire.store import Store, digest, file_digest


def read_pages(app: Sphinx, store: Store, state: str) -> dict[str, Piece]:
    """Fill the environment of `app` with every page of the course; return the pieces.

    A page is read again if its text, a file that it includes or shows, or `state` has changed. A
    page that Sphinx warns of is not kept, nor is one read after it, so it warns at every build.

    Parameters
    ----------
    app : Sphinx
        Without a page read. Its folder of doctrees holds all of them afterwards.
    store : Store
        What earlier builds have read.
    state : str
        The digest of everything that goes into the reading of all pages.
    """
    env, builder = app.env, app.builder
    shutil.rmtree(app.doctreedir, ignore_errors=True)
    env.find_files(app.config, builder)
    for _ in app.events.emit("env-get-outdated", env, set(env.found_docs), set(), set()):
        pass
    blank = Blank(env)
    pages = sorted(env.found_docs)
    pieces = {page: piece for page in pages if (piece := known(app, store, state, page))}
    new = [page for page in pages if page not in pieces]
    app.events.emit("env-before-read-docs", env, new)
    for page in new:
        blank.restore()
        pieces[page] = read(app, store, state, page)
    blank.restore()
    in_order = {page: pieces[page] for page in pages}
    merge(app, in_order.values())
    return in_order


def known(app: Sphinx, store: Store, state: str, page: str) -> Piece | None:
    """The piece of a page that can be taken as it is, its doctree put in place."""
    kept = store.get("piece", key_of(app, state, page))
    if kept is None:
        return None
    files, piece = kept
    if any(file_digest(Path(app.srcdir, file)) != content for file, content in files.items()):
        return None
    if not store.has("tree", piece.key):
        return None
    place = Path(app.doctreedir, f"{page}.doctree")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(store.file("tree", piece.key), place)
    return piece


def key_of(app: Sphinx, state: str, page: str) -> str:
    return digest(state, page, file_digest(Path(app.env.doc2path(page))))


def read(app: Sphinx, store: Store, state: str, page: str) -> Piece:
    """Read a page into the empty environment of `app`."""
    env = app.env
    app.events.emit("env-purge-doc", env, page)
    env.clear_doc(page)
    with logging.pending_warnings():
        app.builder.read_doc(page)
    env._write_doc_doctree_cache.clear()
    files = {str(file): file_digest(Path(app.srcdir, file)) for file in env.dependencies[page]}
    base = key_of(app, state, page)
    learnt = pickle.dumps(state_of(env), pickle.HIGHEST_PROTOCOL)
    key = digest(base, sorted(files.items()))
    piece = Piece(page, key, inventory_of(env), learnt, problems_of_run(app, page))
    store.put_bytes("tree", key, Path(app.doctreedir, f"{page}.doctree").read_bytes())
    store.put("piece", base, (files, piece))
    return piece


def problems_of_run(app: Sphinx, docname: str) -> list[Problem]:
    """What the checks have against the outputs of a page."""
    course: Course = app.course  # type: ignore[attr-defined]
    page = next((page for page in course.pages if page.docname == docname), None)
    notebook = executed(app.env, docname) if page and page.has_code_cells else None
    return check_run(course, page, notebook) if page and notebook else []


def merge(app: Sphinx, pieces: Iterable[Piece]) -> None:
    """Put the pieces into the environment of `app`, and number what the book numbers."""
    env = app.env
    for piece in pieces:
        app.events.emit("env-purge-doc", env, piece.docname)
        env.clear_doc(piece.docname)
        piece.merge_into(env)
    for changed in app.events.emit("env-updated", env):
        list(changed or ())
    list(env.check_dependents(app, set()))
    env.config_status = CONFIG_OK
    env.check_consistency()
