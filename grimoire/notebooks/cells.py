"""A page as cells: its sections as text, its code, its questions with room for the answer."""

from __future__ import annotations

import hashlib
from collections import Counter

from docutils import nodes
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from grimoire.directives.asked import asked, asked_place
from grimoire.directives.question import (
    question,
    question_answer,
    question_hint,
    question_reply,
    question_title,
)
from grimoire.directives.solution import is_code_cell, solution
from grimoire.directives.task import checklist, duration
from grimoire.directives.video import video
from grimoire.directives.writing_prompts import writing_prompts
from grimoire.notebooks import markdown as md
from grimoire.notebooks.hidden import needed_code
from grimoire.notebooks.reference import ReferenceWriter
from grimoire.notebooks.tables import TableWriter
from grimoire.notebooks.writer import Context
from grimoire.pages.cells import code_shown

YOUR_ANSWER = "**Your answer:** *(double-click here and write)*"
YOUR_TEXT = '''\
text_{number} = """
Write here, between the quotation marks, and run the cell to count your words.
"""
print(len(text_{number}.split()), "of at least {words} words")'''


class PageWriter(TableWriter, ReferenceWriter):
    """Write the cells of a page.

    Parameters
    ----------
    source : list of NotebookNode
        The cells of the page as they stand in its file; the tree does not show all of them.
    solved : bool
        Whether the cells hold the solutions, and the questions their answers.

    Attributes
    ----------
    cells : list of NotebookNode
        The cells written so far.
    """

    def __init__(
        self, context: Context, docname: str, source: list[NotebookNode], solved: bool
    ) -> None:
        super().__init__(context, docname)
        self.source = source
        self.hidden = needed_code(source)
        self.solved = solved
        self.cells: list[NotebookNode] = []
        self.text: list[str] = []
        self.used: Counter[str] = Counter()

    def write_page(self, tree: nodes.document) -> list[NotebookNode]:
        """The cells of a page, without its title, which the first cell of the notebook holds."""
        for part in tree:
            if isinstance(part, nodes.section):
                self.write_parts(part[1:], level=2)
            else:
                self.write_part(part, level=2)
        self.end_text()
        return self.cells

    def write_parts(self, parts: list[nodes.Node], level: int) -> None:
        for part in parts:
            self.write_part(part, level)

    def write_part(self, part: nodes.Node, level: int) -> None:
        """Write something that stands directly in a section."""
        if isinstance(part, nodes.section):
            self.end_text()
            self.text.append(f"{'#' * level} {self.inside(part[0])}")
            self.write_parts(part[1:], level + 1)
        elif is_code_cell(part):
            self.add_code(part)
        else:
            self.text.append(self.write(part))
            if isinstance(part, question):
                self.end_text()
                self.add(new_markdown_cell(self.room(part)), f"answer-{part['ids'][0]}")
            elif isinstance(part, writing_prompts):
                self.end_text()
                for number in range(1, part["choose"] + 1):
                    code = YOUR_TEXT.format(number=number, words=part["words"])
                    self.add(new_code_cell(code), f"text-{number}-{part['ids'][0]}")

    def room(self, node: question) -> str:
        """What stands where the answer to a question belongs."""
        return YOUR_ANSWER

    def end_text(self) -> None:
        """Make a cell of the text written since the last one."""
        if text := md.blocks([*self.text, *self.notes()]):
            self.add(new_markdown_cell(text), digest(text))
        self.text = []

    def add(self, cell: NotebookNode, id_: str) -> None:
        """Add a cell; its id hangs on what it is, so that other cells may come and go."""
        self.used[id_] += 1
        count = f"-{self.used[id_]}" if self.used[id_] > 1 else ""
        cell.id = id_[:60] + count
        self.cells.append(cell)

    # -- code

    def add_code(self, cell: nodes.container) -> None:
        self.end_text()
        place = cell["cell_index"]
        for before in sorted(hidden for hidden in self.hidden if hidden < place):
            self.add_folded(self.hidden.pop(before))
        shown = code_shown(cell, self.source)
        solved = next((found["code"] for found in cell.findall(solution)), None)
        code = shown if solved is None else self.exercise(shown, solved, self.source[place].source)
        tags = cell["cell_metadata"].get("tags", [])
        metadata = {"tags": tags} if tags else {}
        if {"hide-input", "hide-cell", "remove-input"} & set(tags):
            metadata["jupyter"] = {"source_hidden": True}
        self.add(new_code_cell(code.rstrip(), metadata=metadata), digest(shown))
        for figure in cell.findall(nodes.figure):
            [image, *_] = figure.findall(nodes.image)
            described = md.fold("What the figure shows", md.words(image.get("alt", "")))
            self.text.append(md.blocks([self.caption(figure), described]))
            self.end_text()

    def exercise(self, shown: str, solved: str, source: str) -> str:
        """The code of a cell with a solution, from how the page shows it and how it stands there.

        Parameters
        ----------
        shown, solved, source : str
            The cell with an invitation, with the solution, and with its marks.
        """
        return solved if self.solved else shown

    def add_folded(self, code: str) -> None:
        """Code that the page does not show, but that later cells need."""
        metadata = {"jupyter": {"source_hidden": True}}
        self.add(new_code_cell(code, metadata=metadata), digest(code))

    # -- the teaching blocks

    def write_question(self, node: question) -> str:
        title = self.inside(child for part in node.findall(question_title) for child in part)
        address = f"{self.context.site}{self.docname}.html#{node['ids'][0]}"
        parts = [f"**{node.label}. {title}".strip() + "**"]
        for part in node:
            if isinstance(part, question_hint):
                parts.append(md.fold(part["label"], self.blocks(part)))
            elif isinstance(part, question_answer):
                if self.solved:
                    parts.append(md.fold("Answer", self.blocks(part)))
                else:
                    parts.append(f"[Compare with our answer on the page]({address})")
            elif not isinstance(part, question_title):
                parts.append(self.write(part))
        return md.blocks(parts)

    def write_question_reply(self, node: question_reply) -> str:
        if node["kind"] != "choice":
            return ""
        return "\n".join(f"- **{choice['letter']}.** {self.inside(choice[0])}" for choice in node)

    def write_asked(self, node: asked) -> str:
        return md.quote(self.blocks(node))

    def write_asked_place(self, node: asked_place) -> str:
        return self.blocks(node.plain())

    def write_writing_prompts(self, node: writing_prompts) -> str:
        prompts = [self.blocks(prompt) for prompt in node]
        marks = [f"{number}." for number in range(1, len(prompts) + 1)]
        return md.blocks([node.lead, "\n\n".join(map(md.item, marks, prompts))])

    def write_video(self, node: video) -> str:
        line = f"**Video:** [{md.words(node['title'])}]({node.address}) ({md.words(node.facts)})"
        return md.blocks([line, self.blocks(node)])

    def write_checklist(self, node: checklist) -> str:
        steps = [f"- [ ] {self.inside(step)} ({duration(step['minutes'])})" for step in node]
        return md.blocks(["\n".join(steps), node.total])


def digest(text: str) -> str:
    """A name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
