"""Sphinx's settings for the site: what Jupyter Book makes of `_config.yml` and `_toc.yml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_book.config import get_final_config

from grimoire.course import CONTENT, TOC

LEFT_OUT = {
    "sphinx.ext.intersphinx",
    "sphinx_book_theme",
    "sphinx_comments",
    "sphinx_thebe",
    "sphinx_togglebutton",
}
"""Extensions Jupyter Book always loads; each would add scripts that no page of ours uses."""


def settings_of(root: Path) -> dict[str, Any]:
    """The settings of the course in the folder `root`."""
    settings, _ = get_final_config(
        user_yaml=root / "_config.yml",
        cli_config={"latex_individualpages": False, "external_toc_path": str(root / TOC)},
        sourcedir=root / CONTENT,
    )
    del settings["comments_config"]
    settings["extensions"] = [name for name in settings["extensions"] if name not in LEFT_OUT]
    if repository := os.environ.get("GITHUB_REPOSITORY"):
        owner, name = repository.split("/")
        settings["html_baseurl"] = f"https://{owner}.github.io/{name}/"
        settings["html_theme_options"]["source_repository"] = f"https://github.com/{repository}"
    settings["bibtex_bibfiles"] = [str(root / CONTENT / "references.bib")]
    return settings
