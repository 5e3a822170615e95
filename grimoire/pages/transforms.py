"""Which of Sphinx's last steps are taken once for all faces, and which by the site alone."""

from __future__ import annotations

from docutils import nodes
from myst_nb.sphinx_ import SelectMimeType
from sphinx.application import Sphinx
from sphinx.ext.viewcode import ViewcodeAnchorTransform
from sphinx.transforms import SphinxTransformer
from sphinx.transforms.post_transforms import OnlyNodeTransform, SphinxPostTransform

CHOICES = (SelectMimeType, OnlyNodeTransform, ViewcodeAnchorTransform)
"""Steps that choose for one face among what the source offers: each face chooses for itself."""


def is_for_the_site(transform: type[SphinxPostTransform]) -> bool:
    return transform in CHOICES or "html" in (getattr(transform, "formats", None) or ())


def keep_for_the_site(app: Sphinx) -> list[type[SphinxPostTransform]]:
    """Leave `app` the steps that all faces share; return those of the site."""
    registry = app.registry
    own = [step for step in registry.post_transforms if is_for_the_site(step)]
    registry.post_transforms = [step for step in registry.post_transforms if step not in own]
    return own


def apply(
    app: Sphinx, steps: list[type[SphinxPostTransform]], tree: nodes.document, docname: str
) -> None:
    """Take these steps on the resolved tree of a page."""
    before = app.env.temp_data.copy()
    app.env.temp_data["docname"] = docname
    try:
        transformer = SphinxTransformer(tree)
        transformer.set_environment(app.env)
        transformer.add_transforms(steps)
        transformer.apply_transforms()
    finally:
        app.env.temp_data = before
