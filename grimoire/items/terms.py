"""Take the words of the glossary as items: each asks what a word means."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path

from docutils import nodes

from grimoire.course import Course
from grimoire.items.collect import Pages
from grimoire.items.html import HtmlWriter
from grimoire.items.model import Item
from grimoire.kinds import place

GLOSSARY = "glossary"


class MeaningWriter(HtmlWriter):
    """Write what a word means; other words of the glossary are no links there."""

    advice = "Say it in words."

    def write_reference(self, node: nodes.reference) -> str:
        return self.inside(node)


def terms_of(pages: Pages, course: Course) -> list[Item]:
    """The words of the glossary, each with the page that first uses it, in the order of the course.

    Words that no page of a unit uses are left out. The answer is what an entry says first, in plain
    words.
    """
    if course.page(GLOSSARY) is None:
        return []
    entries = {
        word["ids"][0]: (word, meaning[0])
        for word, *_, meaning in pages.tree(GLOSSARY).findall(nodes.definition_list_item)
        if isinstance(meaning, nodes.definition)
    }
    uses = first_uses(pages, course)
    return [item(pages, *entries[id_], section) for id_, section in uses.items() if id_ in entries]


def first_uses(pages: Pages, course: Course) -> dict[str, str]:
    """From the id of a word to the title of the page that first links to it."""
    found: dict[str, str] = {}
    resolved = pages.resolved
    for page in (page for unit in course.units for page in unit.pages):
        key = resolved.key(page.docname)
        for id_ in resolved.store.make("words", key, partial(words_used, pages, page.docname)):
            found.setdefault(id_, page.title)
    return found


def words_used(pages: Pages, docname: str) -> list[str]:
    """The ids of the words that a page links to, in its order."""
    links = pages.tree(docname).findall(nodes.reference)
    targets = (str(link.get("refuri", "")).partition("#") for link in links)
    return list(dict.fromkeys(id_ for to, _, id_ in targets if to == pages.address(GLOSSARY)))


def item(pages: Pages, word: nodes.term, meaning: nodes.paragraph, section: str) -> Item:
    name, id_ = " ".join(word.astext().split()), word["ids"][0]
    address = pages.address(GLOSSARY)
    writer = MeaningWriter(Path(pages.resolved.env.srcdir), address, lambda link: None)
    return Item(
        id=id_,
        title=name,
        kind="term",
        level=1,
        section=section,
        source=f"{address}#{id_}",
        place=place(word),
        text=f"<p>What does <strong>{escape(name, quote=False)}</strong> mean?</p>",
        options=(),
        hints=(),
        answer=writer.write(meaning),
        media=writer.media,
    )
