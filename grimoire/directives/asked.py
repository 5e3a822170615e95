"""A question that the course has asked before: where it stands, and the reply kept there."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.block import Block, BlockNode, full_stop
from grimoire.directives.question import question
from grimoire.directives.question_html import close
from grimoire.directives.solution import step_of

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_node(asked, html=(visit_asked, close))
    app.add_node(asked_place, html=(visit_place, depart_place))
    app.add_directive("asked", Asked)
    app.add_post_transform(FindAsked)


class asked(BlockNode):
    """Attributes: label, the name of the question. Children: asked_place, then what to do now."""

    def plain(self) -> list[nodes.Node]:
        return self.children


class asked_place(BlockNode, nodes.TextElement):
    """Attributes: place, such as "Video 2"; reply, the name under which the reply is kept.

    Children: the link to the question, and its title.
    """

    def plain(self) -> list[nodes.Node]:
        words = f"Asked before, in {self['place']}: "
        return [nodes.paragraph("", "", nodes.Text(words), *self.children)]


class Asked(Block):
    required_arguments = 1
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        node = asked(label=nodes.fully_normalize_name(self.argument()))
        self.set_source_info(node)
        self.read_body_into(node)
        return [node]


class FindAsked(SphinxPostTransform):
    """Say where each question was asked before, while its link can still be resolved."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        for node in list(self.document.findall(asked)):
            if target := self.target_of(node):
                node.insert(0, self.place_of(node["label"], target))
            else:
                logger.warning(
                    "there is no open or numeric question %r. Write the `:name:` of one.",
                    node["label"],
                    location=node,
                    type="question",
                )
                node.parent.remove(node)

    def target_of(self, node: asked) -> question | None:
        labels = self.env.domaindata["std"]["anonlabels"]
        docname, id_ = labels.get(node["label"], ("", ""))
        target = self.env.get_doctree(docname).ids.get(id_) if docname else None
        is_one = isinstance(target, question) and target["kind"] != "choice"
        return target if is_one else None

    def place_of(self, label: str, target: question) -> asked_place:
        link = addnodes.pending_xref(
            "",
            nodes.inline("", label),
            refdomain="std",
            reftype="numref",
            reftarget=label,
            refexplicit=False,
            refwarn=True,
            refdoc=self.env.docname,
        )
        place = asked_place(place=step_of(target).partition(":")[0], reply=target["reply"])
        end = nodes.Text(full_stop(target.title))
        place += [link, nodes.Text(", "), nodes.emphasis("", target.title), end]
        return place


def visit_asked(self: HTML5Translator, node: asked) -> None:
    self.body.append(self.starttag(node, "div", CLASS="block asked"))


def visit_place(self: HTML5Translator, node: asked_place) -> None:
    place = self.encode(node["place"])
    self.body.append(f'<p class="asked-place">Asked before, in {place}: ')


def depart_place(self: HTML5Translator, node: asked_place) -> None:
    place = self.encode(node["place"])
    self.body.append(
        f'</p>\n<div class="reply" data-asked="{node["reply"]}" hidden>'
        f"<p>Your answer, kept from <em>{place}</em></p><blockquote></blockquote></div>\n"
    )
