"""Where the links of a resolved page lead: from the site's addresses to those of another face."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from docutils import nodes

SUFFIX = ".html"


def translate(tree: nodes.document, docname: str, address: Callable[[str, str], str]) -> None:
    """Give each link to a page of the course the address of another face.

    Parameters
    ----------
    tree : document
        The resolved page, with the site's addresses.
    docname : str
        The page.
    address : callable
        From a page and an id on it ("" for its beginning) to the address.
    """
    for link in tree.findall(nodes.reference):
        if "refuri" in link and (target := target_of(link["refuri"], docname)):
            link["refuri"] = address(*target)


def target_of(refuri: str, docname: str) -> tuple[str, str] | None:
    """The page that a relative address leads to, and the id on it; None for any other address."""
    path, _, id_ = refuri.partition("#")
    if "://" in path or path.startswith("mailto:") or not path.endswith(SUFFIX):
        return None
    page = normpath(join(dirname(docname), unquote(path)))
    return page.removesuffix(SUFFIX), id_


def is_state(id_: str) -> bool:
    """Whether what stands behind `#` is no place of the page but a state that its script reads.

    Such as `data=xor&lr=0.1`, which only the site can show.
    """
    return "=" in id_
