"""From the resolved tree of a page to XHTML: Sphinx's own writer, without what needs a site.

Links to pages of the course are written as `course:PAGE#ID`; a book gives each its place.
"""

from __future__ import annotations

from pathlib import Path
from types import MethodType

from docutils import nodes
from docutils.frontend import get_default_settings
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html import HTMLWriter
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib.katex import KaTeXError

from grimoire.ebook.pictures import packed
from grimoire.kinds import place
from grimoire.latex.mathml import mathml
from grimoire.pages.cells import hides_code
from grimoire.pages.pictures import picture_of
from grimoire.problem import BookError


class Writer(HTML5Translator):
    """Write one page.

    Parameters
    ----------
    tree : document
        The page, with what a book can show.
    builder : StandaloneHTMLBuilder
        Sphinx's builder of the site: its settings, and the visitors of extensions' nodes.
    docname : str
        The page.
    site : str
        The address of the site, with a slash at its end.

    Attributes
    ----------
    pictures : dict
        From the name of each picture in the book to its bytes.
    """

    def __init__(
        self, tree: nodes.document, builder: StandaloneHTMLBuilder, docname: str, site: str
    ) -> None:
        builder.fignumbers = builder.env.toc_fignumbers.get(docname, {})
        builder.secnumbers = {}
        settings = get_default_settings(HTMLWriter(builder))
        vars(settings).update(vars(tree.settings))
        tree.settings = settings
        super().__init__(tree, builder)
        self.docname = docname
        self.site = site
        self.pictures: dict[str, bytes] = {}
        self.take_visitors()

    def take_visitors(self) -> None:
        """Learn from the extensions how their nodes become HTML, where this class does not say."""
        known = self.builder.app.registry.translation_handlers["html"]
        for node, (visit, depart) in known.items():
            for name, function in ((f"visit_{node}", visit), (f"depart_{node}", depart)):
                if function and not hasattr(type(self), name):
                    setattr(self, name, MethodType(function, self))

    def write(self, children: list[nodes.Node] | nodes.Element) -> str:
        """These nodes as XHTML, apart from the page."""
        before, self.body = self.body, []
        for child in list(children):
            child.walkabout(self)
        written, self.body = "".join(self.body), before
        return written

    # -- links

    def visit_reference(self, node: nodes.reference) -> None:
        if "refid" in node:
            node["refuri"] = f"course:{self.docname}#{node['refid']}"
            del node["refid"]
        super().visit_reference(node)

    visit_number_reference = visit_reference

    def visit_download_reference(self, node: nodes.Element) -> None:
        """A file that the site offers."""
        address = node.get("refuri") or f"{self.site}_downloads/{node['filename']}"
        self.body.append(self.starttag(node, "a", "", href=address))
        self.context.append("</a>")

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """A book has no address to copy."""

    # -- cells

    def visit_container(self, node: nodes.container) -> None:
        is_code = node.get("nb_element") == "cell_code_source"
        if is_code and hides_code(node.parent):
            raise nodes.SkipNode
        super().visit_container(node)

    # -- formulas

    def visit_math(self, node: nodes.math, math_env: str = "") -> None:
        self.body.append(self.formula(node, display=False))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block, math_env: str = "") -> None:
        self.body.append(self.starttag(node, "div", "", CLASS="equation"))
        self.body.append(self.formula(node, display=True))
        if number := node.get("number"):
            shown = self.builder.fignumbers.get("displaymath", {}).get(node["ids"][0], (number,))
            self.body.append(f'<span class="eqno">({".".join(map(str, shown))})</span>')
        self.body.append("</div>\n")
        raise nodes.SkipNode

    def formula(self, node: nodes.Element, *, display: bool) -> str:
        try:
            return mathml(node.astext(), display=display)
        except KaTeXError as error:
            raise BookError(
                f"{place(node)}: this formula cannot be read: {node.astext()!r}. {error}"
            ) from error

    # -- pictures

    def visit_image(self, node: nodes.image) -> None:
        if "only-dark" not in node["classes"]:
            folder = Path(self.builder.srcdir)
            file = picture_of(node, folder, "an e-book", "cannot stand in an e-book")
            name, data = packed(file)
            self.pictures[name] = data
            size = {"style": f"width: {node['width']}"} if "width" in node else {}
            alt = " ".join(node["alt"].split())
            self.body.append(self.emptytag(node, "img", "", src=name, alt=alt, **size))
        raise nodes.SkipNode

    # -- what a book has no use for

    def skip(self, node: nodes.Node) -> None:
        raise nodes.SkipNode

    visit_meta = visit_comment = visit_HiddenCellNode = visit_index = skip
    visit_substitution_definition = visit_tabular_col_spec = visit_decoration = skip
