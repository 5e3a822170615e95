"""From the resolved document tree of a page to Typst: one method a kind of node.

Each method returns Typst's markup for its node. A kind of node without a method stops the build,
so that nothing of a page can be lost in print without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import admonitionlabels

from grimoire.kinds import explanation, place
from grimoire.latex.formulas import Formulas
from grimoire.pages.cells import hides_code
from grimoire.paper.listing import listing
from grimoire.paper.markup import anchor, call, contents, quoted, words
from grimoire.problem import BookError

SPACES = re.compile(r"[ \n]+")
LONG_RUN = re.compile(r"\S{60}(?=\S)")
"""So many characters without a space between them may be parted."""

ELSEWHERE = (nodes.table, nodes.caption, nodes.title, nodes.footnote, nodes.citation, nodes.term)

LINES_THROUGH = {"struck": "strike", "underlined": "underline"}
"""How a class of words is called in Typst."""

SHORT_END = 150
"""A last section of up to so many words stands on one page."""

SHORT_FORMULA = 12
SHORT_CODE = 32
SHORT_CODE_IN_A_TABLE = 16
"""What has up to so many characters within a line of text is not parted at the line's end."""

RAGGED = 24
"""A paragraph with code of more characters is not justified."""

CLOSED = re.compile(r"[.?!\u2026][)\]\"'\u2019\u201d]*$")
"""How a paragraph ends that does not lead to what follows it."""


@dataclass
class Context:
    """What a page needs to know of the course it is printed in.

    Attributes
    ----------
    env : BuildEnvironment
        Sphinx's environment: numbers of figures, terms, files.
    root : Path
        The folder that Typst takes for `/`.
    pages : set of str
        The pages that stand in every book that this one stands in. Where a book lacks the page of
        a link, the link leads to the site.
    site : str
        The address of the site, with a slash at its end.
    formulas : Formulas
        The formulas, already converted.
    terms : dict
        From the label of a glossary entry to its term, for the index.
    """

    env: BuildEnvironment
    root: Path
    pages: set[str]
    site: str
    formulas: Formulas
    terms: dict[str, str] = field(default_factory=dict)


class Writer:
    """Write one page.

    Parameters
    ----------
    context : Context
        The book.
    docname : str
        The page.
    level : int
        The level of the page's title: 1 for a chapter that stands in no part, otherwise 2.
    """

    def __init__(self, context: Context, docname: str, level: int) -> None:
        self.context = context
        self.docname = docname
        self.level = level
        self.depth = 0
        self.labels: set[str] = set()
        self.explained: set[str] = set()

    # -- walking

    def write(self, node: nodes.Node) -> str:
        for kind in type(node).__mro__:
            if method := getattr(self, f"write_{kind.__name__}", None):
                return str(method(node))
            if kind in (nodes.Element, nodes.TextElement):
                break
        raise BookError(
            f"{place(node)}: the PDF does not know what to do with a {type(node).__name__!r}. Add"
            f" a method write_{type(node).__name__} to grimoire/paper/writer.py."
        )

    def inside(self, node: Iterable[nodes.Node]) -> str:
        return "".join(self.write(child) for child in node)

    def label(self, id_: str) -> str:
        return f"{self.docname}#{id_}"

    def anchors(self, node: nodes.Element, start: int = 0) -> str:
        """The places that links lead to; a wrapper and what is in it may have the same."""
        new = [label for label in map(self.label, node["ids"][start:]) if label not in self.labels]
        self.labels.update(new)
        return "".join(map(anchor, new))

    def block(self, node: nodes.Node, markup: str) -> str:
        """A block of its own, after a note of where it stands in the sources."""
        return f"\n\n/*@ {place(node)} */ {markup}\n\n"

    def number(self, node: nodes.Element, kind: str) -> str:
        """The number Sphinx gave a figure, table or formula, or nothing."""
        numbers = self.context.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        return next((".".join(map(str, numbers[id_])) for id_ in node["ids"] if id_ in numbers), "")

    # -- the page and its sections

    def write_document(self, node: nodes.document) -> str:
        return self.inside(node)

    def write_section(self, node: nodes.section) -> str:
        title, *rest = node.children
        depth = self.level + self.depth
        kind = ("chapter", "section", "subsection")[min(self.depth, 2)]
        label = self.docname if self.depth == 0 else self.label(node["ids"][0])
        self.depth += 1
        heading = call(kind, self.inside(title), level=depth) + f"#label({quoted(label)})"
        anchors = self.anchors(node, start=0 if self.depth == 1 else 1)
        markup = self.block(title, heading + "\n" + anchors) + self.inside(rest)
        self.depth -= 1
        return call("together", markup) if self.depth == 1 and is_short_end(node) else markup

    def write_rubric(self, node: nodes.rubric) -> str:
        return self.block(node, self.anchors(node) + call("rubric", self.inside(node)))

    def write_topic(self, node: nodes.topic) -> str:
        return self.write_admonition(node)

    write_sidebar = write_topic

    def write_transition(self, node: nodes.transition) -> str:
        return "" if "footnotes" in node["classes"] else self.block(node, "#ornament()")

    def nothing(self, node: nodes.Node) -> str:
        """For nodes that only the site, or only Sphinx, has a use for."""
        return ""

    write_meta = write_comment = write_HiddenCellNode = write_decoration = nothing
    write_substitution_definition = write_tabular_col_spec = nothing

    # -- text

    def write_Text(self, node: nodes.Text) -> str:
        return words(SPACES.sub(" ", node.astext()))

    def write_paragraph(self, node: nodes.paragraph) -> str:
        body = self.anchors(node) + self.inside(node)
        if any(len(code.astext()) > RAGGED for code in node.findall(nodes.literal)):
            body = call("ragged", body)
        return self.block(node, call("lead-in", body) if leads(node) else body)

    def write_emphasis(self, node: nodes.Element) -> str:
        return call("emph", self.inside(node))

    write_title_reference = write_emphasis

    def write_strong(self, node: nodes.Element) -> str:
        return call("strong", self.inside(node))

    def write_subscript(self, node: nodes.Element) -> str:
        return call("sub", self.inside(node))

    def write_superscript(self, node: nodes.Element) -> str:
        return call("super", self.inside(node))

    def write_literal(self, node: nodes.Element) -> str:
        code = f"raw({quoted(node.astext())})"
        return f"#box({code});" if is_short(node) else f"#{code};"

    def write_inline(self, node: nodes.Element) -> str:
        body = self.inside(node)
        for kind, name in LINES_THROUGH.items():
            body = call(name, body) if kind in node["classes"] else body
        return self.anchors(node) + body

    write_PassthroughTextElement = write_inline

    def write_abbreviation(self, node: nodes.Element) -> str:
        """An abbreviation or a badge; where it stands first, what it is short for."""
        said = explanation(node, self.explained)
        return self.inside(node) + (words(f" ({said})") if said else "")

    write_sd_badge = write_abbreviation

    def write_sd_line_break(self, node: nodes.Element) -> str:
        return "#linebreak();"

    def write_target(self, node: nodes.target) -> str:
        return self.anchors(node) + self.inside(node)

    def write_line_block(self, node: nodes.line_block) -> str:
        return self.block(node, "#linebreak();".join(self.lines(node, 0)))

    def lines(self, node: nodes.line_block, indent: int) -> Iterator[str]:
        for line in node:
            if isinstance(line, nodes.line_block):
                yield from self.lines(line, indent + 1)
            else:
                yield f"#h({1.5 * indent}em);" * bool(indent) + self.inside(line)

    def write_index(self, node: nodes.Element) -> str:
        return "".join(
            call("index-mark", term=value.split("; ")[0], main=main == "main")
            for kind, value, _, main, _ in node["entries"]
            if kind == "single"
        )

    # -- links

    def write_reference(self, node: nodes.reference) -> str:
        label = self.target(node)
        if label is None:
            return self.write_web(node)
        mark = ""
        if label in self.context.terms:
            mark = call("index-mark", term=self.context.terms[label], main=False)
        kinds = {name for inline in node.findall(nodes.inline) for name in inline["classes"]}
        link = "see" if kinds & {"doc", "std-doc", "std-ref"} else "go"
        body = self.inside(node)
        if label.partition("#")[0] in self.context.pages:
            return mark + f"#{link}({quoted(label)})[{body}];"
        page = label.replace("#", ".html#", 1) if "#" in label else f"{label}.html"
        site = quoted(self.context.site + page)
        return mark + f"#if-here({quoted(label)}, {link}, {site})[{body}];"

    def target(self, node: nodes.reference) -> str | None:
        """The label a link leads to, or None if it leads out of the course."""
        if "refid" in node:
            return self.label(node["refid"])
        if node["refuri"].startswith("%"):
            return str(node["refuri"][1:]).removesuffix("#")
        return None

    def write_download_reference(self, node: nodes.Element) -> str:
        """A file that the site offers."""
        if "refuri" not in node and "filename" in node:
            node["refuri"] = f"{self.context.site}_downloads/{node['filename']}"
        return self.write_web(node) if "refuri" in node else self.inside(node)

    def write_number_reference(self, node: nodes.Element) -> str:
        self.keep_together(node)
        return self.write_reference(node)

    def keep_together(self, node: nodes.Element) -> None:
        """No line break between "Fig." and its number."""
        for text in list(node.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(text.replace(" ", "\N{NO-BREAK SPACE}")))

    def write_web(self, node: nodes.reference) -> str:
        """A link out of the course; its address stands in a footnote, for paper."""
        address, text = unescape(node["refuri"]), node.astext()
        is_picture = isinstance(node.next_node(), nodes.image)
        shown = is_picture or text in address or address.removeprefix("mailto:") == text
        elsewhere = any(isinstance(parent, ELSEWHERE) for parent in parents(node))
        name = "link" if shown or elsewhere or ":" in text[:6] else "web"
        return f"#{name}({quoted(address)})[{self.inside(node)}];"

    def write_footnote_reference(self, node: nodes.footnote_reference) -> str:
        note = node.document.ids[node["refid"]]
        first, *more = [child for child in note if not isinstance(child, nodes.label)]
        in_line = isinstance(first, nodes.paragraph)
        body = (self.inside(first) if in_line else self.write(first)) + self.inside(more)
        of_section = any(is_section_title(parent) for parent in parents(node))
        return f"#{'title-note' if of_section else 'footnote'}[{body}];"

    write_footnote = nothing

    def write_citation(self, node: nodes.citation) -> str:
        label, *body = node.children
        markup = call("source", self.anchors(node), words(label.astext()), self.inside(body))
        return self.block(node, markup)

    # -- lists

    def write_bullet_list(self, node: nodes.Element) -> str:
        return self.items("list", node, "")

    def write_enumerated_list(self, node: nodes.enumerated_list) -> str:
        numbering = {"loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i."}
        style = numbering.get(node.get("enumtype", ""), "1.")
        return self.items("enum", node, f'numbering: "{style}", start: {node.get("start", 1)}, ')

    def items(self, name: str, node: nodes.Element, options: str) -> str:
        items = contents(self.anchors(item) + self.inside(item).strip() for item in node)
        markup = f"#{name}({options}{items});"
        return self.block(node, self.anchors(node) + markup)

    def write_definition_list(self, node: nodes.Element) -> str:
        return self.block(node, f"#terms({', '.join(map(self.definition, node))});")

    def definition(self, item: nodes.definition_list_item) -> str:
        terms = [child for child in item if isinstance(child, nodes.term)]
        body = [child for child in item if isinstance(child, nodes.definition)]
        head = words(", ").join(self.anchors(term) + self.inside(term) for term in terms)
        kinds = [child for child in item if isinstance(child, nodes.classifier)]
        head += "".join(words(" : ") + call("emph", self.inside(kind)) for kind in kinds)
        return f"terms.item([{head}], [{''.join(map(self.inside, body)).strip()}])"

    def write_glossary(self, node: nodes.Element) -> str:
        return self.inside(node)

    def write_field_list(self, node: nodes.field_list) -> str:
        fields = (f"([{self.inside(name)}], [{self.inside(body).strip()}])" for name, body in node)
        of_reference = type(node.parent).__name__ == "desc_content"
        name = "fields" if of_reference else "facts"
        return self.block(node, f"#{name}({', '.join(fields)},);")

    def write_centered(self, node: nodes.Element) -> str:
        return self.block(node, f"#align(center, strong[{self.inside(node)}]);")

    def write_acks(self, node: nodes.Element) -> str:
        return self.inside(node)

    write_hlist = write_hlistcol = write_acks

    # -- blocks

    def write_block_quote(self, node: nodes.block_quote) -> str:
        return self.block(node, f"#quote(block: true)[{self.inside(node)}];")

    def write_attribution(self, node: nodes.attribution) -> str:
        return self.block(node, words("\N{EM DASH} ") + self.inside(node))

    def write_admonition(self, node: nodes.Element) -> str:
        title, body = "", node.children
        if body and isinstance(body[0], nodes.title):
            title, body = self.inside(body[0]), body[1:]
        kind = type(node).__name__
        if not title and kind in admonitionlabels:
            title = words(admonitionlabels[kind])
        markup = call("aside", title, self.inside(body))
        return self.block(node, self.anchors(node) + markup)

    write_note = write_tip = write_hint = write_important = write_seealso = write_admonition
    write_warning = write_caution = write_attention = write_danger = write_error = write_admonition

    def write_container(self, node: nodes.container) -> str:
        component = node.get("design_component", "")
        if component == "card-title":
            return self.block(node, call("rubric", self.inside(node)))
        if component == "aside":
            return self.block(node, call("aside", "", self.inside(node)))
        if component == "card":
            return self.block(node, call("card", self.inside(node)))
        if is_source(node) and hides_code(node.parent):
            return ""
        if node.get("nb_element") == "cell_code_output":
            return self.inside(joined(node.children))
        return self.anchors(node) + self.inside(node)

    def write_compound(self, node: nodes.compound) -> str:
        return self.inside(node)

    def write_literal_block(self, node: nodes.Element) -> str:
        text = node.astext().rstrip("\n").expandtabs(4)
        text = LONG_RUN.sub("\\g<0>\N{ZERO WIDTH SPACE}", text)
        if "output" in node["classes"]:
            return self.block(node, f"#output({listing(text)});")
        keep = ", keep: true" if prints(node.parent) else ""
        first = (
            node.get("highlight_args", {}).get("linenostart", 1) if node.get("linenos") else None
        )
        markup = f"#code({listing(text, node.get('language', ''), first)}{keep});"
        return self.block(node, self.anchors(node) + markup)

    def write_doctest_block(self, node: nodes.doctest_block) -> str:
        return self.block(node, f"#code({listing(node.astext(), 'pycon')});")

    def write_caption(self, node: nodes.caption) -> str:
        return self.block(node, call("rubric", self.inside(node)))

    # -- formulas

    def write_math(self, node: nodes.math) -> str:
        formula = node.astext()
        body = f"$ {self.context.formulas[formula]} $.body"
        said = self.context.formulas.alternative(formula)
        if r"\dfrac" in formula:
            return f"#tall-formula({said}, {body});"
        equation = f"math.equation(alt: {said}, {body})"
        return f"#box({equation});" if len(shown(formula)) <= SHORT_FORMULA else f"#{equation};"

    def write_math_block(self, node: nodes.math_block) -> str:
        formula = node.astext()
        body = self.context.formulas[formula]
        number = self.number(node, "displaymath") if node.get("label") else ""
        numbering = f'numbering: _ => "({number})", ' if number else ""
        said = self.context.formulas.alternative(formula)
        equation = f"alt: {said}, $ {body} $.body"
        return self.block(
            node, self.anchors(node) + f"#math.equation(block: true, {numbering}{equation});"
        )


def parents(node: nodes.Node) -> Iterable[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def is_section_title(node: nodes.Node) -> bool:
    return isinstance(node, nodes.title) and isinstance(node.parent, nodes.section)


def is_short_end(section: nodes.section) -> bool:
    """Whether this is the end of a page, and so short that it would be lost alone on a sheet."""
    is_last = section.next_node(nodes.section, descend=False, siblings=True) is None
    is_text = section.next_node(nodes.figure) is None
    return is_last and is_text and len(section.astext().split()) <= SHORT_END


def is_short(code: nodes.Element) -> bool:
    """Whether code within a line of text is not parted at the line's end."""
    in_table = any(isinstance(parent, nodes.entry) for parent in parents(code))
    return len(code.astext()) <= (SHORT_CODE_IN_A_TABLE if in_table else SHORT_CODE)


def leads(node: nodes.paragraph) -> bool:
    """Whether a paragraph leads to the list, formula or code after it: "In code:"."""
    after = node.next_node(siblings=True, descend=False)
    follows = after is not None and not isinstance(after, nodes.paragraph)
    return follows and not CLOSED.search(node.astext())


def shown(formula: str) -> str:
    """A formula about as long as it prints: without its commands."""
    return re.sub(r"\\[A-Za-z]+|[{}^_ ]", "", formula)


def is_source(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_source"


def prints(source: nodes.Element) -> bool:
    """Whether this is the code of a cell whose output begins with text."""
    if source.get("nb_element") != "cell_code_source":
        return False
    output = source.next_node(siblings=True, descend=False)
    return bool(output) and isinstance(output.next_node(), nodes.literal_block)


def joined(outputs: list[nodes.Node]) -> list[nodes.Node]:
    """A cell's outputs, with texts that follow each other as one."""
    groups: list[nodes.Node] = []
    for output in outputs:
        if groups and is_text(output) and is_text(groups[-1]):
            both = f"{groups[-1].astext().rstrip()}\n{output.astext()}"
            groups[-1] = nodes.literal_block(both, both, classes=["output"])
        else:
            groups.append(output)
    return groups


def is_text(output: nodes.Node) -> bool:
    return isinstance(output, nodes.literal_block) and "output" in output["classes"]
