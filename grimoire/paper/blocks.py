"""How the teaching blocks are printed: room to write on, hints and answers in an appendix."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from docutils import nodes

from grimoire.directives.asked import asked, asked_place
from grimoire.directives.film import film
from grimoire.directives.notes import ask, notes
from grimoire.directives.question import (
    question,
    question_choice,
    question_hint,
    question_response,
)
from grimoire.directives.solution import solution, step_of
from grimoire.directives.task import checklist, duration, task
from grimoire.directives.video import video
from grimoire.directives.writing_prompts import writing_prompts
from grimoire.paper.listing import listing
from grimoire.paper.markup import anchor, call, quoted, words
from grimoire.paper.writer import Context, Writer

WORDS_A_LINE = 14
LINES = range(2, 6)
WHOLE = 150
"""A question of up to so many words stands on one page."""


@dataclass(frozen=True)
class Help:
    """What the appendix says on one question: all its hints, or its answer, as markup."""

    label: str
    question: str
    name: str
    title: str
    body: str


class BlockWriter(Writer):
    """Write teaching blocks, and collect hints and answers on the way.

    Attributes
    ----------
    hints, answers : list of Help
        What the appendix has to say on the questions written so far.
    """

    def __init__(self, context: Context, docname: str, level: int) -> None:
        super().__init__(context, docname, level)
        self.hints: list[Help] = []
        self.answers: list[Help] = []

    def write_paragraph(self, node: nodes.paragraph) -> str:
        """A paragraph; behind a label, such as "Hint 1", it goes on in the label's line."""
        labelled = isinstance(node.parent, question_hint | question_choice | question_response)
        return f"{self.inside(node)}\n\n" if labelled else super().write_paragraph(node)

    def write_question(self, node: question) -> str:
        parts: dict[str, list[nodes.Node]] = {"text": [], "hint": [], "reply": [], "answer": []}
        for child in node.children[1:]:
            kind = type(child).__name__.removeprefix("question_")
            parts[kind if kind in parts else "text"].append(child)
        [reply], [answer] = parts["reply"], parts["answer"]
        title = self.inside(node[0])
        hint_label = self.keep(self.hints, node, "hint", "".join(map(self.hint, parts["hint"])))
        feedback = self.feedback(reply)
        answer_label = self.keep(self.answers, node, "answer", feedback + self.inside(answer))
        markup = call(
            "question",
            title,
            self.inside(parts["text"]),
            self.room(node, reply, answer),
            name=node.label,
            hint=hint_label if parts["hint"] else None,
            answer=answer_label,
            whole=sum(len(part.astext().split()) for part in parts["text"]) < WHOLE,
        )
        return self.block(node, self.anchors(node) + markup)

    def keep(self, helps: list[Help], node: question, kind: str, body: str) -> str:
        """Put something into the appendix and return its label."""
        label = self.label(f"{node['ids'][0]}--{kind}")
        if body:
            helps.append(
                Help(label, self.label(node["ids"][0]), node.label, self.inside(node[0]), body)
            )
        return label

    def write_solution(self, node: solution) -> str:
        """A line that says where the solution stands, which is among the answers."""
        place = self.label(f"solution-{len(self.answers) + 1}")
        label = f"{place}--code"
        code = f"#code({listing(node['code'].rstrip(), 'python')});"
        self.answers.append(Help(label, place, "Solution", words(step_of(node)), code))
        return self.block(node, anchor(place) + f"#solution-at({quoted(label)});")

    def hint(self, node: nodes.Element) -> str:
        numbered = node["label"] if node["label"] != "Hint" else ""
        return call("hint", self.inside(node).strip(), name=numbered)

    def feedback(self, reply: nodes.Element) -> str:
        """What the site says to each choice, or to each number it knows."""
        said = "".join(
            call(
                "feedback",
                self.inside(part[1:] if isinstance(part, question_choice) else part).strip(),
                name=part["letter"] if isinstance(part, question_choice) else part["argument"],
                right=part["correct"],
            )
            for part in reply
        )
        return call("feedbacks", said) if said else ""

    def room(self, node: question, reply: nodes.Element, answer: nodes.Element) -> str:
        """Lines for an open reply, a blank for a number, circles for choices."""
        if node["kind"] == "choice":
            return "".join(
                call("choice", self.inside(part[0]), letter=part["letter"]) for part in reply
            )
        if node["kind"] == "numeric":
            return "#blank();"
        wanted = len(answer.astext().split()) // WORDS_A_LINE + 1
        return f"#lines({min(max(wanted, LINES[0]), LINES[-1])});"

    def write_asked(self, node: asked) -> str:
        return self.block(node, call("asked", self.inside(node)))

    def write_asked_place(self, node: asked_place) -> str:
        return self.inside(node.plain())

    def write_writing_prompts(self, node: writing_prompts) -> str:
        prompts = "".join(call("prompt", self.inside(prompt)) for prompt in node)
        markup = call("prompts", prompts, lead=node.lead)
        return self.block(node, self.anchors(node) + markup)

    def write_video(self, node: video) -> str:
        code = segno.make(node.short_address, error="m")
        drawing = code.svg_inline(scale=1, border=0, omitsize=True)
        markup = call(
            "video",
            self.inside(node),
            title=node["title"],
            facts=node.facts,
            address=node.short_address,
            code=drawing,
        )
        return self.block(node, self.anchors(node) + markup)

    def write_film(self, node: film) -> str:
        """The frames that tell the story, beside each other."""
        return self.block(node, call("film", *map(self.write, node.told())))

    def write_notes(self, node: notes) -> str:
        return self.block(node, call("aside", words(node.lead), self.inside(node)))

    def write_ask(self, node: ask) -> str:
        question, *heard = node.children
        return self.block(node, call("ask", self.inside(question), self.inside(heard)))

    def write_checklist(self, node: checklist) -> str:
        steps = "".join(self.step(step) for step in node)
        return self.block(node, call("checklist", steps, total=node.total))

    def step(self, node: task) -> str:
        body, last = self.anchors(node) + self.inside(node), node is node.parent[-1]
        return call("task", body, time=duration(node["minutes"]), last=last)
