"""How the teaching blocks stand in an e-book: a question leads to its hints and answer behind."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes

from grimoire.directives.asked import asked, asked_place
from grimoire.directives.film import film
from grimoire.directives.fold import folded, folded_title
from grimoire.directives.question import (
    question,
    question_answer,
    question_choice,
    question_hint,
    question_reply,
    question_response,
)
from grimoire.directives.solution import solution, step_of
from grimoire.directives.task import checklist, duration, task
from grimoire.directives.video import video
from grimoire.directives.writing_prompts import writing_prompts
from grimoire.ebook.writer import Writer

BEHIND = "answers/"
"""What stands before a page's name in the address of its hints and answers."""


class BlockWriter(Writer):
    """Write teaching blocks, and collect hints and answers on the way.

    Attributes
    ----------
    answers : list of str
        What stands behind on the questions and exercises written so far.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.answers: list[str] = []

    def visit_question(self, node: question) -> None:
        id_ = node["ids"][0]
        title, *rest = node.children
        heading = f"{escape(node.label)} {self.write(title.children)}".strip()
        text = [part for part in rest if not isinstance(part, question_hint | question_answer)]
        helps = [part for part in rest if isinstance(part, question_hint | question_answer)]
        self.body.append(self.starttag(node, "section", CLASS="question"))
        self.body.append(f'<p class="block-title">{heading}</p>\n{self.write(text)}')
        [reply] = [part for part in text if isinstance(part, question_reply)]
        said = self.feedback(reply) + "".join(map(self.labelled, helps))
        hints = "hint and " if any(isinstance(part, question_hint) for part in helps) else ""
        self.lead_behind(id_, heading, said, f"To the {hints}answer")
        self.body.append("</section>\n")
        raise nodes.SkipNode

    def lead_behind(self, id_: str, heading: str, said: str, words: str) -> None:
        """Put something behind, and a link to it here."""
        there = f"{id_}-answer"
        back = f"course:{self.docname}#{id_}"
        self.answers.append(
            f'<section id="{there}" class="answer"><h3>{heading}</h3>\n{said}'
            f'<p class="way"><a href="{back}">Back to the question</a></p></section>\n'
        )
        self.body.append(
            f'<p class="way"><a href="course:{BEHIND}{self.docname}#{there}">{words}</a></p>\n'
        )

    def labelled(self, part: nodes.Element) -> str:
        """A hint or the answer, under its name."""
        name = part["label"] if isinstance(part, question_hint) else "Answer"
        return f'<div class="help"><p class="block-title">{name}</p>\n{self.write(part)}</div>\n'

    def feedback(self, reply: question_reply) -> str:
        """What the site says to each choice, or to each number it knows."""
        return "".join(
            f'<div class="help"><p class="block-title">'
            f"{part['letter'] if isinstance(part, question_choice) else escape(part['argument'])}: "
            f"{'right' if part['correct'] else 'not quite'}</p>\n"
            f"{self.write(part[1:] if isinstance(part, question_choice) else part)}</div>\n"
            for part in reply
        )

    def visit_question_reply(self, node: question_reply) -> None:
        if node["kind"] == "choice":
            choices = "".join(f"<li>{self.write(choice[0])}</li>\n" for choice in node)
            self.body.append(f'<ol class="choices" type="A">\n{choices}</ol>\n')
        raise nodes.SkipNode

    def visit_question_choice_text(self, node: nodes.Element) -> None:
        """Its item stands around it."""

    depart_question_choice_text = visit_question_choice_text

    def visit_question_response(self, node: question_response) -> None:
        raise nodes.SkipNode

    def visit_solution(self, node: solution) -> None:
        id_ = f"solution-{len(self.answers) + 1}"
        code = self.highlighter.highlight_block(node["code"], "python")
        self.body.append(f'<div id="{id_}">')
        heading = f"Solution: {escape(step_of(node))}"
        self.lead_behind(id_, heading, code, "To the solution")
        self.body.append("</div>\n")
        raise nodes.SkipNode

    def visit_asked(self, node: asked) -> None:
        self.body.append(self.starttag(node, "section", CLASS="question"))

    def depart_asked(self, node: asked) -> None:
        self.body.append("</section>\n")

    def visit_asked_place(self, node: asked_place) -> None:
        self.body.append(f'<p class="block-title">Asked before, in {escape(node["place"])}: ')

    def depart_asked_place(self, node: asked_place) -> None:
        self.body.append("</p>\n")

    def visit_film(self, node: film) -> None:
        """The frames that tell the story, one below the other."""
        self.body.append(self.write(list(node.told())))
        raise nodes.SkipNode

    def visit_video(self, node: video) -> None:
        self.body.append(self.starttag(node, "section", CLASS="video"))
        self.body.append(
            f'<p class="block-title"><a href="{escape(node.address)}">{escape(node["title"])}</a>'
            f"</p>\n<p>{escape(node.facts)}</p>\n"
        )

    def depart_video(self, node: video) -> None:
        self.body.append("</section>\n")

    def visit_checklist(self, node: checklist) -> None:
        self.body.append('<ul class="tasks">\n')

    def depart_checklist(self, node: checklist) -> None:
        self.body.append("</ul>\n" + (f"<p>{node.total}</p>\n" if node.total else ""))

    def visit_task(self, node: task) -> None:
        self.body.append(self.starttag(node, "li", "\N{BALLOT BOX} "))

    def depart_task(self, node: task) -> None:
        self.body.append(f" ({duration(node['minutes'])})</li>\n")

    def visit_writing_prompts(self, node: writing_prompts) -> None:
        prompts = "".join(f"<li>{self.write(prompt)}</li>\n" for prompt in node)
        self.body.append(self.starttag(node, "section", CLASS="prompts"))
        self.body.append(f"<p>{node.lead}</p>\n<ol>\n{prompts}</ol>\n</section>\n")
        raise nodes.SkipNode

    def visit_folded(self, node: folded) -> None:
        self.body.append(self.starttag(node, "aside", CLASS="admonition"))

    def depart_folded(self, node: folded) -> None:
        self.body.append("</aside>\n")

    def visit_folded_title(self, node: folded_title) -> None:
        self.body.append('<p class="admonition-title">')

    def depart_folded_title(self, node: folded_title) -> None:
        self.body.append("</p>\n")
