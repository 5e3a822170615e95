"""Sphinx's settings for the site: what Jupyter Book makes of `_config.yml` and `_toc.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from jupyter_book.config import get_final_config

from grimoire.course import CONTENT, SETTINGS, TOC
from grimoire.names import Names

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
    names = Names.of(root)
    given = yaml.safe_load((root / SETTINGS).read_text(encoding="utf-8"))
    settings, _ = get_final_config(
        user_yaml={"project": names.title, "copyright": names.author} | given,
        cli_config={"latex_individualpages": False, "external_toc_path": str(root / TOC)},
        sourcedir=root / CONTENT,
    )
    del settings["comments_config"]
    settings["extensions"] = [name for name in settings["extensions"] if name not in LEFT_OUT]
    settings["source_suffix"] = {}  # to fill: Sphinx's own is one for all its applications
    settings["bibtex_bibfiles"] = [str(root / CONTENT / "references.bib")]
    settings["names"] = vars(names)
    settings["html_baseurl"] = names.site
    settings["html_theme_options"] = {
        "source_repository": names.repository,
        "source_branch": given["repository"].get("branch", "main"),
        "source_directory": f"{CONTENT}/",
        **given["sphinx"]["config"].get("html_theme_options", {}),
    }
    return settings
