"""A question: its text, room for a reply, one or two hints, and the answer.

The reply is open (a box to write in), numeric (a number that is checked) or a choice.
"""

from __future__ import annotations

from itertools import dropwhile

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from grimoire.directives.block import Block, BlockNode
from grimoire.directives.question_rules import USUAL_LEVEL, Part, faults, number, of_bank
from grimoire.directives.reply import name_reply, wording

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_directive("question", Question)
    app.add_directive("hint", Hint, override=True)
    app.add_directive("answer", Answer)
    app.add_directive("response", Response)
    # Sphinx looks in its standard domain first, where `option` describes a command line.
    app.add_directive_to_domain("std", "option", Option, override=True)
    app.add_transform(FindStrayParts)
    app.add_post_transform(NumberQuestions)
    app.connect("config-inited", name_numbers)


def name_numbers(app: Sphinx, config: Config) -> None:
    """Let {numref} say "Question 2.7"."""
    config.numfig_format = {"question": "Question\N{NO-BREAK SPACE}%s", **config.numfig_format}


class question(BlockNode):
    """Attributes: kind, bonus, tolerance, docname, number ("2.7", or "" where there is none).
    For the question bank: level, and in_bank, which is false where only its page explains it.
    For the reader's reply: reply, replies_before, and wording, which tells whether it has changed.

    Children: question_title, the text, question_reply, question_hint (0 to 2), question_answer.
    """

    @property
    def title(self) -> str:
        """The title as text, "Question" where the page gives none."""
        return self[0].astext() or "Question"

    @property
    def label(self) -> str:
        """What it is called: Question 2.7."""
        return f"Question {self['number']}".strip() + " (bonus)" * self["bonus"]

    def plain(self) -> list[nodes.Node]:
        title, *rest = self.children
        lead = nodes.Text(f"{self.label}. " if title.children else self.label)
        return [nodes.admonition("", nodes.title("", "", lead, *title.children), *rest)]


class question_title(nodes.title):
    """The title; empty where the page gives none."""


class question_reply(BlockNode):
    """Room for the reader's reply. Attribute: kind; children: choices or responses."""

    def plain(self) -> list[nodes.Node]:
        if self["kind"] != "choice":
            return []
        return [nodes.enumerated_list("", *self.children, enumtype="upperalpha", suffix=".")]


class PartNode(BlockNode):
    """A part of a question that has a directive of its own."""

    directive: str

    def part(self) -> Part:
        """What the rules want to know of it."""
        body = [child for child in self if not isinstance(child, question_choice_text)]
        argument, correct = self.get("argument", ""), self.get("correct", False)
        return Part(self.directive, self.line, argument, correct, empty=not body)


class question_choice(PartNode):
    """Attributes: argument, correct, letter, and value, by which a reader's choice is kept.

    Children: question_choice_text, then the feedback.
    """

    directive = "option"

    def plain(self) -> list[nodes.Node]:
        return [nodes.list_item("", nodes.paragraph("", "", *self[0].children))]


class question_choice_text(nodes.TextElement):
    """What the reader chooses."""


class question_response(PartNode):
    """Attributes: argument, correct, value; children: the explanation for who gives this value."""

    directive = "response"

    def plain(self) -> list[nodes.Node]:
        return []


class question_hint(PartNode):
    """Attribute: label, "Hint", or "Hint 1" and "Hint 2" where there are two."""

    directive = "hint"

    def plain(self) -> list[nodes.Node]:
        return [nodes.admonition("", nodes.title("", self["label"]), *self.children)]


class question_answer(PartNode):
    """The model answer."""

    directive = "answer"

    def plain(self) -> list[nodes.Node]:
        return [nodes.admonition("", nodes.title("", "Answer"), *self.children)]


class Question(Block):
    option_names = ("name", "kind", "bonus", "tolerance", "level", "bank")

    def run(self) -> list[nodes.Node]:
        kind = self.options.get("kind") or "open"
        tolerance = self.options.get("tolerance") or ""
        level, bank = self.options.get("level") or "", self.options.get("bank") or ""
        body = nodes.Element()
        self.read_body_into(body)
        parts = [node for node in body if isinstance(node, PartNode)]
        found = list(faults(kind, tolerance, [node.part() for node in parts], self.lineno))
        found += of_bank(kind, level, bank, self.lineno)
        found += _misplaced(body.children)
        for line, message in found:
            logger.warning(message, location=(self.env.docname, line), type="question")
        if found:
            return []
        node = question(
            kind=kind,
            bonus="bonus" in self.options,
            tolerance=number(tolerance) or 0.0,
            level=int(level or USUAL_LEVEL),
            in_bank=not bank,
            docname=self.env.docname,
            number="",
        )
        self.identify(node, "question", self.argument() or body.astext())
        name_reply(self.env, node)
        inline, messages = self.parse_inline(self.argument())
        node += question_title("", "", *inline)
        text = [node for node in body if not isinstance(node, PartNode)]
        node["wording"] = wording(self.argument(), *(one.astext() for one in text))
        node += text
        node += _reply(kind, parts)
        node += _hints(parts)
        node += [node for node in parts if isinstance(node, question_answer)]
        return [node, *messages]


def _misplaced(body: list[nodes.Node]) -> list[tuple[int, str]]:
    """Text behind the first part: it would not stay where it is."""
    behind = dropwhile(lambda node: not isinstance(node, PartNode), body)
    message = "this text stands behind a part of the question. Put it before them or into one."
    known = PartNode, nodes.Invisible, nodes.system_message
    return [(node.line or 1, message) for node in behind if not isinstance(node, known)]


def _reply(kind: str, parts: list[PartNode]) -> question_reply:
    reply = question_reply(kind=kind)
    reply += [node for node in parts if isinstance(node, question_choice | question_response)]
    for index, choice in enumerate(reply.findall(question_choice)):
        choice["letter"] = chr(ord("A") + index)
    return reply


def _hints(parts: list[PartNode]) -> list[PartNode]:
    hints = [node for node in parts if isinstance(node, question_hint)]
    for index, hint in enumerate(hints, 1):
        hint["label"] = f"Hint {index}" if len(hints) > 1 else "Hint"
    return hints


class PartDirective(Block):
    """A part of a question; whether it is well formed, its question says."""

    optional_arguments = 0
    node_class: type[PartNode]

    def run(self) -> list[nodes.Node]:
        node = self.node_class()
        self.set_source_info(node)
        self.fill(node)
        self.read_body_into(node)
        return [node]

    def fill(self, node: PartNode) -> None:
        """Put in what the line of the directive and its options say."""


class Hint(PartDirective):
    node_class = question_hint


class Answer(PartDirective):
    node_class = question_answer


class Option(PartDirective):
    optional_arguments = 1
    option_names = ("correct",)
    node_class = question_choice

    def fill(self, node: PartNode) -> None:
        node["argument"] = self.argument()
        node["correct"] = "correct" in self.options
        node["value"] = wording(self.argument())
        inline, messages = self.parse_inline(self.argument())
        node += [question_choice_text("", "", *inline), *messages]


class Response(PartDirective):
    optional_arguments = 1
    option_names = ("correct",)
    node_class = question_response

    def fill(self, node: PartNode) -> None:
        node["argument"] = self.argument()
        node["correct"] = "correct" in self.options
        node["value"] = number(self.argument())


class FindStrayParts(SphinxTransform):
    """Refuse a hint, answer, option or response outside a question."""

    default_priority = 300

    def apply(self, **kwargs: object) -> None:
        for node in list(self.document.findall(PartNode)):
            if not isinstance(node.parent, question | question_reply):
                message = (
                    f"this {node.directive} stands outside a question. Put it directly into a"
                    " `question` block whose fence has one colon more."
                )
                logger.warning(message, location=node, type="question")
                node.parent.remove(node)


class NumberQuestions(SphinxPostTransform):
    """Tell each question the number that Sphinx gave it, as it gives figures theirs."""

    default_priority = 1

    def run(self, **kwargs: object) -> None:
        for node in self.document.findall(question):
            numbers = self.env.toc_fignumbers.get(node["docname"], {}).get("question", {})
            node["number"] = ".".join(map(str, numbers.get(node["ids"][0], ())))
