"""Make the books: write each page once, put it into every book it belongs to, typeset."""

from __future__ import annotations

import shutil
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

from grimoire.edition import Edition
from grimoire.html import say_html
from grimoire.pages.addresses import translate
from grimoire.pages.choices import choose
from grimoire.pages.resolved import Resolved
from grimoire.pdf.book import Manuscripts, books
from grimoire.pdf.chapter import Chapter, chapters_of
from grimoire.pdf.formulas import Formulas
from grimoire.pdf.press import print_books
from grimoire.pdf.writer import Context
from grimoire.store import digest

FOLDER = "grimoire"
"""Where the books stand in the site."""

TAGS = ("pdf", "latex")
MIME_TYPES = (
    *("image/svg+xml", "image/png", "image/jpeg", "image/gif"),
    *("text/markdown", "text/latex", "text/html", "text/plain"),
)


def make(resolved: Resolved, out: Path) -> None:
    """Make a PDF of the course and of each unit in the folder `grimoire` of `out`.

    Raises
    ------
    BookError
        If something of a page cannot be printed, with file and line.
    """
    config, course = resolved.app.config, resolved.course
    work = Path(resolved.app.outdir).parent / "pdf"
    edition = Edition.of(course.root)
    shelf = books(course, resolved.env, config.project, config.author)
    facts = {
        **language(config.language),
        "author": config.author,
        "version": edition.version,
        "day": edition.date,
        "year": config.copyright,
        "site": config.html_baseurl,
    }
    formulas = Formulas(work / "formulas.json")
    levels = {page: level for book in shelf for page, level in book.levels.items()}
    chapters = kept_chapters(resolved, levels, formulas)
    manuscripts = Manuscripts(course.root, work, chapters, facts)
    sources = [manuscripts.write(book) for book in shelf]  # the whole book first
    (out / FOLDER).mkdir()
    for pdf in print_books(sources, course.root, edition.time, len(chapters)):
        shutil.copy(pdf, out / FOLDER)


def kept_chapters(
    resolved: Resolved, levels: dict[str, int], formulas: Formulas
) -> dict[str, Chapter]:
    """All pages as markup: those that the store holds, and the others written now."""
    site, terms = resolved.app.config.html_baseurl, glossary_terms(resolved.env)

    def context(docname: str) -> Context:
        unit = resolved.course.unit_of(docname)
        pages = {page.docname for page in unit.pages} if unit else set(levels)
        return Context(resolved.env, resolved.course.root, pages, site, formulas, terms)

    keys = {
        docname: digest(resolved.key(docname), level, sorted(context(docname).pages))
        for docname, level in levels.items()
    }
    kept = {docname: resolved.store.get("chapters", key) for docname, key in keys.items()}
    new = {docname: levels[docname] for docname, chapter in kept.items() if chapter is None}
    written = chapters_of(new, lambda name: tree_for_paper(resolved, name), context, formulas)
    for docname, chapter in written.items():
        resolved.store.put("chapters", keys[docname], chapter)
    return kept | written


def tree_for_paper(resolved: Resolved, docname: str) -> nodes.document:
    """The resolved page with what paper can show, and links to places in the book."""
    tree = resolved.tree(docname)
    address = f"{resolved.app.config.html_baseurl}{docname}.html"
    choose(tree, TAGS, MIME_TYPES, address)
    say_html(tree, address)
    translate(tree, docname, on_paper)
    return tree


def on_paper(page: str, id_: str) -> str:
    """A label in the book; what only a script reads, such as `#lr=0.1`, leads to its page."""
    return f"%{page}#{'' if '=' in id_ else id_}"


def glossary_terms(env: BuildEnvironment) -> dict[str, str]:
    """From the label of each glossary entry to its term."""
    return {
        f"{docname}#{id_}": name
        for name, _, kind, docname, id_, _ in env.get_domain("std").get_objects()
        if kind == "term"
    }


def language(code: str) -> dict[str, str | None]:
    """Sphinx's name of a language in the two parts that Typst takes: de, pt_BR, zh_CN."""
    lang, _, region = code.replace("-", "_").partition("_")
    return {"lang": lang, "region": region.lower() or ("gb" if lang == "en" else None)}
