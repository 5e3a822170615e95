"""A self-test: which questions of its page belong to it, and what to read where one went wrong.

What follows the name of the block is what to begin when it went well; `enough` says how many right
answers that takes. The body is a table with a row for each question::

    :::{self-test} [unit 2](../deep-learning/index.md)
    :enough: 10

    | question | if it went wrong, read |
    | :--- | :--- |
    | {numref}`q-dot` | {ref}`dot-product` |
    :::

The table gets the right answers as a column of its own, and each wrong answer of these questions
names what to read. So it can be taken on paper as well; a script says the result. Where a week of
`content/schedule.yml` links to the page under `before:`, the block says when it is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from grimoire.directives.block import Block
from grimoire.directives.due import due
from grimoire.directives.question import question, question_choice, question_response
from grimoire.directives.term import SCHEDULE, Term, read_term
from grimoire.problem import CourseError

EXAMPLE = "| {numref}`q-dot` | {ref}`dot-product` |"

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    app.add_directive("self-test", SelfTest)
    app.add_transform(SayWhatToRead)


class SelfTest(Block):
    """{self-test} what to begin afterwards: the table of its questions."""

    required_arguments = 1
    optional_arguments = 0
    option_names = ("enough",)

    def run(self) -> list[nodes.Node]:
        whole = nodes.container(classes=["block", "self-test"])
        self.set_source_info(whole)
        self.read_body_into(whole)
        rows = list(rows_of(whole))
        if len(whole) != 1 or not rows or not all(is_row(row) for row in rows):
            raise self.error(
                "the body of a self-test is one table of two columns: the question, and what to"
                f" read where it went wrong. Write each row as in `{EXAMPLE}`."
            )
        enough = self.whole_number("enough", len(rows))
        if enough > len(rows):
            raise self.error(
                f"`:enough:` is {enough}, but this self-test has {len(rows)} questions. Write a"
                " number that can be reached."
            )
        whole.insert(0, [*self.required_by_club(), *self.scale(enough, len(rows))])
        return [whole]

    def required_by_club(self) -> list[nodes.Node]:
        """When the schedule wants it done, if it does."""
        root = Path(self.env.srcdir).parent
        self.env.note_dependency(str(root / SCHEDULE))
        try:
            when = due_before(read_term(root), self.env.docname)
        except CourseError:  # the schedule itself says so
            when = ""
        return [nodes.paragraph("", "", nodes.strong("", when))] if when else []

    def scale(self, enough: int, count: int) -> list[nodes.Node]:
        """What follows from the number of right answers."""
        target, messages = self.parse_inline(self.argument())
        number = nodes.inline("", str(enough), classes=["self-test-enough"])
        start = nodes.inline("", "", *target, classes=["self-test-start"])
        words = [
            number,
            nodes.Text(f" or more of {count} right: start "),
            start,
            nodes.Text(". Fewer: first read the sections whose questions went wrong."),
        ]
        return [nodes.paragraph("", "", *words), *messages]


def due_before(term: Term, docname: str) -> str:
    """The week before which a page is due, and its date; nothing where no week names the page."""
    meetings = (week for week in term.weeks if not week.off)
    for number, week in enumerate(meetings, 1):
        if f"]({docname}.md" in week.before:
            return f"Due before week {number}, {due(term, docname, 'before')}."
    return ""


class SayWhatToRead(SphinxTransform):
    """Give the table its right answers, and each wrong answer the section that explains it."""

    default_priority = 310

    def apply(self, **kwargs: object) -> None:
        for test in list(self.document.findall(is_self_test)):
            asked = [node for node in self.document.findall(question) if node["kind"] != "open"]
            named = {name: node for node in asked for name in node["names"]}
            keys = []
            for row in rows_of(test):
                name = next(links_in(row[0]))["reftarget"]
                if node := named.get(name):
                    point_to(row[1], node)
                    asked.remove(node)
                else:
                    self.say(f"this page has no choice or numeric question {name!r}", test)
                keys.append(key_of(node) if node else "")
            add_key(test, keys)
            for node in asked:
                self.say(f"the self-test does not say what to read for {node.title!r}", node)

    def say(self, fault: str, node: nodes.Element) -> None:
        message = "%s. Write one row for each such question of the page, and only for those."
        logger.warning(message, fault, location=node, type="question")


def point_to(section: nodes.Element, node: question) -> None:
    """Let each wrong answer of a question end with what to read."""
    for part in node.findall(lambda part: isinstance(part, question_choice | question_response)):
        if not part["correct"]:
            links = [link.deepcopy() for link in links_in(section)]
            part += nodes.paragraph("", "", nodes.Text("To review: "), *links)


def key_of(node: question) -> str:
    """The letter or the numbers that are right."""
    parts = node.findall(lambda part: isinstance(part, question_choice | question_response))
    right = [part.get("letter") or part["argument"] for part in parts if part["correct"]]
    return " or ".join(right).replace("-", "\N{MINUS SIGN}")


def add_key(test: nodes.Element, answers: list[str]) -> None:
    """A column with the right answers, between the questions and the sections."""
    [group] = test.findall(nodes.tgroup)
    group["cols"] += 1
    [*columns] = group.findall(nodes.colspec)
    for column, width in zip(columns, (20, 60), strict=True):
        column["colwidth"] = width
    group.insert(1, nodes.colspec(colwidth=20))
    [head] = group.findall(nodes.thead)
    for row, text in zip([head[0], *rows_of(test)], ["right is", *answers], strict=True):
        row.insert(1, nodes.entry("", nodes.paragraph("", text), classes=row[0]["classes"]))


def is_self_test(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "self-test" in node["classes"]


def rows_of(test: nodes.Element) -> Iterator[nodes.row]:
    for body in test.findall(nodes.tbody):
        yield from body.findall(nodes.row)


def is_row(row: nodes.row) -> bool:
    """Whether it names one question, and then at least one place to read."""
    if len(row) != 2:
        return False
    asked, read = (list(links_in(entry)) for entry in row)
    return len(asked) == 1 and asked[0]["reftype"] == "numref" and bool(read)


def links_in(entry: nodes.Element) -> Iterator[addnodes.pending_xref]:
    yield from entry.findall(addnodes.pending_xref)
