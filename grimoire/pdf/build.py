"""Make the books: write each page once, put it into every book it belongs to, typeset."""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.environment import BuildEnvironment

from grimoire.edition import Edition
from grimoire.latex.formulas import Formulas
from grimoire.pages.resolved import Resolved
from grimoire.pages.shelf import books
from grimoire.paper.chapter import Chapter, chapters_of
from grimoire.paper.press import print_books
from grimoire.paper.tree import language, tree_for_paper
from grimoire.paper.writer import Context
from grimoire.pdf.book import Manuscripts, volumes
from grimoire.store import digest

FOLDER = "grimoire"
"""Where the books stand in the site."""


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
    whole, *units = books(course, resolved.env, config.project, config.author)
    shelf = [*volumes(whole), *units]
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
    leaves = frozenset(page.docname for page in course.pages if page.front_matter.get("leaf"))
    manuscripts = Manuscripts(course.root, work, chapters, facts, leaves)
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


def glossary_terms(env: BuildEnvironment) -> dict[str, str]:
    """From the label of each glossary entry to its term."""
    return {
        f"{docname}#{id_}": name
        for name, _, kind, docname, id_, _ in env.get_domain("std").get_objects()
        if kind == "term"
    }
