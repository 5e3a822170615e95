"""The Sphinx application that reads and resolves pages: one for each build."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

from grimoire.course import CONTENT
from grimoire.problem import BookError
from grimoire.store import Store


@contextmanager
def opened_app(root: Path, work: Path) -> Iterator[Sphinx]:
    """Sphinx for the course in the folder `root`, with the folder `work` to itself.

    What it makes is kept in its attribute `store`.

    Raises
    ------
    BookError
        In place of Sphinx's own errors.
    """
    from grimoire.site.settings import settings_of

    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                srcdir=root / CONTENT,
                confdir=None,
                confoverrides=settings_of(root),
                outdir=work / "html",
                doctreedir=work / "doctrees",
                buildername="html",
                status=None,
                warning=StringIO(),
                warningiserror=True,
                keep_going=True,
            )
            store = Store(work / "store", good=lambda: not app._warncount)
            app.store = store  # type: ignore[attr-defined]
            yield app
            app.events.emit("build-finished", None)
    except SphinxError as error:
        raise BookError(within(root, str(error))) from error


def require_no_warnings(app: Sphinx) -> None:
    """Stop if Sphinx has warned of anything, with all that it has said.

    Raises
    ------
    BookError
        If there is a warning.
    """
    if app._warncount:
        said = strip_colors(app._warning.getvalue()).strip()  # type: ignore[attr-defined]
        raise BookError(within(Path(app.srcdir).parent, said))


def within(root: Path, text: str) -> str:
    """A message whose paths begin at the course's own folder."""
    return text.replace(f"{root}{os.sep}", "")
