"""Make the e-books: write each page once, put it into every book it belongs to, pack them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sphinx.builders.html import StandaloneHTMLBuilder

from grimoire.ebook.blocks import BlockWriter
from grimoire.ebook.cover import made_cover
from grimoire.ebook.package import Facts, pack
from grimoire.ebook.xhtml import Written, tidy
from grimoire.edition import Edition
from grimoire.html import say_html
from grimoire.pages.addresses import is_state, translate
from grimoire.pages.choices import MIME_TYPES, choose
from grimoire.pages.resolved import Resolved
from grimoire.pages.shelf import books
from grimoire.store import digest

FOLDER = "grimoire"
"""Where the books stand in the site."""

TAGS = ("epub",)


@dataclass(frozen=True)
class Chapter:
    """A page of a book.

    Attributes
    ----------
    title : str
        Its title as text.
    page, answers : Written
        The page, and what stands behind on its questions (empty where it has none).
    pictures : dict
        From the name of each picture to its bytes.
    """

    title: str
    page: Written
    answers: Written
    pictures: dict[str, bytes]


def make(resolved: Resolved, out: Path) -> None:
    """Make an EPUB of the course and of each unit in the folder `grimoire` of `out`.

    Raises
    ------
    BookError
        If something of a page cannot stand in an e-book, with file and line.
    """
    config, root = resolved.app.config, resolved.course.root
    edition = Edition.of(root)
    whole, *units = books(resolved.course, resolved.env, config.project, config.author)
    shelf = [replace(whole, name=config.epub_basename), *units]
    chapters = {name: kept_chapter(resolved, name) for book in shelf for name in book.pages}
    (out / FOLDER).mkdir(exist_ok=True)
    for book in shelf:
        facts = Facts(config.author, config.language, config.html_baseurl, edition)
        cover = made_cover(book, config.author, resolved.store)
        (out / FOLDER / f"{book.name}.epub").write_bytes(pack(book, chapters, facts, cover))


def kept_chapter(resolved: Resolved, docname: str) -> Chapter:
    """The page as it was kept, or written now."""
    key = digest("ebook", resolved.key(docname))
    return resolved.store.make("ebook", key, lambda: written_chapter(resolved, docname))


def written_chapter(resolved: Resolved, docname: str) -> Chapter:
    builder, site = resolved.app.builder, resolved.app.config.html_baseurl
    assert isinstance(builder, StandaloneHTMLBuilder)
    tree = resolved.tree(docname)
    address = f"{site}{docname}.html"
    choose(tree, TAGS, MIME_TYPES, address)
    say_html(tree, address)
    translate(tree, docname, partial(in_book, site))
    writer = BlockWriter(tree, builder, docname, site)
    page = tidy(writer.write(tree))
    title = resolved.env.titles[docname].astext()
    return Chapter(title, page, tidy("".join(writer.answers)), writer.pictures)


def in_book(site: str, page: str, id_: str) -> str:
    """The mark of a place in the book; what only a script can show stays on the site."""
    return f"{site}{page}.html#{id_}" if is_state(id_) else f"course:{page}#{id_}"
