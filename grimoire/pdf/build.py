"""Make the books: resolve each page once, write it into every book it belongs to, typeset."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from grimoire.edition import Edition
from grimoire.pages.addresses import translate
from grimoire.pages.choices import choose
from grimoire.pages.resolved import Resolved
from grimoire.pdf.blocks import BlockWriter, appendix
from grimoire.pdf.book import Book, Part, books
from grimoire.pdf.formulas import FormulaError, Formulas
from grimoire.pdf.markup import literal, quoted, words
from grimoire.pdf.reference import ReferenceWriter
from grimoire.pdf.typeset import typeset
from grimoire.pdf.writer import Context, place
from grimoire.problem import BookError

FOLDER = "grimoire"
"""Where the books stand in the site."""

TAGS = ("pdf", "latex")
MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "text/plain")


class PageWriter(BlockWriter, ReferenceWriter):
    """Write every kind of node that our pages have."""


def make(resolved: Resolved, out: Path) -> None:
    """Make a PDF of the course and of each unit in the folder `grimoire` of `out`.

    Raises
    ------
    BookError
        If something of a page cannot be printed, with file and line.
    """
    app, course = resolved.app, resolved.course
    work = Path(app.outdir).parent / "pdf"
    trees = {docname: tree_for_paper(resolved, docname) for docname in resolved.pages}
    formulas = Formulas(work / "formulas.json")
    learn(formulas, trees)
    edition = Edition.of(course.root)
    terms = glossary_terms(app)
    sources = []
    for book in books(course, app.env, app.config.project, app.config.author):
        site = app.config.html_baseurl
        context = Context(app.env, course.root, set(book.pages), site, formulas, terms)
        source = work / f"{book.name}.typ"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(manuscript(book, context, trees, edition, app), encoding="utf-8")
        sources.append(source)
    made = [source.with_suffix(".pdf") for source in sources]
    with ThreadPoolExecutor() as pool:  # Typst works outside of Python's lock
        list(pool.map(typeset, sources, made, repeat(course.root), repeat(edition.time)))
    shelf = out / FOLDER
    shelf.mkdir()
    for file in made:
        shutil.copy(file, shelf)


def tree_for_paper(resolved: Resolved, docname: str) -> nodes.document:
    """The resolved page with what paper can show, and links to places in the book."""
    tree = resolved.tree(docname)
    choose(tree, TAGS, MIME_TYPES)
    translate(tree, docname, lambda page, id_: f"%{page}#{id_}")
    return tree


def learn(formulas: Formulas, trees: dict[str, nodes.document]) -> None:
    found: dict[str, nodes.Node] = {}
    for tree in trees.values():
        for node in tree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
            found.setdefault(node.astext(), node)
    try:
        formulas.learn(found)
    except FormulaError as error:
        raise BookError(f"{place(found[error.formula])}: {error}") from error


def glossary_terms(app: Sphinx) -> dict[str, str]:
    """From the label of each glossary entry to its term."""
    return {
        f"{docname}#{id_}": name
        for name, _, kind, docname, id_, _ in app.env.get_domain("std").get_objects()
        if kind == "term"
    }


def manuscript(
    book: Book,
    context: Context,
    trees: dict[str, nodes.document],
    edition: Edition,
    app: Sphinx,
) -> str:
    """The whole book as a Typst document."""
    facts = {
        "title": book.title,
        "subtitle": book.subtitle,
        "author": app.config.author,
        "version": edition.version,
        "day": edition.date,
        "year": app.config.copyright,
        "site": context.site,
        "unit": unit_name(book),
    }
    arguments = [f"{name}: {literal(value)}" for name, value in facts.items()]
    parts = "".join(part_of(book, part, context, trees) for part in book.parts)
    return (
        '#import "/grimoire/pdf/book.typ": *\n'
        f"#show: book.with({', '.join(arguments)})\n{parts}\n#index()\n"
    )


def unit_name(book: Book) -> str:
    """What a unit's book says above its title, such as Unit 2."""
    first = book.parts[0]
    return f"Unit {first.unit.number}" if first.unit and not first.caption else ""


def part_of(book: Book, part: Part, context: Context, trees: dict[str, nodes.document]) -> str:
    """A part: its own page where it has a caption, its chapters, its hints and answers."""
    level = 2 if part.caption else 1
    writers = [(page, PageWriter(context, page, level)) for page in part.pages]
    chapters = [f"#[\n{writer.write(trees[page])}\n]\n" for page, writer in writers]
    titles = [(title_of(trees[page], writer), writer) for page, writer in writers]
    head = ""
    if part.caption:
        subtitle = part.unit.title if part.unit else ""
        head = f"#part({quoted(part.caption)}, {quoted(subtitle)});\n"
    end = f"{part.unit.folder}-help" if part.unit else f"{part.pages[0]}-help"
    return head + "".join(chapters) + appendix(words("Hints and answers"), level, end, titles)


def title_of(tree: nodes.document, writer: PageWriter) -> str:
    """The title of a page, as markup without labels."""
    return words(next(iter(tree.findall(nodes.title))).astext())
