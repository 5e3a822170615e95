"""A task: one step of a track with its minutes. Tasks in a row make a checklist with its sum."""

from __future__ import annotations

from itertools import takewhile

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.block import Block, BlockNode
from grimoire.directives.reply import kept_as, name_reply


def setup(app: Sphinx) -> None:
    app.add_node(task, html=(visit_task, depart_task))
    app.add_node(checklist, html=(visit_checklist, depart_checklist))
    app.add_directive("task", Task)
    app.add_transform(JoinTasks)


class task(BlockNode, nodes.TextElement):
    """Attributes: minutes, reply, replies_before; children: the text of the step."""

    def plain(self) -> list[nodes.Node]:
        facts = nodes.Text(f" ({duration(self['minutes'])})")
        return [nodes.list_item("", nodes.paragraph("", "", *self.children, facts))]


class checklist(BlockNode):
    """Attribute: minutes, the sum; children: tasks."""

    @property
    def total(self) -> str:
        """The sum as a sentence, where there is more than one task."""
        return f"In all {duration(self['minutes'])}." if len(self.children) > 1 else ""

    def plain(self) -> list[nodes.Node]:
        steps = nodes.bullet_list("", *self.children, bullet="-")
        return [steps, *([nodes.paragraph("", self.total)] if self.total else [])]


class Task(Block):
    option_names = ("name", "minutes")

    def run(self) -> list[nodes.Node]:
        if not self.argument() or self.content:
            raise self.error(
                "a task is one line of text behind the name of the block, and has no body. Write"
                " `{task} Read the first page`, and `:minutes: 40` below it."
            )
        node = task(minutes=self.whole_number("minutes", 40))
        text, messages = self.parse_inline(self.argument())
        node += text
        self.identify(node, "task", node.astext())
        name_reply(self.env, node)
        return [node, *messages]


class JoinTasks(SphinxTransform):
    """Wrap tasks that follow each other directly in one checklist."""

    default_priority = 300

    def apply(self, **kwargs: object) -> None:
        for first in list(self.document.findall(task)):
            if isinstance(first.parent, checklist):
                continue
            siblings = first.parent.children[first.parent.index(first) :]
            steps = list(takewhile(lambda node: isinstance(node, task), siblings))
            whole = checklist(minutes=sum(step["minutes"] for step in steps))
            first.parent.insert(first.parent.index(first), whole)
            for step in steps:
                step.parent.remove(step)
                whole += step


def duration(minutes: int) -> str:
    """A time as people write it: 40 min, 1 h, 3 h 20 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * (hours > 0) + [f"{rest} min"] * (rest > 0))


def visit_checklist(self: HTML5Translator, node: checklist) -> None:
    self.body.append('<ul class="block tasks" role="list">\n')


def depart_checklist(self: HTML5Translator, node: checklist) -> None:
    self.body.append("</ul>\n")
    if node.total:
        self.body.append(f'<p class="tasks-sum">{node.total}</p>\n')


def visit_task(self: HTML5Translator, node: task) -> None:
    id_ = node["ids"][0]
    self.body.append(self.starttag(node, "li", CLASS="task", suffix=""))
    self.body.append(
        f'<label><input type="checkbox" id="{id_}-done" value="done" {kept_as(node)}><span>'
    )


def depart_task(self: HTML5Translator, node: task) -> None:
    minutes = duration(node["minutes"])
    self.body.append(f'</span> <span class="minutes">{minutes}</span></label></li>\n')
