"""From the resolved document tree of a page to the cells of a notebook: one method a kind of node.

Each method returns CommonMark. A kind of node without a method stops the build, so that nothing of
a page can be lost in its notebook without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docutils import nodes
from sphinx.environment import BuildEnvironment

from grimoire.notebooks import markdown as md
from grimoire.problem import BookError

CLOSING = re.compile(r"^[,.;?)]+")
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


def place(node: nodes.Node) -> str:
    """Where a node stands in the sources, as `file:line`."""
    while node.line is None and node.parent is not None:
        node = node.parent
    source = node.source or (node.document["source"] if node.document else "")
    return f"{source}:{node.line or 1}"


class Writer:
    """Write the text of one page."""

    def __init__(self, context: Context, docname: str) -> None:
        self.context = context
        self.docname = docname

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

    write_meta = write_comment = write_toctree = write_raw = write_index = nothing
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
        return md.code(node.astext())

    def write_inline(self, node: nodes.Element) -> str:
        return self.inside(node)

    write_abbreviation = write_target = write_PassthroughTextElement = write_inline

    def write_line_block(self, node: nodes.line_block) -> str:
        return "\\\n".join(self.inside(line) for line in node)

    # -- links

    def write_reference(self, node: nodes.reference) -> str:
        if "refid" in node:
            address = f"{self.context.site}{self.docname}.html#{node['refid']}"
        else:
            address = node["refuri"]
        return f"[{self.inside(node)}]({address})"

    write_number_reference = write_reference

    def write_footnote_reference(self, node: nodes.footnote_reference) -> str:
        note = node.document.ids[node["refid"]]
        text = self.inside(child for child in note if not isinstance(child, nodes.label))
        return f" ({text})"

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
        body = [child for child in node if isinstance(child, nodes.definition)]
        return f"**{terms}**: {md.blocks([self.blocks(child) for child in body])}"

    def write_glossary(self, node: nodes.Element) -> str:
        return self.blocks(node)

    # -- blocks

    def write_block_quote(self, node: nodes.block_quote) -> str:
        return md.quote(self.blocks(node))

    def write_attribution(self, node: nodes.attribution) -> str:
        return "\N{EM DASH} " + self.inside(node)

    def write_admonition(self, node: nodes.Element) -> str:
        title, body = "", node.children
        if body and isinstance(body[0], nodes.title):
            title, body = self.inside(body[0]), body[1:]
        kind = type(node).__name__
        if not title and kind != "admonition":
            title = {"seealso": "See also"}.get(kind, kind.capitalize())
        return md.quote(md.blocks([f"**{title}**" * bool(title), self.blocks(body)]))

    write_note = write_tip = write_hint = write_important = write_seealso = write_admonition
    write_warning = write_caution = write_attention = write_danger = write_error = write_admonition
    write_topic = write_sidebar = write_admonition

    def write_container(self, node: nodes.container) -> str:
        if node.get("design_component", "") in ("card-title", "tab-label", "dropdown-title"):
            return f"**{self.inside(node)}**"
        return self.blocks(node)

    write_compound = write_legend = write_container

    def write_literal_block(self, node: nodes.Element) -> str:
        language = node.get("language", "")
        return md.code_block(node.astext(), LANGUAGES.get(language, language))

    def write_doctest_block(self, node: nodes.doctest_block) -> str:
        return md.code_block(node.astext(), "python")

    # -- formulas

    def write_math(self, node: nodes.math) -> str:
        """A formula with the comma or full stop behind it, which a line must not begin with."""
        latex = md.formula(node.astext())
        if in_table(node):  # a bar would end the cell
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
        _, name = self.context.env.images[node["uri"]]
        alt = md.words(" ".join(node["alt"].split()))
        return f"![{alt}]({self.context.site}_images/{name})"

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

    def write_table(self, node: nodes.table) -> str:
        [group] = node.findall(nodes.tgroup)
        head = [row for head in group.findall(nodes.thead) for row in head]
        body = [row for body in group.findall(nodes.tbody) for row in body]
        rows = [[self.table_cell(cell) for cell in row] for row in [*head, *body]]
        titles = [f"*{self.inside(child)}*" for child in node if isinstance(child, nodes.title)]
        return md.blocks([*titles, md.table(rows if head else [[""], *rows])])

    def table_cell(self, node: nodes.entry) -> str:
        """A cell of a table: one line."""
        return self.blocks(node).replace("\n\n", "<br><br>").replace("\n", " ")


def sibling(node: nodes.Node, step: int) -> nodes.Node | None:
    """The node that many places behind this one in its parent, if there is one."""
    around = node.parent.children
    place = next(i for i, child in enumerate(around) if child is node) + step
    return around[place] if 0 <= place < len(around) else None


def in_table(node: nodes.Node) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.entry):
            return True
    return False
