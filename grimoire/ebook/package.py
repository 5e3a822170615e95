"""An EPUB 3 file: pages, pictures, the list of contents, and what the book says of itself.

EPUB 3.3 (W3C, 2023) says what stands where; EPUB Accessibility 1.1 what a book says about how it
can be read. The same sources give the same bytes.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from grimoire.ebook import xhtml
from grimoire.ebook.blocks import BEHIND
from grimoire.edition import Edition
from grimoire.pages.pictures import TYPES
from grimoire.pages.shelf import Book

if TYPE_CHECKING:
    from grimoire.ebook.build import Chapter

STYLE = Path(__file__).with_name("book.css")
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" \
media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:language>{language}</dc:language>
<dc:source>{site}</dc:source>
<dc:date>{day}</dc:date>
<meta property="dcterms:modified">{modified}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">MathML</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Every figure has a text alternative, every formula \
is MathML, and each question leads to its hints and answer and back.</meta>
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""
COVER_PAGE = """<div class="cover"><img src="images/cover.png" alt="Cover: {title}. An open book \
whose two pages are one neural network."/></div>"""
NAVIGATION = """<nav epub:type="toc" id="contents">
<h1>Contents</h1>
{contents}
</nav>
<nav epub:type="landmarks" hidden="hidden">
<h2>Landmarks</h2>
<ol>
<li><a epub:type="cover" href="cover.xhtml">Cover</a></li>
<li><a epub:type="toc" href="contents.xhtml">Contents</a></li>
<li><a epub:type="bodymatter" href="{first}">Begin reading</a></li>
</ol>
</nav>"""


@dataclass(frozen=True)
class Facts:
    """What every book says of itself."""

    author: str
    language: str
    site: str
    edition: Edition


@dataclass(frozen=True)
class Binding:
    """The pages of one book, and where they stand in it."""

    book: Book
    chapters: Mapping[str, Chapter]
    facts: Facts

    def page(self, name: str) -> tuple[str, xhtml.Written]:
        """The title and text of a page, or of what stands behind it."""
        chapter = self.chapters[name.removeprefix(BEHIND)]
        if name.startswith(BEHIND):
            return f"Answers: {chapter.title}", chapter.answers
        return chapter.title, chapter.page

    @property
    def behind(self) -> list[str]:
        """The pages of hints and answers."""
        return [BEHIND + name for name in self.book.pages if self.chapters[name].answers.body]

    def address(self, name: str, id_: str) -> str:
        """Where a link to a page leads: to its place in this book, or to the site."""
        if name.removeprefix(BEHIND) not in self.book.pages:
            return f"{self.facts.site}{name}.html" + (f"#{id_}" if id_ else "")
        known = id_ in self.page(name)[1].ids
        return file_of(name) + (f"#{id_}" if known else "")

    def text(self, name: str) -> str:
        title, written = self.page(name)
        body = written.body
        if name.startswith(BEHIND):
            body = f"<section>\n<h2>{escape(title)}</h2>\n{body}\n</section>"
        return xhtml.page(title, xhtml.linked(body, self.address), self.facts.language)

    def contents(self) -> str:
        """The list of contents: parts, pages and their sections, then hints and answers."""
        items = []
        for part in self.book.parts:
            pages = "".join(map(self.entry, part.pages))
            items.append(f"<li><span>{escape(part.caption)}</span><ol>{pages}</ol></li>\n")
            if not part.caption:
                items[-1] = pages
        behind = "".join(
            f'<li><a href="{file_of(name)}">{escape(self.page(name)[0])}</a></li>\n'
            for name in self.behind
        )
        if behind:
            items.append(f"<li><span>Hints and answers</span><ol>{behind}</ol></li>\n")
        return f"<ol>\n{''.join(items)}</ol>"

    def entry(self, name: str) -> str:
        file, chapter = file_of(name), self.chapters[name]
        sections = "".join(
            f'<li><a href="{file}#{id_}">{escape(title)}</a></li>\n'
            for id_, title in chapter.page.sections
        )
        below = f"<ol>{sections}</ol>" if sections else ""
        return f'<li><a href="{file}">{escape(chapter.title)}</a>{below}</li>\n'


def pack(book: Book, chapters: Mapping[str, Chapter], facts: Facts, cover: bytes) -> bytes:
    """The book as an EPUB file.

    Parameters
    ----------
    book : Book
        Which pages it has.
    chapters : mapping of str to Chapter
        These pages, and perhaps more.
    facts : Facts
        What the book says of itself.
    cover : bytes
        Its cover, a PNG.
    """
    binding = Binding(book, chapters, facts)
    names = [*book.pages, *binding.behind]
    texts = {file_of(name): binding.text(name) for name in names}
    navigation = NAVIGATION.format(contents=binding.contents(), first=file_of(names[0]))
    front = {
        "cover.xhtml": xhtml.page("Cover", COVER_PAGE.format(title=escape(book.title)), "en"),
        "contents.xhtml": xhtml.page("Contents", navigation, facts.language),
    }
    pictures = {"images/cover.png": cover}
    for name in book.pages:
        pictures |= chapters[name].pictures
    files: dict[str, bytes] = {"book.css": STYLE.read_bytes(), **pictures}
    files |= {name: text.encode() for name, text in {**front, **texts}.items()}
    package = package_file(book, facts, files, [*front, *texts])
    head = {"META-INF/container.xml": CONTAINER.encode(), "book/package.opf": package}
    return zipped(head | {f"book/{name}": data for name, data in files.items()})


def package_file(book: Book, facts: Facts, files: dict[str, bytes], order: list[str]) -> bytes:
    """What the book is called, which files it has, and in which order they are read."""
    numbers = {name: f"f{number}" for number, name in enumerate(files)}
    title = f"{book.unit}: {book.title}" if book.unit else book.title
    manifest = (
        f'<item id="{numbers[name]}" href="{name}" media-type="{kind_of(name)}"'
        f"{properties(name, data)}/>"
        for name, data in files.items()
    )
    return PACKAGE.format(
        language=escape(facts.language),
        identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{facts.site}{book.name}.epub')}",
        title=escape(title),
        author=escape(facts.author),
        site=escape(facts.site),
        day=f"{facts.edition.time:%Y-%m-%d}",
        modified=f"{facts.edition.time:%Y-%m-%dT%H:%M:%SZ}",
        manifest="\n".join(manifest),
        spine="\n".join(f'<itemref idref="{numbers[name]}"/>' for name in order),
    ).encode()


def file_of(name: str) -> str:
    """The file of a page in the book."""
    return f"{name.replace('/', '--')}.xhtml"


def kind_of(name: str) -> str:
    suffix = Path(name).suffix
    return {".xhtml": "application/xhtml+xml", ".css": "text/css", **TYPES}[suffix]


def properties(name: str, data: bytes) -> str:
    """What a reading system has to know of a file before it opens it."""
    known = {"contents.xhtml": "nav", "images/cover.png": "cover-image"}
    held = [known[name]] if name in known else []
    if name.endswith(".xhtml"):
        held += [tag for tag, mark in (("mathml", b"<math"), ("svg", b"<svg")) if mark in data]
    return f' properties="{" ".join(held)}"' if held else ""


def zipped(files: dict[str, bytes]) -> bytes:
    """The files in an archive whose first entry says that it is an EPUB."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as book:
        book.writestr(entry("mimetype", zipfile.ZIP_STORED), "application/epub+zip")
        for name, data in files.items():
            book.writestr(entry(name, zipfile.ZIP_DEFLATED), data)
    return archive.getvalue()


def entry(name: str, how: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # of 1 January 1980, whenever it is made
    info.compress_type = how
    return info
