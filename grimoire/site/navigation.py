"""The list of all pages beside each page: made once, then marked for the page it stands on.

Furo makes the whole list again for every page, which takes most of the time of a large book.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from furo.navigation import get_navigation_tree
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from grimoire.course import Course
from grimoire.site.tracks import track_of, tracks_of

MARK = re.compile(r"\x01(?P<page>[^\x01\x02]*)\x01(?P<words>[^\x02]*)\x02")
"""Words that stand in the list only where `page` is the one shown or leads to it."""

FLAG = re.compile(r' data-flag="(?P<page>[^">]*)&gt;(?P<only>!?)(?P<name>[\w-]+)=(?P<value>\w*)"')

ALL_TRACKS = "For every track"
"""The heading of a unit's pages that stand in several of its checklists, or in none."""

ROOT = "\x03"
"""The way from the page shown to the home page's folder."""


class Navigation:
    """The pages as `_toc.yml` lists them."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder

    @cached_property
    def parents(self) -> dict[str, str]:
        """From each page to the page above it."""
        return {
            child: page
            for page, children in self.builder.env.toctree_includes.items()
            for child in children
        }

    @cached_property
    def marked(self) -> str:
        """The list with every mark that a page may need."""
        plain = self.builder._get_local_toctree(
            self.builder.config.root_doc,
            collapse=False,
            titles_only=True,
            maxdepth=-1,
            includehidden=True,
        )
        soup = BeautifulSoup(get_navigation_tree(plain), "html.parser")
        items: dict[str, Tag] = {}
        for item in soup.find_all("li"):
            link = item.find("a")
            page = str(link["href"]).removesuffix(self.builder.link_suffix)
            if page in self.builder.env.all_docs:
                mark_item(item, link, page)
                items[page] = item
        self.name_tracks(soup, items)
        return FLAG.sub(flag, str(soup))

    def name_tracks(self, soup: BeautifulSoup, items: dict[str, Tag]) -> None:
        """Put the name of a track above its pages, in each unit that has tracks."""
        course: Course = self.builder.app.course  # type: ignore[attr-defined]
        env = self.builder.env
        for unit in course.units:
            last = ""
            for page in unit.pages[1:] if tracks_of(env, unit) else ():
                track = track_of(env, unit, page.docname)
                name = track.title if track else ALL_TRACKS
                if name != last and (item := items.get(page.docname)):
                    heading = soup.new_tag("li", attrs={"class": "track small-caps"})
                    heading.string = last = name
                    item.insert_before(heading)

    def html(self, page: str, root: str) -> str:
        """The list for `page`, from which `root` leads to the home page's folder."""
        line = {page}
        above = page
        while above := self.parents.get(above, ""):
            line.add(above)

        def words(mark: re.Match[str]) -> str:
            on = mark["page"] in line and (mark["words"][0] != "!" or mark["page"] == page)
            return mark["words"].removeprefix("!") if on else ""

        return MARK.sub(words, self.marked).replace(ROOT, root)


def mark_item(item: Tag, link: Tag, page: str) -> None:
    """Mark an entry of the list: it looks otherwise where its page is shown, or one below it."""
    item["class"] = f"{' '.join(item['class'])}{on(page, ' current')}{on(page, '! current-page')}"
    link["class"] = f"{' '.join(link['class'])}{on(page, '! current')}"
    link["href"] = f"{ROOT}{link['href']}"
    link["data-flag"] = f"{page}>!aria-current=page"
    if box := item.find("input", recursive=False):
        box["data-flag"] = f"{page}>checked="


def flag(found: re.Match[str]) -> str:
    """An attribute that stands only on some pages."""
    return on(found["page"], f'{found["only"]} {found["name"]}="{found["value"]}"')


def on(page: str, words: str) -> str:
    """Words for the list beside `page`, and below it unless they begin with a mark `!`."""
    return f"\x01{page}\x01{words}\x02"


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", keep_furo_from_it, priority=400)
    app.connect("html-page-context", add_navigation, priority=600)


def keep_furo_from_it(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    context.pop("toctree", None)


def add_navigation(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    builder: Any = app.builder
    if not hasattr(builder, "navigation"):
        builder.navigation = Navigation(builder)
    context["furo_navigation_tree"] = builder.navigation.html(page, context["content_root"])
