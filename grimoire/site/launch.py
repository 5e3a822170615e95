"""Where a page's code can be run: Colab, Binder, Kaggle, or a downloaded notebook."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from docutils import nodes
from sphinx.application import Sphinx

from grimoire.course import Course

BRANCH = "notebooks"
"""The branch of the repository that holds the notebooks of the built site."""


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_launch_menu)


def add_launch_menu(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template where the page's notebook opens, if the page has code."""
    course: Course = app.course  # type: ignore[attr-defined]
    page = course.page(docname)
    if page and page.has_code_cells:
        repository = app.config.html_theme_options["source_repository"]
        addresses = launch_addresses(repository, docname)
        if page.setting("mystnb", "execution_mode") == "off":
            del addresses["binder"]  # it has what the build has, and the cells need more
        context["page_launch"] = addresses


def launch_addresses(repository: str, docname: str) -> dict[str, str]:
    """The notebook of a page at each service, by the name of the service.

    `student` and `solution` are addresses in the site itself, from its root.
    """
    name = urlsplit(repository).path.strip("/")
    student = quote(f"student/{docname}.ipynb")
    in_repository = f"{name}/blob/{BRANCH}/{student}"
    return {
        "colab": f"https://colab.research.google.com/github/{in_repository}",
        "binder": f"https://mybinder.org/v2/gh/{name}/{BRANCH}?labpath={quote(student, safe='')}",
        "kaggle": f"https://kaggle.com/kernels/welcome?src=https://github.com/{in_repository}",
        "student": f"notebooks/student/{docname}.ipynb",
        "solution": f"notebooks/solution/{docname}.ipynb",
    }
