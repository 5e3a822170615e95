"""The HTML of a deck: each slide from its section of the page, and the page around all of them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.notes import notes

PAGE = Template(Path(__file__).with_name("page").joinpath("deck.html").read_text(encoding="utf-8"))
BESIDE = "tag_margin"
"""The class of a cell whose picture stands beside the text of the slide."""


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
    return "".join(writer.slides(next(iter(tree.findall(nodes.section))), level=1))


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
        self.part = ""

    def html(self, node: nodes.Node) -> str:
        """The HTML of one node."""
        body = self.translator.body
        begin = len(body)
        node.walkabout(self.translator)
        html = "".join(body[begin:])
        del body[begin:]
        return html

    def slides(self, section: nodes.section, level: int) -> Iterator[str]:
        """The slide of a section, and those of the sections in it."""
        title, *rest = section.children
        own = [child for child in rest if not isinstance(child, nodes.section)]
        if level == 2:
            self.part = "" if own else self.words(title)
        if own or level != 2:
            yield self.slide(section["ids"][0], self.words(title), own, level)
        for child in rest:
            if isinstance(child, nodes.section):
                yield from self.slides(child, level + 1)

    def words(self, title: nodes.Element) -> str:
        return "".join(self.html(child) for child in title)

    def slide(self, id_: str, title: str, own: list[nodes.Node], level: int) -> str:
        said = [child for child in own if isinstance(child, notes)]
        shown = [child for child in own if not isinstance(child, notes)]
        minutes = sum(child["minutes"] for child in said)
        kind = "opening" if level == 1 else "slide"
        heading = "h1" if level == 1 else "h2"
        part = f'<p class="part">{self.part}</p>' if self.part else ""
        imprint = f'<p class="imprint">{escape(self.imprint)}</p>' if level == 1 else ""
        notes_html = "".join(self.html(child) for child in said)
        return (
            f'<section id="{id_}" class="{kind}" data-minutes="{minutes}">\n'
            f"<header>{part}<{heading}>{title}</{heading}></header>\n"
            f"{self.body(shown)}\n{imprint}{notes_html}</section>\n"
        )

    def body(self, shown: list[nodes.Node]) -> str:
        """What stands below the title: the text, and beside it a picture that asks for this."""
        main = "".join(self.shown(node) for node in shown if not stands_beside(node))
        side = "".join(self.shown(node) for node in shown if stands_beside(node))
        if not side:
            return f'<div class="body">{main}</div>'
        return f'<div class="body two"><div>{main}</div><div class="side">{side}</div></div>'

    def shown(self, node: nodes.Node) -> str:
        """One block of a slide; it may come with a later key."""
        for fold in list(node.findall(HideCodeCellNode)):
            if fold.next_node(nodes.literal_block) and not is_result(fold):
                fold.parent.remove(fold)
        html = self.html(node)
        if is_cell(node) and "<img" not in html and "<pre" not in html and "<table" not in html:
            return ""
        if is_cell(node):
            html = f'<div class="drawn">{html}</div>'
        step = node.get("step", 0) if isinstance(node, nodes.Element) else 0
        if not step:
            return html
        return f'<div class="fragment" data-fragment-index="{step}">{html}</div>\n'


def is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def is_result(fold: nodes.Element) -> bool:
    """Whether a fold holds what a cell put out, and not its code."""
    return fold.children[0].get("nb_element") != "cell_code_source"  # type: ignore[attr-defined]


def stands_beside(node: nodes.Node) -> bool:
    return is_cell(node) and BESIDE in node["classes"]  # type: ignore[index]
