"""The file of a picture on a page, for faces that take a copy of it."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes

from grimoire.kinds import place
from grimoire.problem import BookError

TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


def picture_of(node: nodes.image, folder: Path, face: str, refused: str) -> Path:
    """The file of an image on a page of the sources in `folder`.

    Parameters
    ----------
    node : image
        The image; its `uri` begins at the sources.
    folder : Path
        Where the sources stand.
    face, refused : str
        Who asks, such as "paper", and what happens to other kinds of pictures there, such as
        "cannot be printed": for the messages.

    Raises
    ------
    BookError
        If it is on another host, not there, or of another kind than `TYPES`, or if the image has no
        text alternative; with file and line.
    """
    if "://" in node["uri"]:
        raise BookError(
            f"{place(node)}: {face} needs a copy of the picture {node['uri']}. Save it into"
            " `content/`, and write its path here."
        )
    file = (folder / node["uri"].lstrip("/")).resolve()
    if not file.is_file():
        raise BookError(f"{place(node)}: there is no image {node['uri']}.")
    if file.suffix.lower() not in TYPES:
        raise BookError(
            f"{place(node)}: {file.name} {refused}. Save the picture as one of"
            f" {', '.join(sorted(TYPES))}."
        )
    if not node.get("alt"):
        raise BookError(
            f"{place(node)}: the image {file.name} has no text alternative. Say in a sentence"
            " what it shows: `:alt:`, or `mystnb: image: alt:` in the cell that draws it."
        )
    return file
