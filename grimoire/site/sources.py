"""The pages that show the library's code are made again with the page that links into them.

Sphinx makes them again only where the code is newer than they are. It would miss a function that is
new on the library's page but not in the library.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

LISTS = "{eval-rst}"  # how a page lists what the library offers


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", forget_code_pages)


def forget_code_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Remove the pages of code if a page that lists the library will be read."""
    files = (Path(env.doc2path(docname)) for docname in docnames)
    if any(LISTS in file.read_text(encoding="utf-8") for file in files):
        shutil.rmtree(Path(app.outdir) / "_modules", ignore_errors=True)
