"""HTML in a page, said in the nodes of the document tree, for faces that are not HTML.

Markdown cuts HTML into pieces: `<div>`, a paragraph, `</div>`; or within a line `H<sub>`, `2`,
`</sub>O`. So all pieces below one parent are read together with what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from docutils import nodes
from sphinx_design.badges_buttons import sd_line_break

from grimoire.directives.fold import folded, folded_title

Attributes = dict[str, str]

MARKS: dict[str, type[nodes.TextElement]] = {
    **dict.fromkeys(("b", "strong", "mark"), nodes.strong),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), nodes.emphasis),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), nodes.literal),
    "sub": nodes.subscript,
    "sup": nodes.superscript,
    **dict.fromkeys(("s", "del", "strike", "u", "ins"), nodes.inline),
    "abbr": nodes.abbreviation,
    "a": nodes.reference,
}
"""What stands within a line."""

BLOCKS: dict[str, type[nodes.Element]] = {
    **dict.fromkeys(("p", "legend", "caption"), nodes.paragraph),
    "details": folded,
    "summary": folded_title,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), nodes.rubric),
    "ul": nodes.bullet_list,
    "ol": nodes.enumerated_list,
    "li": nodes.list_item,
    "blockquote": nodes.block_quote,
    "pre": nodes.literal_block,
    "dl": nodes.definition_list,
    "dt": nodes.term,
    "dd": nodes.definition,
    "table": nodes.table,
    "tr": nodes.row,
    "td": nodes.entry,
    "th": nodes.entry,
    **dict.fromkeys(("div", "section", "article", "aside", "header", "footer"), nodes.container),
    **dict.fromkeys(("main", "nav", "center", "figure"), nodes.container),
    **dict.fromkeys(("figcaption", "fieldset", "form", "address"), nodes.container),
}
"""What stands on lines of its own."""

ALONE = {"br", "hr", "img", "input", "wbr", "col", "link", "meta", "source", "track", "embed"}
SILENT = {"script", "style", "template", "title", "colgroup"}
SITE_ONLY = {
    "audio": "a sound",
    "canvas": "a drawing",
    "embed": "something to try",
    "iframe": "another page",
    "math": "a formula",
    "object": "something to try",
    "svg": "a drawing",
    "video": "a film",
}
PAGE = re.compile(r"(?![a-z]+:)[^#]*\.html(?:#|$)")
"""A link to a page of the course, which each face leads to its own place."""

STRUCK, UNDERLINED = {"s", "del", "strike"}, {"u", "ins"}
LETTERED = {"a": "loweralpha", "A": "upperalpha", "i": "lowerroman", "I": "upperroman"}
BOXES = ("\N{BALLOT BOX}", "\N{BALLOT BOX WITH CHECK}")
SPACES = re.compile(r"\s+")
ALIGNED = re.compile(r"text-align:\s*(right|center|left)")


def say_html(tree: nodes.document, address: str) -> None:
    """Put nodes in the place of all HTML in `tree`, a page that stands at `address`.

    Text for another format, such as LaTeX, goes: its author has written it for that format alone.
    """
    parents = {id(raw.parent): raw.parent for raw in tree.findall(nodes.raw)}
    for parent in parents.values():
        inline = isinstance(parent, nodes.TextElement)
        children = read(list(parent.children), address, inline=inline)
        parent.clear()
        parent += children


def read(children: list[nodes.Node], address: str, *, inline: bool) -> list[nodes.Node]:
    """The children, each raw one among them replaced by what it says."""
    base: nodes.Element = nodes.inline() if inline else nodes.container()
    reader = Reader(base, address, inline)
    for child in children:
        if not isinstance(child, nodes.raw):
            reader.add(child)
        elif "html" in child["format"].split():
            reader.place = child
            reader.feed(child.astext())
            reader.close()
    for table in list(base.findall(nodes.table)):
        if rows := [child for child in table if isinstance(child, nodes.row)]:
            arrange(table, rows)
    return base.children


def on_the_site(words: str, address: str) -> nodes.reference:
    """A link to what only the site can show."""
    return nodes.reference("", words, refuri=address)


@dataclass(frozen=True)
class Open:
    """A tag that is not closed yet, and where its content goes."""

    tag: str
    node: nodes.Element


class Reader(HTMLParser):
    """Make nodes of tags and text; what is no HTML is put where it stands among them."""

    def __init__(self, base: nodes.Element, address: str, inline: bool) -> None:
        super().__init__()
        self.address = address
        self.inline = inline
        self.open = [Open("", base)]
        self.silent: list[str] = []
        self.place: nodes.Node = base

    # -- where things go

    def add(self, node: nodes.Node) -> None:
        """Put a node into what is open: text into a line, and a block outside of lines."""
        if is_inline(node):
            self.begin_line()
        else:
            self.end_line()
        self.open[-1].node.append(node)

    def begin_line(self) -> None:
        """Text directly in a block stands in a paragraph that HTML does not write."""
        if not self.inline and not isinstance(self.open[-1].node, nodes.TextElement):
            self.push("", nodes.paragraph())

    def end_line(self) -> None:
        while isinstance(self.open[-1].node, nodes.TextElement) and len(self.open) > 1:
            self.open.pop()

    def push(self, tag: str, node: nodes.Element) -> None:
        node.source, node.line = self.place.source, self.place.line
        self.open[-1].node.append(node)
        self.open.append(Open(tag, node))

    # -- what the parser finds

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self.silent:
            self.silent += [tag] * (tag == self.silent[0])
        elif tag in SITE_ONLY and given.get("aria-hidden") != "true":
            name = f": {given['title']}" if given.get("title") else ""
            self.add(on_the_site(f"The site shows {SITE_ONLY[tag]} here{name}.", self.address))
            self.silent += [tag] * (tag not in ALONE)
        elif tag in SILENT or tag in SITE_ONLY:
            self.silent.append(tag)
        elif tag in ALONE:
            self.handle_alone(tag, given)
        elif tag in MARKS:
            self.begin_line()
            self.push(tag, MARKS[tag]("", "", **self.facts(tag, given)))
        elif tag in BLOCKS and not self.inline:
            self.begin_block(tag, given)

    def begin_block(self, tag: str, given: Attributes) -> None:
        self.end_line()
        around = self.open[-1].node
        if tag == "dt" or (tag == "dd" and not isinstance(around, nodes.definition_list_item)):
            self.leave(nodes.definition_list)
            self.push("", nodes.definition_list_item())
        elif tag in ("li", "tr", "td", "th", "dd"):  # ends the one before it, closed or not
            kinds = {"li": nodes.list_item, "tr": nodes.row, "dd": nodes.definition}
            if isinstance(around, kinds.get(tag, nodes.entry)):
                self.open.pop()
        self.push(tag, BLOCKS[tag]("", **self.facts(tag, given)))

    def leave(self, kind: type[nodes.Element]) -> None:
        """Close everything that stands in the last open node of this kind."""
        if any(isinstance(frame.node, kind) for frame in self.open):
            while not isinstance(self.open[-1].node, kind):
                self.open.pop()

    def handle_alone(self, tag: str, given: Attributes) -> None:
        if tag == "br":
            self.add(sd_line_break("", " "))
        elif tag == "hr" and not self.inline:
            self.add(nodes.transition())
        elif tag == "img":
            image = nodes.image(uri=given.get("src", ""), alt=given.get("alt", ""))
            image.source, image.line = self.place.source, self.place.line
            self.add(image)
        elif tag == "input" and given.get("type") == "checkbox":
            self.add(nodes.Text(f"{BOXES['checked' in given]} "))

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                self.silent.remove(tag)
        elif any(frame.tag == tag for frame in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        within = isinstance(self.open[-1].node, nodes.TextElement)
        if not isinstance(self.open[-1].node, nodes.literal_block):
            data = SPACES.sub(" ", data)
        if self.inline or within or data.strip():
            self.begin_line()
            self.open[-1].node.append(nodes.Text(data))

    def facts(self, tag: str, given: Attributes) -> dict[str, object]:
        """The attributes of a node that say something to a reader."""
        if tag == "a":
            href = given.get("href", "")
            return {"refuri": href if PAGE.match(href) else urljoin(self.address, href)}
        if tag in STRUCK or tag in UNDERLINED:
            return {"classes": ["struck" if tag in STRUCK else "underlined"]}
        if tag == "details":
            return {"open": "open" in given}
        if tag == "abbr":
            return {"explanation": given.get("title", "")}
        if tag == "ol":
            start = given.get("start", "1")
            kind = LETTERED.get(given.get("type", ""), "arabic")
            return {"start": int(start) if start.isdigit() else 1, "enumtype": kind}
        if tag in ("td", "th", "tr"):
            return dict(cell_facts(tag, given))
        return {}


def cell_facts(tag: str, given: Attributes) -> Iterator[tuple[str, object]]:
    """How far a cell of a table reaches, how it is aligned, whether it is a heading."""
    side = ALIGNED.search(given.get("style", "")) or ALIGNED.search(
        f"text-align:{given.get('align')}"
    )
    if side:
        yield "classes", [f"text-{side[1]}"]
    if tag == "th":
        yield "heading", True
    for name, span in (("morecols", "colspan"), ("morerows", "rowspan")):
        if given.get(span, "1").isdigit() and int(given.get(span, "1")) > 1:
            yield name, int(given[span]) - 1


def is_inline(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text | nodes.Inline) and not isinstance(node, nodes.target)


def arrange(table: nodes.table, rows: list[nodes.row]) -> None:
    """Give a table of bare rows the parts that a table has in the document tree."""
    captions = [child for child in table if isinstance(child, nodes.paragraph)]
    for row in rows:
        for cell in row:
            cell["classes"] = cell["classes"] or row["classes"]
    heads = 0
    while heads < len(rows) and all(cell.get("heading") for cell in rows[heads]):
        heads += 1
    head, body = rows[:heads], rows[heads:]
    width = max((sum(1 + cell.get("morecols", 0) for cell in row) for row in rows), default=0)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(width)), cols=width)
    if head and body:
        group += nodes.thead("", *head)
    group += nodes.tbody("", *(body or head))
    table.clear()
    table += [nodes.title("", "", *caption.children) for caption in captions]
    table += group
