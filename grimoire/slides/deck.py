"""The HTML of a deck: each slide from its section of the page, and the page around all of them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.writers.html5 import HTML5Translator

from grimoire.slides.sections import Slide, is_cell, slides_in

PAGE = Template(Path(__file__).with_name("page").joinpath("deck.html").read_text(encoding="utf-8"))
SHOWS = ("<img", "<pre", "<table")
"""A cell that has none of these shows nothing."""


def deck_html(slides: str, language: str, course: str, page: str) -> str:
    """The whole deck.

    Parameters
    ----------
    slides : str
        The HTML of the slides.
    language, course : str
        What the deck says of itself.
    page : str
        The address of the page that the deck was made from.
    """
    names = {"language": language, "course": course, "page": page}
    return PAGE.substitute({name: escape(said) for name, said in names.items()}, slides=slides)


def slides_html(tree: nodes.document, translator: HTML5Translator, imprint: str) -> str:
    """All slides of a page, from its tree as the site has it; the first one has the imprint."""
    writer = SlideWriter(translator, imprint)
    return "".join(map(writer.slide, slides_in(tree)))


class SlideWriter:
    """Write the parts of a page as slides.

    Parameters
    ----------
    translator : HTML5Translator
        The site's own writer, which knows every kind of node.
    imprint : str
        What stands at the foot of the first slide.
    """

    def __init__(self, translator: HTML5Translator, imprint: str) -> None:
        self.translator = translator
        self.imprint = imprint

    def html(self, each: Iterable[nodes.Node]) -> str:
        """The HTML of these nodes."""
        body = self.translator.body
        begin = len(body)
        for node in each:
            node.walkabout(self.translator)
        html = "".join(body[begin:])
        del body[begin:]
        return html

    def slide(self, slide: Slide) -> str:
        minutes = sum(notes["minutes"] for notes in slide.notes)
        kind, heading = ("opening", "h1") if slide.opens else ("slide", "h2")
        part = f'<p class="part">{self.html(slide.part)}</p>' if slide.part else ""
        imprint = f'<p class="imprint">{escape(self.imprint)}</p>\n' if slide.opens else ""
        return (
            f'<section id="{slide.id}" class="{kind}" data-minutes="{minutes}">\n'
            f"<header>{part}<{heading}>{self.html(slide.title)}</{heading}></header>\n"
            f"{self.body(slide)}\n{imprint}{self.html(slide.notes)}</section>\n"
        )

    def body(self, slide: Slide) -> str:
        """What stands below the title: the text, and beside it a picture that asks for this."""
        main, side = ("".join(map(self.shown, part)) for part in (slide.main, slide.side))
        if not side:
            return f'<div class="body">{main}</div>'
        return f'<div class="body two"><div>{main}</div><div class="side">{side}</div></div>'

    def shown(self, node: nodes.Node) -> str:
        """One block of a slide; it may come with a later key."""
        for fold in list(node.findall(HideCodeCellNode)):
            if hides_code(fold):
                fold.parent.remove(fold)
        html = self.html([node])
        if is_cell(node):
            if not any(mark in html for mark in SHOWS):
                return ""
            html = f'<div class="drawn">{html}</div>'
        if step := node.get("step") if isinstance(node, nodes.Element) else None:
            return f'<div class="fragment" data-fragment-index="{step}">{html}</div>\n'
        return html


def hides_code(fold: nodes.Element) -> bool:
    """Whether a fold holds the code of a cell, and not what it put out."""
    return fold.children[0].get("nb_element") == "cell_code_source"  # type: ignore[attr-defined]
