"""The handout: the slides on paper, three to a sheet, each with its notes beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes

from grimoire import paper
from grimoire.directives.film import film
from grimoire.directives.task import duration
from grimoire.edition import Edition
from grimoire.kinds import place
from grimoire.latex.formulas import Formulas
from grimoire.latex.problem import FormulaError
from grimoire.names import deck_name
from grimoire.pages.resolved import Resolved
from grimoire.paper.chapter import PageWriter, place_of
from grimoire.paper.markup import call, literal, quoted, words
from grimoire.paper.press import print_books
from grimoire.paper.tree import language, tree_for_paper
from grimoire.paper.writer import Context
from grimoire.problem import BookError
from grimoire.slides.sections import Slide, slides_in
from grimoire.store import digest

NAME = "handout.pdf"
PAPER = Path(paper.__file__).parent
STYLE = (PAPER / "book.typ", PAPER / "cover.svg", Path(__file__).with_name("handout.typ"))


class SlidePrinter(PageWriter):
    """Write the blocks of a slide: pictures stay where they are, and a film becomes a strip."""

    def moves(self, node: nodes.figure) -> bool:
        return False

    def write_film(self, node: film) -> str:
        """The frames that tell the story, the last one large."""
        return self.block(node, call("strip", *map(self.write, node.told())))


@dataclass(frozen=True)
class Handouts:
    """Where the handouts of a course are made, with what all of them share."""

    resolved: Resolved
    work: Path
    formulas: Formulas

    @classmethod
    def of(cls, resolved: Resolved) -> Handouts:
        work = Path(resolved.app.outdir).parent / "slides"
        work.mkdir(exist_ok=True)
        for file in STYLE:
            shutil.copyfile(file, work / file.name)
        return cls(resolved, work, Formulas(work / "formulas.json"))

    def make(self, docnames: list[str], folders: list[Path]) -> None:
        """Make the handout of each of these decks in its folder.

        Raises
        ------
        BookError
            If something of a page cannot be printed, with file and line.
        """
        root = self.resolved.course.root
        sources = [self.write(docname) for docname in docnames]
        pdfs = print_books(sources, root, Edition.of(root).time, len(sources))
        for pdf, folder in zip(pdfs, folders, strict=True):
            shutil.copyfile(pdf, folder / NAME)

    def write(self, docname: str) -> Path:
        """The Typst document of a deck, written only when it says something new."""
        store, root = self.resolved.store, self.resolved.course.root
        key = digest("handout", self.resolved.key(docname))
        body = store.make("handouts", key, lambda: self.body(docname))
        style = "".join(
            f"#import {quoted(f'/{(self.work / name).relative_to(root).as_posix()}')}: *\n"
            for name in ("book.typ", "handout.typ")
        )
        config = self.resolved.app.config
        facts = {
            "title": self.resolved.env.titles[docname].astext(),
            "course": config.project,
            "author": config.author,
            "site": f"{config.html_baseurl}{docname}.html",
            **language(config.language),
        }
        arguments = ", ".join(f"{name}: {literal(value)}" for name, value in facts.items())
        file = self.work / f"{deck_name(docname)}.typ"
        text = f"{style}#show: handout.with({arguments})\n{body}"
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def body(self, docname: str) -> str:
        """All slides of a deck as markup."""
        tree = tree_for_paper(self.resolved, docname)
        formulas = [n for kind in (nodes.math, nodes.math_block) for n in tree.findall(kind)]
        try:
            self.formulas.learn(formula.astext() for formula in formulas)
        except FormulaError as error:
            raise BookError(f"{place_of(error.formula, tree)}: {error}") from error
        site = self.resolved.app.config.html_baseurl
        root = self.resolved.course.root
        context = Context(self.resolved.env, root, set(), site, self.formulas)
        writer = SlidePrinter(context, docname, 1)
        return "".join(slide_markup(writer, slide) for slide in slides_in(tree))


def slide_markup(writer: SlidePrinter, slide: Slide) -> str:
    """One slide, with its notes."""
    minutes = sum(notes["minutes"] for notes in slide.notes)
    said = "".join(writer.inside(notes) for notes in slide.notes)
    markup = call(
        "slide",
        writer.inside(slide.part) if slide.part else "",
        writer.inside(slide.title),
        writer.inside(slide.main),
        writer.inside(slide.side),
        said or words("No notes."),
        at=place(slide.title),
        minutes=duration(minutes) if minutes else "",
        opens=slide.opens,
    )
    return writer.block(slide.title, markup)
