"""Citations, found quickly; and the list of references, without roles that ARIA does not have.

To format the sources takes a while, so they are kept as long as nobody cites another one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pybtex.plugin
from docutils import nodes
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.domain import BibtexDomain

from grimoire.store import digest, file_digest

WRONG_ROLE = re.compile(r' role="(?:list(?=" class="citation-list")|doc-biblioentry)"')
"""ARIA has no `doc-biblioentry` any more, and without it the group is no list."""

format_sources = BibtexDomain.env_updated


def setup(app: Sphinx) -> None:
    # For each citation pybtex looks through all packages there are: once is enough.
    pybtex.plugin.find_plugin = cache(pybtex.plugin.find_plugin)
    BibtexDomain.env_updated = formatted_once  # type: ignore[method-assign]
    app.connect("html-page-context", drop_wrong_role)


def formatted_once(domain: BibtexDomain) -> list[str]:
    """Take the formatted sources from the store, or format them and keep them there."""
    app: Any = domain.env.app
    files = [file_digest(file) for file in domain.bibdata.bibfiles]
    cited = [ref._replace(line=0) for ref in domain.citation_refs]
    lists = [(key, value.keys, value.style) for key, value in domain.bibliographies.items()]
    key = digest(files, cited, lists, list(domain.env.collect_relations()))
    kept = app.store.get("citations", key)
    if kept is not None:
        domain.citations[:] = kept
        return []
    format_sources(domain)
    app.store.put("citations", key, list(domain.citations))
    return []


def drop_wrong_role(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if "body" in context:
        context["body"] = WRONG_ROLE.sub("", context["body"])
