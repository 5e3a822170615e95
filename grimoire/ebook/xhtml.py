"""XHTML as EPUB wants it: well formed, each id once, links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from bs4 import BeautifulSoup

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}">
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="book.css"/>
</head>
<body>
{body}
</body>
</html>
"""
LINK = re.compile(r'href="course:([^"#]*)#?([^"]*)"')
ONLY_HTML = ("data-", "align", "aria-")
NO_ROLES = {"list", "doc-biblioentry", "navigation"}


@dataclass(frozen=True)
class Written:
    """A piece of a book.

    Attributes
    ----------
    body : str
        What stands between the tags of its body.
    ids : frozenset of str
        The places in it that links may lead to.
    sections : tuple of (str, str)
        Id and title of each of its sections.
    """

    body: str
    ids: frozenset[str]
    sections: tuple[tuple[str, str], ...]


def tidy(html: str) -> Written:
    """HTML as Sphinx and extensions write it, as XHTML."""
    soup = BeautifulSoup(html, "html.parser")
    ids: set[str] = set()
    for tag in soup.find_all(True):
        for name in list(tag.attrs):
            if name.startswith(ONLY_HTML) and tag.name != "math":
                del tag[name]
        if tag.get("role") in NO_ROLES:
            del tag["role"]
        if tag.name == "svg":
            tag.attrs = as_xml(tag.attrs)
        if (id_ := tag.get("id")) is not None:
            if id_ in ids:
                del tag["id"]
            ids.add(str(id_))
    sections = tuple(
        (str(title.parent["id"]), title.get_text(" ", strip=True))
        for title in soup.select("section[id] > h2")
    )
    return Written(soup.decode(formatter="minimal"), frozenset(ids), sections)


def as_xml(attributes: dict[str, Any]) -> dict[str, Any]:
    """The attributes of an icon as XML spells them; its `version` is that of the set of icons."""
    spelled = {"viewbox": "viewBox"}
    kept = {spelled.get(name, name): value for name, value in attributes.items()}
    kept.pop("version", None)
    return {"xmlns": "http://www.w3.org/2000/svg", **kept}


def page(title: str, body: str, language: str) -> str:
    """A whole file of the book."""
    return PAGE.format(title=escape(title), body=body, language=escape(language))


def linked(body: str, address: Callable[[str, str], str]) -> str:
    """The body with the address of each link to a page of the course, given page and id."""
    return LINK.sub(lambda link: f'href="{escape(address(link[1], link[2]))}"', body)
