"""Take the questions of a unit out of its resolved pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path

from docutils import nodes

from grimoire.course import Course, Page, Unit
from grimoire.directives.question import (
    PartNode,
    question,
    question_answer,
    question_hint,
    question_reply,
)
from grimoire.directives.solution import step_of
from grimoire.html import say_html
from grimoire.items.html import HtmlWriter
from grimoire.items.model import Bank, Item, Option
from grimoire.kinds import place
from grimoire.pages.addresses import target_of, translate
from grimoire.pages.choices import choose
from grimoire.pages.resolved import Resolved
from grimoire.problem import BookError

MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "text/html", "text/plain")


def pages_of(course: Course, unit: Unit) -> list[Page]:
    """The pages of a unit, with those for its teachers."""
    return [page for page in course.pages if page.docname.startswith(f"{unit.folder}/")]


def bank_of(resolved: Resolved, unit: Unit) -> Bank:
    """The choice and numeric questions of a unit, those of a page for teachers in their sections.

    Raises
    ------
    BookError
        If two questions have one name, or something in a question cannot be carried.
    """
    pages = Pages(resolved)
    order = {page.title: number for number, page in enumerate(unit.pages)}
    items: dict[str, Item] = {}
    for item in (one for page in pages_of(resolved.course, unit) for one in pages.items(page)):
        if item.id in items:
            raise BookError(
                f"{item.place}: the question {item.id!r} stands already at"
                f" {items[item.id].place}. Choose another name."
            )
        items[item.id] = item
    by_section = sorted(items.values(), key=lambda item: order.get(item.section, len(order)))
    return Bank(unit.folder, unit.title, tuple(by_section))


class Pages:
    """The resolved pages, each made ready once; what is taken out of them is kept in the store."""

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.site: str = resolved.app.config.html_baseurl
        self.tree = lru_cache(maxsize=None)(self.ready)
        self.looked_at: set[str] = set()

    def address(self, docname: str) -> str:
        return f"{self.site}{docname}.html"

    def ready(self, docname: str) -> nodes.document:
        """The page with what a learning system can show, and links that lead to the site."""
        tree = self.resolved.tree(docname)
        choose(tree, ("bank",), MIME_TYPES, self.address(docname))
        say_html(tree, self.address(docname))
        translate(tree, docname, lambda page, id_: f"{self.address(page)}{'#' * bool(id_)}{id_}")
        return tree

    def shown(self, docname: str, address: str) -> nodes.Element | None:
        """The figure or the formula that a link on a page leads to."""
        target = target_of(address.removeprefix(self.site), "") or (docname, address[1:])
        page, id_ = target if not address.startswith("#") else (docname, address[1:])
        if page not in self.resolved.pieces:
            return None
        self.looked_at.add(page)
        thing = self.tree(page).ids.get(id_)
        return thing if isinstance(thing, nodes.figure | nodes.math_block) else None

    def items(self, page: Page) -> list[Item]:
        """The questions of a page that belong into a bank.

        They are kept until the page changes, or one whose figures they show.
        """
        store, key = self.resolved.store, self.resolved.key
        kept = store.get("items", key(page.docname))
        if kept is None or any(key(name) != was for name, was in kept[0].items()):
            self.looked_at.clear()
            made = list(self.taken(page))
            kept = {name: key(name) for name in sorted(self.looked_at)}, made
            store.put("items", key(page.docname), kept)
        items: list[Item] = kept[1]
        return items

    def taken(self, page: Page) -> Iterator[Item]:
        """The same, out of the tree of the page."""
        for node in self.tree(page.docname).findall(question):
            if node["kind"] != "open" and node["in_bank"]:
                section = step_of(node) if page.is_for_teachers else page.title
                yield self.item(node, page.docname, section)

    def item(self, node: question, docname: str, section: str) -> Item:
        """A question as plain data."""
        folder = Path(self.resolved.env.srcdir)
        address = self.address(docname)
        writer = HtmlWriter(folder, address, lambda link: self.shown(docname, link))
        text = [child for child in node[1:] if not isinstance(child, PartNode | question_reply)]
        return Item(
            id=node["ids"][0],
            title=" ".join(node.title.split()),
            kind=node["kind"],
            level=node["level"],
            section=section,
            source=f"{address}#{node['ids'][0]}",
            place=place(node),
            text=writer.with_what_it_names(text) or f"<p>{escape(node.title, quote=False)}</p>",
            options=tuple(options_of(node, writer)),
            hints=tuple(writer.inside(hint) for hint in node.findall(question_hint)),
            answer="".join(writer.inside(answer) for answer in node.findall(question_answer)),
            media=writer.media,
            was=tuple(name.rpartition("#")[2] for name in node["replies_before"]),
        )


def options_of(node: question, writer: HtmlWriter) -> Iterator[Option]:
    [reply] = node.findall(question_reply)
    for part in reply:
        if node["kind"] == "choice":
            text, *feedback = part.children
            yield Option(writer.write(text), 0.0, part["correct"], writer.inside(feedback))
        else:
            value, said = part["value"], writer.inside(part)
            slack = slack_of(part, node["tolerance"])
            yield Option(part["argument"], value, part["correct"], said, slack)


def slack_of(response: nodes.Element, tolerance: float) -> float:
    """How far a number may be from this response: our pages take the nearest one, others the first.

    So it ends half way to the next.
    """
    others = (part["value"] for part in response.parent if part is not response)
    least = min([tolerance, *(abs(value - response["value"]) / 2 for value in others)])
    return float(f"{least:.12g}")
