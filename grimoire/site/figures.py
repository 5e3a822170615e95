"""Give each drawn figure a second rendering for the dark page.

A plot in nnlib's style uses only the colours of `nnlib.plots.LIGHT`. The dark copy is the same
SVG with each of them replaced by its partner in `nnlib.plots.DARK`; the theme shows one of them.
An author who draws the dark one puts it beside the light one: `plot.svg` and `plot-dark.svg`.
"""

from __future__ import annotations

import hashlib
import os
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
PAIR = {"only-light", "only-dark"}
"""What an author says of a picture for one of the two; the theme shows it then alone."""

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
    """Put a dark copy beside each picture that has one, or that is drawn in the light style."""

    default_priority = 870  # before Sphinx collects the images (880)

    def apply(self, **kwargs: object) -> None:
        for image in list(self.document.findall(nodes.image)):
            image["loading"] = "lazy"
            if PAIR & set(image["classes"]) or not (uri := self.dark_of(image["uri"])):
                continue
            partner = image.deepcopy()
            partner["uri"] = uri
            partner["classes"] = [*image["classes"], "only-dark"]
            partner["ids"] = []
            image["classes"] = [*image["classes"], "only-light"]
            image.parent.insert(image.parent.index(image) + 1, partner)

    def dark_of(self, uri: str) -> str:
        """The dark rendering of a picture: its author's own, or one made here; empty for none."""
        if "://" in uri:
            return ""
        file = Path(self.env.relfn2path(uri)[1])
        own = Path(uri).with_name(f"{file.stem}-dark{file.suffix}")
        if file.with_name(own.name).is_file():
            return own.as_posix()
        if file.suffix != ".svg" or not file.is_file():
            return ""
        light = file.read_text(encoding="utf-8")
        dark = darken(light)
        return "" if dark == light else self.kept(f"{file.stem}-dark.svg", dark)

    def kept(self, name: str, svg: str) -> str:
        """The path of a drawing in the folder of the drawings that cells made, never in content."""
        digest = hashlib.sha256(svg.encode()).hexdigest()[:16]
        file = Path(self.env.mystnb_config.output_folder).resolve() / "dark" / digest / name
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(svg, encoding="utf-8", newline="\n")
        return "/" + Path(os.path.relpath(file, self.env.srcdir)).as_posix()
