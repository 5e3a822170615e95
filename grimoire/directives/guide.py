"""An entry of the answer guide for mentors: the question with its answer, as its page has them, and
what a mentor needs besides.

It becomes standard nodes, so no face has to know it.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from grimoire.directives.block import Block, BlockNode
from grimoire.directives.fold import folded, folded_title
from grimoire.directives.guide_rules import faults, parsed
from grimoire.directives.question import PartNode, question, question_answer, question_reply
from grimoire.directives.writing_prompts import writing_prompts

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_node(guide)
    app.add_directive("guide", Guide)
    app.add_post_transform(FillGuide)


class guide(BlockNode):
    """Attributes: label, prompt (0 for a question). Children: the mentor's part."""

    def plain(self) -> list[nodes.Node]:
        return self.children


class Guide(Block):
    required_arguments = 1
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        label, prompt = parsed(self.argument())
        node = guide(label=nodes.fully_normalize_name(label), prompt=prompt)
        self.set_source_info(node)
        self.read_body_into(node)
        for message in faults(self.argument(), terms_of(node)):
            logger.warning(message, location=node, type="guide")
        for item in node.findall(nodes.definition_list_item):
            make_list(item)
        return [node]


def terms_of(node: guide) -> list[tuple[str, int]]:
    """The terms of an entry, each with the number of its definitions."""
    return [
        (item[0].astext(), sum(isinstance(part, nodes.definition) for part in item))
        for part in node
        if isinstance(part, nodes.definition_list)
        for item in part
    ]


def make_list(item: nodes.definition_list_item) -> None:
    """Several definitions of one term as the items of a list."""
    term, *definitions = item.children
    if len(definitions) > 1:
        lines = nodes.bullet_list("", *(nodes.list_item("", *one.children) for one in definitions))
        item.children = []
        item += [term, nodes.definition("", lines)]


class FillGuide(SphinxPostTransform):
    """Put the question and its answer into each entry, while their links can still be resolved."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        for node in list(self.document.findall(guide)):
            if pulled := self.pulled(node):
                node.replace_self([*pulled, *node.children])
            else:
                logger.warning(
                    "there is no question and no prompt %r. Write the `:name:` of one.",
                    f"{node['label']} {node['prompt'] or ''}".strip(),
                    location=node,
                    type="guide",
                )
                node.parent.remove(node)

    def pulled(self, node: guide) -> list[nodes.Node]:
        """The heading of an entry, and in a fold what the page says."""
        labels = self.env.domaindata["std"]["anonlabels"]
        docname, id_ = labels.get(node["label"], ("", ""))
        target = self.env.get_doctree(docname).ids.get(id_) if docname else None
        if isinstance(target, question) and not node["prompt"]:
            link = self.link("numref", node["label"])
            asked = [part for part in target[1:] if not isinstance(part, PartNode | question_reply)]
            answers = [part for one in target.findall(question_answer) for part in one]
            head = heading(node, link, nodes.Text(f". {target.title}"))
            said = nodes.paragraph("", "", nodes.strong("", "Our answer"))
            return [head, self.fold(docname, [*asked, said, *answers])]
        if isinstance(target, writing_prompts) and 0 < node["prompt"] <= len(target):
            words = f"Prompt {node['prompt']}"
            head = heading(node, self.link("ref", node["label"], words))
            return [head, *self.copied(docname, target[node["prompt"] - 1].children)]
        return []

    def link(self, kind: str, label: str, words: str = "") -> addnodes.pending_xref:
        return addnodes.pending_xref(
            "",
            nodes.inline("", words or label),
            refdomain="std",
            reftype=kind,
            reftarget=label,
            refexplicit=bool(words),
            refwarn=True,
            refdoc=self.env.docname,
        )

    def fold(self, docname: str, body: list[nodes.Node]) -> folded:
        block = folded(classes=["dropdown"], open=False)
        block += [folded_title("", "The question and our answer"), *self.copied(docname, body)]
        return block

    def copied(self, docname: str, body: list[nodes.Node]) -> list[nodes.Node]:
        """The same for this page: links begin here, and no place has its name twice."""
        copies = [node.deepcopy() for node in body]
        page = self.app.builder.get_relative_uri(self.env.docname, docname)
        for node in (node for copy in copies for node in copy.findall()):
            node.document = self.document
            if not isinstance(node, nodes.Element):
                continue
            node["ids"], node["names"] = [], []
            if "refdoc" in node:
                node["refdoc"] = self.env.docname
            if isinstance(node, nodes.reference) and "refid" in node:
                node["refuri"] = f"{page}#{node.attributes.pop('refid')}"
        return copies


def heading(entry: guide, *words: nodes.Node) -> nodes.rubric:
    id_ = nodes.make_id(f"guide {entry['label']} {entry['prompt'] or ''}")
    rubric = nodes.rubric("", "", *words, ids=[id_], classes=["guide"])
    rubric.source, rubric.line = entry.source, entry.line
    return rubric
