"""A page as markup: it depends on the page's resolved tree and on what `Context` says, no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, replace

from docutils import nodes

from grimoire.kinds import place
from grimoire.latex.formulas import Formulas, key, key_of_words
from grimoire.latex.problem import FormulaError
from grimoire.paper.blocks import BlockWriter, Help
from grimoire.paper.figures import FigureWriter
from grimoire.paper.markup import anchor, literal, quoted, words
from grimoire.paper.reference import ReferenceWriter
from grimoire.paper.tables import TableWriter
from grimoire.paper.writer import Context
from grimoire.problem import BookError

MARK = re.compile("\0(.+?)\0")
"""Where a formula will stand that is not converted yet."""


class PageWriter(BlockWriter, FigureWriter, TableWriter, ReferenceWriter):
    """Write every kind of node that our pages have."""


@dataclass(frozen=True)
class Chapter:
    """A page as markup.

    Attributes
    ----------
    title : str
        Its title without labels.
    text : str
        What stands in its place.
    hints, answers : str
        What the appendix says on its questions.
    """

    title: str
    text: str
    hints: str
    answers: str


class Awaited:
    """Formulas for pages that are being written: a new one is a mark until all are converted.

    So pandoc runs once for all pages, and no page is kept in memory, or written twice.
    """

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self.new: set[str] = set()

    def __getitem__(self, formula: str) -> str:
        if formula in self.formulas:
            return self.formulas[formula]
        self.new.add(formula)
        return f"\0{key(formula)}\0"

    def alternative(self, formula: str) -> str:
        if formula in self.formulas:
            return self.formulas.alternative(formula)
        self.new.add(formula)
        return f"\0{key_of_words(formula)}\0"


def chapter_of(tree: nodes.document, context: Context, docname: str, level: int) -> Chapter:
    """The page `docname` as markup, from its resolved tree.

    Parameters
    ----------
    level : int
        The level of its title: 1 for a page that stands in no part, otherwise 2.
    """
    writer = PageWriter(context, docname, level)
    text = writer.write(tree)
    title = without_notes(next(iter(tree.findall(nodes.title))))
    return Chapter(words(title), text, helps(writer.hints), helps(writer.answers))


def without_notes(title: nodes.title) -> str:
    """The words of a title, for places that repeat it."""
    parts = (part for part in title if not isinstance(part, nodes.footnote_reference))
    return "".join(part.astext() for part in parts).strip()


def helps(entries: Iterable[Help]) -> str:
    return "".join(
        f"#help([{anchor(help.label)}], {quoted(help.question)}, {literal(help.name)})"
        f"[{help.title}][{help.body}];\n"
        for help in entries
    )


def chapters_of(
    levels: Mapping[str, int],
    tree_of: Callable[[str], nodes.document],
    context_of: Callable[[str], Context],
    formulas: Formulas,
) -> dict[str, Chapter]:
    """The pages as markup, each with its level in the course; one tree is in memory at a time.

    Raises
    ------
    BookError
        If something of a page cannot be printed, with file and line.
    """
    awaited, asked, chapters = Awaited(formulas), {}, {}
    for docname, level in levels.items():
        context = replace(context_of(docname), formulas=awaited)
        chapters[docname] = chapter_of(tree_of(docname), context, docname, level)
        asked |= dict.fromkeys(awaited.new - asked.keys(), docname)
    try:
        formulas.learn(awaited.new)
    except FormulaError as error:
        where = place_of(error.formula, tree_of(asked[error.formula]))
        raise BookError(f"{where}: {error}") from error
    return {docname: filled(chapter, formulas) for docname, chapter in chapters.items()}


def place_of(formula: str, tree: nodes.document) -> str:
    maths = tree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block))
    return place(next(node for node in maths if node.astext() == formula))


def filled(chapter: Chapter, formulas: Formulas) -> Chapter:
    """The chapter with formulas in the place of their marks."""
    parts = (MARK.sub(lambda match: formulas.known[match[1]], part) for part in astuple(chapter))
    return Chapter(*parts)
