"""A figure, formula or question may move from one page to another between two builds.

Sphinx forgets a changed page just before it reads it again. If the page with the new place is read
first, it still knows the old place, and warns of two labels with one name.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", forget_changed_pages)


def forget_changed_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget every page that will be read, before the first of them is."""
    for docname in docnames:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
