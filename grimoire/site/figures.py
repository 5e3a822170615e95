"""Give each drawn figure a second rendering for the dark page.

A plot in nnlib's style uses only the colours of `nnlib.plots.LIGHT`. The dark copy is the same
SVG with each of them replaced by its partner in `nnlib.plots.DARK`; the theme shows one of them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.images import get_image_size

from nnlib.plots import DARK, LIGHT

PARTNER = {LIGHT[name].lower(): DARK[name].lower() for name in LIGHT}
COLOUR = re.compile("|".join(PARTNER), re.IGNORECASE)
IMAGE = re.compile(
    r'<img (?=[^>]*src="[^"]*_images/(?P<name>[^"/]+)")(?![^>]*(?:width|height)[=:])'
)


def setup(app: Sphinx) -> None:
    app.add_transform(AddDarkFigures)
    app.connect("html-page-context", state_sizes)


def state_sizes(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write the size of each image into the page, so that no line moves when it arrives."""
    files = {name: Path(app.srcdir, source) for source, (_, name) in app.env.images.items()}

    def with_size(tag: re.Match[str]) -> str:
        size = get_image_size(files[tag["name"]]) if tag["name"] in files else None
        return f'{tag[0]}width="{size[0]}" height="{size[1]}" ' if size else tag[0]

    if "body" in context:
        context["body"] = IMAGE.sub(with_size, context["body"])


def darken(svg: str) -> str:
    """The drawing with every colour of the light style replaced by that of the dark one."""
    return COLOUR.sub(lambda match: PARTNER[match[0].lower()], svg)


class AddDarkFigures(SphinxTransform):
    """Put a dark copy beside each SVG that the page's cells drew."""

    default_priority = 870  # before Sphinx collects the images (880)

    def apply(self, **kwargs: object) -> None:
        for image in list(self.document.findall(nodes.image)):
            image["loading"] = "lazy"
            file = Path(self.env.srcdir) / image["uri"].lstrip("/")
            if file.suffix != ".svg" or not file.is_file():
                continue
            light = file.read_text(encoding="utf-8")
            dark = darken(light)
            if dark == light:
                continue
            dark_file = file.with_name(f"{file.stem}-dark.svg")
            dark_file.write_text(dark, encoding="utf-8")
            partner = image.deepcopy()
            partner["uri"] = image["uri"].removesuffix(".svg") + "-dark.svg"
            partner["classes"] = [*image["classes"], "only-dark"]
            partner["ids"] = []
            image["classes"] = [*image["classes"], "only-light"]
            image.parent.insert(image.parent.index(image) + 1, partner)
