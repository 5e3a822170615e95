"""From the resolved tree of a question to HTML that every learning system shows.

It is well formed as XML. A kind of node without a tag or a method stops the build, with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from docutils import nodes

from grimoire.kinds import place
from grimoire.latex.mathjax import fault
from grimoire.problem import BookError

TAGS = {
    **dict.fromkeys(("emphasis", "title_reference"), "em"),
    **{"strong": "strong", "literal": "code", "subscript": "sub", "superscript": "sup"},
    **{"paragraph": "p", "bullet_list": "ul", "enumerated_list": "ol", "list_item": "li"},
}
"""What is a tag around its children and nothing more."""

NAME = 16
"""So many letters of a picture's name, which is a digest, tell it from all others."""


class HtmlWriter:
    """Write what stands in questions.

    Parameters
    ----------
    folder : Path
        The folder from which the names of pictures begin.
    address : str
        The page on the site.
    shown : callable
        From the address of a link to what it leads to: a figure or a formula, or None.

    Attributes
    ----------
    media : dict of str to bytes
        The pictures written so far.
    """

    advice = "Say it in words, or give the question a line `:bank: no`."
    """What to do about a kind of node that cannot be carried."""

    def __init__(
        self, folder: Path, address: str, shown: Callable[[str], nodes.Element | None]
    ) -> None:
        self.folder = folder
        self.address = address
        self.shown = shown
        self.media: dict[str, bytes] = {}

    def write(self, node: nodes.Node) -> str:
        for kind in type(node).__mro__:
            if method := getattr(self, f"write_{kind.__name__}", None):
                return str(method(node))
            if tag := TAGS.get(kind.__name__):
                return f"<{tag}>{self.inside(node.children)}</{tag}>"
            if kind in (nodes.Element, nodes.TextElement):
                break
        raise BookError(
            f"{place(node)}: the question bank cannot carry a {type(node).__name__!r}."
            f" {self.advice}"
        )

    def inside(self, node: Iterable[nodes.Node]) -> str:
        return "".join(self.write(child) for child in node)

    def with_what_it_names(self, body: list[nodes.Node]) -> str:
        """The text of a question, and below it the figures and formulas that it refers to."""
        links = [link for child in body for link in child.findall(nodes.reference)]
        named = {address: self.shown(address) for link in links if (address := uri(link))}
        things = (self.write(thing) for thing in named.values() if thing is not None)
        return self.inside(body) + "".join(things)

    # -- lines

    def write_Text(self, node: nodes.Text) -> str:
        return escape(" ".join(node.astext().split("\n")), quote=False)

    def write_math(self, node: nodes.math) -> str:
        return rf"\({self.formula(node)}\)"

    def formula(self, node: nodes.Element) -> str:
        latex = " ".join(node.astext().split())
        if message := fault(latex):
            raise BookError(f"{place(node)}: {message}")
        return escape(latex, quote=False)

    def write_inline(self, node: nodes.Element) -> str:
        return self.inside(node)

    write_number_reference = write_abbreviation = write_PassthroughTextElement = write_inline
    write_question_choice_text = write_inline

    def write_reference(self, node: nodes.reference) -> str:
        """A link; the words of the glossary would tell too much, and a number stands below."""
        address = uri(node)
        if "glossary.html" in address or self.shown(address) is not None:
            return self.inside(node)
        return f'<a href="{escape(absolute(address, self.address))}">{self.inside(node)}</a>'

    def nothing(self, node: nodes.Node) -> str:
        return ""

    write_target = write_index = write_comment = nothing

    # -- blocks

    def write_math_block(self, node: nodes.math_block) -> str:
        return rf"<p>\[{self.formula(node)}\]</p>"

    def write_literal_block(self, node: nodes.literal_block) -> str:
        return f"<pre><code>{escape(node.astext().rstrip(), quote=False)}</code></pre>"

    def write_container(self, node: nodes.container) -> str:
        return self.inside(node)

    def write_figure(self, node: nodes.figure) -> str:
        """The picture alone: its caption may tell the answer."""
        return self.inside(child for child in node if not isinstance(child, nodes.caption))

    def write_image(self, node: nodes.image) -> str:
        if "only-dark" in node["classes"]:
            return ""
        file = (self.folder / node["uri"].lstrip("/")).resolve()
        if not file.is_file():
            raise BookError(
                f"{place(node)}: the question bank needs a copy of the picture {node['uri']}. Save"
                " it into `content/`, and write its path here."
            )
        name = f"{file.stem[:NAME]}{file.suffix}"
        self.media[name] = file.read_bytes()
        return f'<p><img src="media:{name}" alt="{escape(" ".join(node["alt"].split()))}"/></p>'


def uri(link: nodes.reference) -> str:
    """Where a link leads, as the tree has it."""
    return str(link["refuri"]) if "refuri" in link else f"#{link['refid']}"


def absolute(address: str, page: str) -> str:
    """An address that leads to the same place from anywhere."""
    return page + address if address.startswith("#") else address
