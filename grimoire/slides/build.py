"""Make the slides: for each page of slides one folder that needs nothing else."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.util.build_phase import BuildPhase

from grimoire.checks.lecture import is_deck
from grimoire.names import deck_name
from grimoire.pages.addresses import translate
from grimoire.pages.resolved import Resolved
from grimoire.slides.deck import deck_html, slides_html
from grimoire.slides.handout import Handouts
from grimoire.store import digest

FOLDER = "slides"
"""Where the slides stand in the site."""

HERE = Path(__file__).parent
SHARED = ("katex", "fonts", "film.js", "film.css", "favicon.svg")
"""What the slides take of the site's static files."""

REVEAL = ("reveal.js", "reveal.css", "LICENSE")


@dataclass(frozen=True)
class Deck:
    """The slides as HTML, and the images that they show: the name of each, by its file."""

    html: str
    images: dict[str, str]


def make_slides(resolved: Resolved, out: Path) -> None:
    """Make the slides of each page that has some in a folder of its own below `slides` of `out`.

    Raises
    ------
    BookError
        If something of a page cannot be shown, with file and line.
    """
    decks = [page.docname for page in resolved.course.pages if is_deck(page)]
    folders = [out / FOLDER / deck_name(docname) for docname in decks]
    for docname, folder in zip(decks, folders, strict=True):
        key = digest("slides", resolved.key(docname))
        deck = resolved.store.make("slides", key, lambda name=docname: made(resolved, name))
        write(folder, deck, resolved.app.config, Path(resolved.app.srcdir))
    if decks:
        Handouts.of(resolved).make(decks, folders)


def made(resolved: Resolved, docname: str) -> Deck:
    """The slides of a page, written by the writer of the site."""
    config, builder = resolved.app.config, resolved.app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)
    tree = resolved.tree_for_site(docname)
    translate(
        tree,
        docname,
        lambda page, id_: f"{config.html_baseurl}{page}.html{'#' * bool(id_)}{id_}",
    )
    prepare(resolved, builder, tree, docname)
    imprint = f"{config.project}. {config.author}."
    slides = slides_html(tree, builder.create_translator(tree, builder), imprint)
    page = f"{config.html_baseurl}{docname}.html"
    html = deck_html(slides, config.language, config.project, page)
    return Deck(html, dict(builder.images))


def prepare(
    resolved: Resolved, builder: StandaloneHTMLBuilder, tree: nodes.document, docname: str
) -> None:
    """Tell the site's builder which page is written, and that its images stand beside it."""
    resolved.app.phase = BuildPhase.WRITING
    builder.prepare_writing({docname})
    builder.current_docname = docname
    builder.fignumbers = builder.env.toc_fignumbers.get(docname, {})
    builder.images = {}
    builder.imgpath = "images"
    builder.post_process_images(tree)
    tree.settings = builder.docsettings


def write(folder: Path, deck: Deck, config: Config, source: Path) -> None:
    """Write the slides, and copy all that they need beside them."""
    shutil.copytree(HERE / "page", folder, ignore=shutil.ignore_patterns("deck.html"))
    (folder / "index.html").write_text(deck.html, encoding="utf-8", newline="\n")
    for name in REVEAL:
        target = "LICENSE-reveal" if name == "LICENSE" else name
        shutil.copyfile(HERE / "reveal" / name, folder / target)
    for name in SHARED:
        file = static(config, name)
        (shutil.copytree if file.is_dir() else shutil.copyfile)(file, folder / name)
    (folder / "images").mkdir()
    for image, name in deck.images.items():
        shutil.copyfile(source / image, folder / "images" / name)


def static(config: Config, name: str) -> Path:
    """One of the site's static files, in the folder that holds it."""
    folders = (Path(folder) for folder in config.html_static_path)
    return next(file for folder in folders if (file := folder / name).exists())
