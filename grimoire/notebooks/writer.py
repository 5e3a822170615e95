"""From the resolved document tree of a page to the cells of a notebook: one method a kind of node.

Each method returns CommonMark. A kind of node without a method stops the build, so that nothing of
a page can be lost in its notebook without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import admonitionlabels

from grimoire.directives.film import film
from grimoire.directives.notes import ask, notes
from grimoire.kinds import explanation, place
from grimoire.notebooks import markdown as md
from grimoire.problem import BookError

CLOSING = re.compile(r"^[,.;?)]+")
ICON = re.compile(r"sd-(?:octicon|material-icon)-([\w-]+)")
LINES_THROUGH = {"struck": "s", "underlined": "u"}
"""How a class of words is marked in HTML, since CommonMark has no mark for it."""

LANGUAGES = {"ipython3": "python", "ipython": "python", "default": "python", "none": ""}


@dataclass(frozen=True)
class Context:
    """What a page needs to know of the course.

    Attributes
    ----------
    env : BuildEnvironment
        Sphinx's environment: numbers of figures, files of images.
    site : str
        The address of the site, with a slash at its end.
    """

    env: BuildEnvironment
    site: str


class Writer:
    """Write the text of one page."""

    def __init__(self, context: Context, docname: str) -> None:
        self.context = context
        self.docname = docname
        self.explained: set[str] = set()
        self.long_notes: dict[str, str] = {}
        self.in_row = False

    # -- walking

    def write(self, node: nodes.Node) -> str:
        for kind in type(node).__mro__:
            if method := getattr(self, f"write_{kind.__name__}", None):
                return str(method(node))
            if kind in (nodes.Element, nodes.TextElement):
                break
        raise BookError(
            f"{place(node)}: a notebook does not know what to do with a {type(node).__name__!r}."
            f" Add a method write_{type(node).__name__} to grimoire/notebooks/writer.py."
        )

    def inside(self, node: Iterable[nodes.Node]) -> str:
        """Text within a line."""
        return "".join(self.write(child) for child in node)

    def blocks(self, node: Iterable[nodes.Node]) -> str:
        """Blocks below each other."""
        return md.blocks([self.write(child) for child in node])

    def number(self, node: nodes.Element, kind: str) -> str:
        """The number Sphinx gave a figure, table or formula, or nothing."""
        numbers = self.context.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        return next((".".join(map(str, numbers[id_])) for id_ in node["ids"] if id_ in numbers), "")

    def nothing(self, node: nodes.Node) -> str:
        """For nodes that only the site, or only Sphinx, has a use for."""
        return ""

    write_meta = write_comment = write_HiddenCellNode = write_index = write_decoration = nothing
    write_substitution_definition = write_tabular_col_spec = nothing

    # -- text

    def write_Text(self, node: nodes.Text) -> str:
        text = node.astext()
        if isinstance(sibling(node, -1), nodes.math):
            text = CLOSING.sub("", text)  # stands in the formula: see `write_math`
        return md.words(text)

    def write_paragraph(self, node: nodes.paragraph) -> str:
        return md.paragraph(self.inside(node))

    def write_rubric(self, node: nodes.rubric) -> str:
        return f"**{self.inside(node)}**"

    def write_transition(self, node: nodes.transition) -> str:
        return "" if "footnotes" in node["classes"] else "---"

    def write_emphasis(self, node: nodes.Element) -> str:
        return f"*{self.inside(node)}*"

    write_title_reference = write_emphasis

    def write_strong(self, node: nodes.Element) -> str:
        return f"**{self.inside(node)}**"

    def write_subscript(self, node: nodes.Element) -> str:
        return f"<sub>{self.inside(node)}</sub>"

    def write_superscript(self, node: nodes.Element) -> str:
        return f"<sup>{self.inside(node)}</sup>"

    def write_literal(self, node: nodes.Element) -> str:
        code = md.code(" ".join(node.astext().split("\n")))
        return code.replace("|", r"\|") if self.in_row else code

    def write_inline(self, node: nodes.Element) -> str:
        body = self.inside(node)
        for kind, tag in LINES_THROUGH.items():
            body = f"<{tag}>{body}</{tag}>" if kind in node["classes"] else body
        return body

    write_target = write_PassthroughTextElement = write_inline

    def write_abbreviation(self, node: nodes.Element) -> str:
        """An abbreviation or a badge; where it stands first, what it is short for."""
        said = explanation(node, self.explained)
        return self.inside(node) + (f" ({md.words(said)})" if said else "")

    write_sd_badge = write_abbreviation

    def write_sd_icon(self, node: nodes.Element) -> str:
        names = ICON.findall(node["svg"])
        return f"*{md.words(names[-1])}*" if names else ""

    def write_sd_line_break(self, node: nodes.Element) -> str:
        return "<br>"

    def write_line_block(self, node: nodes.line_block) -> str:
        return "<br>".join(self.lines(node, 0))

    def lines(self, node: nodes.line_block, indent: int) -> Iterator[str]:
        for line in node:
            if isinstance(line, nodes.line_block):
                yield from self.lines(line, indent + 1)
            else:
                yield "&emsp;" * indent + self.inside(line)

    # -- links

    def write_reference(self, node: nodes.reference) -> str:
        if "refid" in node:
            address = f"{self.context.site}{self.docname}.html#{node['refid']}"
        else:
            address = node["refuri"]
        return f"[{self.inside(node)}]({md.address(address)})"

    write_number_reference = write_reference

    def write_download_reference(self, node: nodes.Element) -> str:
        """A file that the site offers."""
        if "refuri" not in node and "filename" in node:
            node["refuri"] = f"{self.context.site}_downloads/{node['filename']}"
        return self.write_reference(node) if "refuri" in node else self.inside(node)

    def write_footnote_reference(self, node: nodes.footnote_reference) -> str:
        """A note in brackets; one of several blocks stands at the end of the cell."""
        note = node.document.ids[node["refid"]]
        body = [child for child in note if not isinstance(child, nodes.label)]
        if len(body) == 1 and isinstance(body[0], nodes.paragraph):
            return f" ({self.inside(body[0])})"
        mark = f"<sup>[{node.astext()}]</sup>"
        self.long_notes[mark] = self.blocks(body)
        return mark

    def notes(self) -> list[str]:
        """The notes of several blocks since the last call."""
        notes = [f"{mark} {text}" for mark, text in self.long_notes.items()]
        self.long_notes.clear()
        return notes

    write_footnote = nothing

    # -- lists

    def write_bullet_list(self, node: nodes.Element) -> str:
        return self.items(node, ["-"] * len(node))

    def write_enumerated_list(self, node: nodes.enumerated_list) -> str:
        start = node.get("start", 1)
        return self.items(node, [f"{number}." for number in range(start, start + len(node))])

    def items(self, node: nodes.Element, marks: list[str]) -> str:
        bodies = [self.blocks(child) for child in node]
        apart = "\n\n" if any("\n\n" in body for body in bodies) else "\n"
        return apart.join(map(md.item, marks, bodies))

    def write_definition_list(self, node: nodes.Element) -> str:
        return self.blocks(node)

    def write_definition_list_item(self, node: nodes.Element) -> str:
        terms = ", ".join(self.inside(child) for child in node if isinstance(child, nodes.term))
        kinds = [self.inside(child) for child in node if isinstance(child, nodes.classifier)]
        body = [child for child in node if isinstance(child, nodes.definition)]
        head = f"**{terms}**" + "".join(f" *({kind})*" for kind in kinds)
        return f"{head}: {md.blocks([self.blocks(child) for child in body])}"

    def write_glossary(self, node: nodes.Element) -> str:
        return self.blocks(node)

    def write_field_list(self, node: nodes.field_list) -> str:
        facts = (f"**{self.inside(name)}:** {self.blocks(body)}" for name, body in node)
        return "\n".join(md.item("-", fact) for fact in facts)

    # -- blocks

    def write_block_quote(self, node: nodes.block_quote) -> str:
        return md.quote(self.blocks(node))

    def write_attribution(self, node: nodes.attribution) -> str:
        return "\N{EM DASH} " + self.inside(node)

    def write_admonition(self, node: nodes.Element) -> str:
        title, body = self.title_and_body(node)
        return md.quote(md.blocks([f"**{title}**" * bool(title), self.blocks(body)]))

    write_note = write_tip = write_hint = write_important = write_seealso = write_admonition
    write_warning = write_caution = write_attention = write_danger = write_error = write_admonition
    write_topic = write_sidebar = write_admonition

    def title_and_body(self, node: nodes.Element) -> tuple[str, list[nodes.Node]]:
        """The title of an admonition; one without a title is named by its kind."""
        if isinstance(node.next_node(), nodes.title):
            return self.inside(node[0]), node.children[1:]
        kind = type(node).__name__
        return str(admonitionlabels.get(kind, "")) if kind != "admonition" else "", node.children

    def write_folded(self, node: nodes.Element) -> str:
        title, body = self.title_and_body(node)
        return md.fold(title or "More", self.blocks(body))

    def write_container(self, node: nodes.container) -> str:
        component = node.get("design_component", "")
        if component == "card-title":
            return f"**{self.inside(node)}**"
        if component == "dropdown":
            title, body = (node[0], node[1:]) if node["has_title"] else ((), node.children)
            return md.fold(self.inside(title) or "More", self.blocks(body))
        return md.quote(self.blocks(node)) if component == "aside" else self.blocks(node)

    write_compound = write_legend = write_acks = write_hlist = write_hlistcol = write_container
    write_versionmodified = write_container

    def write_literal_block(self, node: nodes.Element) -> str:
        language = node.get("language", "")
        return md.code_block(node.astext(), LANGUAGES.get(language, language))

    def write_doctest_block(self, node: nodes.doctest_block) -> str:
        return md.code_block(node.astext(), "python")

    def write_notes(self, node: notes) -> str:
        return md.quote(md.blocks([f"**{node.lead}**", self.blocks(node)]))

    def write_ask(self, node: ask) -> str:
        question, *heard = node.children
        return md.blocks([f"**{self.inside(question)}**", self.blocks(heard)])

    # -- formulas

    def write_math(self, node: nodes.math) -> str:
        """A formula with the comma or full stop behind it, which a line must not begin with."""
        latex = md.formula(node.astext())
        if self.in_row:  # a bar would end the cell
            latex = latex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
        after = sibling(node, 1)
        closing = CLOSING.match(after.astext()) if isinstance(after, nodes.Text) else None
        return f"${latex}{closing[0] if closing else ''}$"

    def write_math_block(self, node: nodes.math_block) -> str:
        latex = md.formula(node.astext())
        latex = re.sub(r"\\(begin|end)\{(align|gather)\*?\}", r"\\\1{\2ed}", latex)
        number = self.number(node, "displaymath") if node.get("label") else ""
        tag = f" \\tag{{{number}}}" if number else ""
        return f"$${latex}{tag}$$"

    # -- figures and tables

    def write_image(self, node: nodes.image) -> str:
        if "only-dark" in node["classes"]:
            return ""
        if not node.get("alt"):
            raise BookError(
                f"{place(node)}: the image {node['uri']} has no text alternative. Say in a sentence"
                " what it shows: `:alt:`, or `mystnb: image: alt:` in the cell that draws it."
            )
        alt = md.words(" ".join(node["alt"].split()))
        return f"![{alt}]({md.address(self.picture(node))})"

    def picture(self, node: nodes.image) -> str:
        """The address of an image on the site, or elsewhere in the web."""
        if "://" in node["uri"]:
            return str(node["uri"])
        if node["uri"] not in self.context.env.images:
            raise BookError(
                f"{place(node)}: the site does not offer the image {node['uri']}. Write it as"
                " `![what it shows](file.png)`."
            )
        _, name = self.context.env.images[node["uri"]]
        return f"{self.context.site}_images/{name}"

    def write_film(self, node: film) -> str:
        """The frames that tell the story."""
        return self.blocks(list(node.told()))

    def write_figure(self, node: nodes.figure) -> str:
        body = [child for child in node if not isinstance(child, nodes.caption)]
        return md.blocks([self.blocks(body), self.caption(node)])

    def caption(self, figure: nodes.figure) -> str:
        """The number and the caption of a figure on a line."""
        number = self.number(figure, "figure")
        name = self.context.env.config.numfig_format["figure"] % number if number else ""
        captions = [self.inside(child) for child in figure if isinstance(child, nodes.caption)]
        return " ".join([f"**{name}.**" * bool(name), *captions]).strip()

    def write_caption(self, node: nodes.caption) -> str:
        return f"*{self.inside(node)}*"


def sibling(node: nodes.Node, step: int) -> nodes.Node | None:
    """The node that many places behind this one in its parent, if there is one."""
    around = node.parent.children
    place = next(i for i, child in enumerate(around) if child is node) + step
    return around[place] if 0 <= place < len(around) else None
