"""What the search finds: each page's words are gathered once, then put together."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import IndexBuilder

PARTS = ("titles", "filenames", "all_titles", "index_entries")
TERMS = ("mapping", "title_mapping")


@dataclass(frozen=True)
class Words:
    """What Sphinx's index says of one page: facts by their name, and the terms it is found by."""

    facts: dict[str, Any]
    terms: dict[str, list[str]]

    @classmethod
    def of(cls, builder: StandaloneHTMLBuilder, page: str, tree: nodes.document) -> Words:
        whole = builder.indexer
        builder.indexer = alone = empty_index(builder)
        try:
            title = builder.env.longtitles.get(page)
            builder.index_page(page, tree, builder.render_partial(title)["title"] if title else "")
        finally:
            builder.indexer = whole
        return cls(
            {part: getattr(alone, f"_{part}")[page] for part in PARTS if alone._titles},
            {part: list(getattr(alone, f"_{part}")) for part in TERMS},
        )

    def add_to(self, index: IndexBuilder, page: str) -> None:
        for part, fact in self.facts.items():
            getattr(index, f"_{part}")[page] = fact
        for part, terms in self.terms.items():
            mapping = getattr(index, f"_{part}")
            for term in terms:
                mapping.setdefault(term, set()).add(page)


def empty_index(builder: StandaloneHTMLBuilder) -> IndexBuilder:
    names = (*PARTS, *TERMS, "objtypes", "objnames")
    env: Any = SimpleNamespace(**{f"_search_index_{name}": {} for name in names})
    config = builder.config
    language = config.html_search_language or config.language
    return IndexBuilder(env, language, config.html_search_options, config.html_search_scorer)
