"""Pages of the site that are none of the course, each from a template of its own."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

from grimoire.course import Course
from grimoire.names import book_name

PAGES = {"404": "404.html", "keep": "keep.html", "search": "search.html"}


def setup(app: Sphinx) -> None:
    app.connect("config-inited", add_pages)
    app.connect("builder-inited", name_folder, priority=600)  # the course is loaded before
    app.connect("builder-inited", leave_out_search)


def add_pages(app: Sphinx, config: Config) -> None:
    config.html_additional_pages = {**config.html_additional_pages, **PAGES}


def name_folder(app: Sphinx) -> None:
    """Tell the templates how the course as a folder is called."""
    course: Course = app.course  # type: ignore[attr-defined]
    app.config.html_context["folder"] = f"{book_name(app.config.project, course)}.zip"


def leave_out_search(app: Sphinx) -> None:
    """Sphinx's own search fetches whole pages; `grimoire.site.search` has another index."""
    app.builder.search = False  # type: ignore[attr-defined]
