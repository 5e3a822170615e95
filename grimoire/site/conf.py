"""The Sphinx configuration of the site: what Jupyter Book makes of `_config.yml` and `_toc.yml`.

With it plain Sphinx and sphinx-autobuild build the same book as `jupyter-book build`.
"""

from jupyter_book.config import get_final_config

from grimoire import ROOT

settings, _ = get_final_config(
    user_yaml=ROOT / "_config.yml",
    cli_config={
        "latex_individualpages": False,
        "external_toc_path": str(ROOT / "_toc.yml"),
    },
    sourcedir=ROOT / "content",
)
globals().update(settings)
