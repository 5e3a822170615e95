"""How a question becomes HTML: what the page shows without a script, and what blocks.js wakes.

A choice needs no script: the style sheet shows the feedback of the option that is checked.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.question import (
    question,
    question_answer,
    question_choice,
    question_choice_text,
    question_hint,
    question_reply,
    question_response,
    question_title,
)
from grimoire.directives.reply import kept_as

OTHER_NUMBER = "Try once more, or open a hint."
NO_NUMBER = "This is not a number I can read. Write it like 0.25, 25%, 1/4 or ln 10."


def setup(app: Sphinx) -> None:
    app.add_enumerable_node(
        question, "question", lambda node: node.title, html=(visit_question, close)
    )
    app.add_node(question_title, html=(visit_title, depart_title))
    app.add_node(question_reply, html=(visit_reply, depart_reply))
    app.add_node(question_choice, html=(visit_choice, depart_choice))
    app.add_node(question_choice_text, html=(nothing, depart_choice_text))
    app.add_node(question_response, html=(visit_response, close))
    app.add_node(question_hint, html=(visit_hint, depart_details))
    app.add_node(question_answer, html=(visit_answer, depart_details))


def nothing(self: HTML5Translator, node: nodes.Element) -> None:
    """The parent has opened it already."""


def close(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def visit_question(self: HTML5Translator, node: question) -> None:
    attributes = {
        "role": "group",
        "aria-labelledby": f"{node['ids'][0]}-title",
        "data-wording": node["wording"],
    }
    self.body.append(self.starttag(node, "div", CLASS="block question", **attributes))


def visit_title(self: HTML5Translator, node: question_title) -> None:
    self.body.append(
        f'<p class="question-title" id="{node.parent["ids"][0]}-title">'
        f'<span class="question-number">{node.parent.label}</span> '
    )


def depart_title(self: HTML5Translator, node: question_title) -> None:
    self.add_permalink_ref(node.parent, "Link to this question")
    self.body.append("</p>\n")


def visit_reply(self: HTML5Translator, node: question_reply) -> None:
    id_, kept = reply_id(node), kept_as(node.parent)
    if node["kind"] == "open":
        self.body.append(
            f'<div class="reply"><label for="{id_}">Your answer</label>'
            f'<textarea id="{id_}" rows="3" {kept}></textarea>'
        )
    elif node["kind"] == "choice":
        self.body.append('<fieldset class="reply"><legend>Choose one</legend>\n')
    else:
        self.body.append(
            f'<div class="reply numeric" data-tolerance="{node.parent["tolerance"]}">'
            f'<label for="{id_}">Your number</label>'
            f'<input id="{id_}" autocomplete="off" {kept}>'
            '<button type="button">Check</button>\n<div aria-live="polite">\n'
        )


def depart_reply(self: HTML5Translator, node: question_reply) -> None:
    if node["kind"] == "numeric":
        self.body.append(
            f'<div class="feedback other" hidden>{verdict(False)}<p>{OTHER_NUMBER}</p></div>\n'
            f'<div class="feedback unread" hidden><p>{NO_NUMBER}</p></div>\n</div>\n'
        )
    self.body.append("</fieldset>\n" if node["kind"] == "choice" else "</div>\n")


def visit_choice(self: HTML5Translator, node: question_choice) -> None:
    name, letter = reply_id(node.parent), node["letter"]
    right = " data-right" * node["correct"]
    self.body.append(
        f'<div class="choice"><input type="radio" name="{name}" id="{name}-{letter}"'
        f' value="{node["value"]}" {kept_as(node.parent.parent)}{right}'
        f' aria-labelledby="{name}-{letter}-label">'
        f'<label for="{name}-{letter}" id="{name}-{letter}-label">'
        f'<span class="letter">{letter}</span> <span>'
    )


def depart_choice_text(self: HTML5Translator, node: question_choice_text) -> None:
    self.body.append('</span></label>\n<div aria-live="polite"><div class="feedback">')
    self.body.append(verdict(node.parent["correct"]))


def depart_choice(self: HTML5Translator, node: question_choice) -> None:
    self.body.append("</div></div></div>\n")


def visit_response(self: HTML5Translator, node: question_response) -> None:
    self.body.append(f'<div class="feedback" data-value="{node["value"]}" hidden>')
    self.body.append(verdict(node["correct"]))


def visit_hint(self: HTML5Translator, node: question_hint) -> None:
    self.body.append(f'<details class="hint"><summary>{node["label"]}</summary>\n')


def visit_answer(self: HTML5Translator, node: question_answer) -> None:
    self.body.append('<details class="answer"><summary>Answer</summary>\n')


def depart_details(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</details>\n")


def reply_id(reply: question_reply) -> str:
    """The id of the field, or the name of the fields, in which the reader replies."""
    return f"{reply.parent['ids'][0]}-reply"


def verdict(correct: bool) -> str:
    if correct:
        return '<p class="verdict right">Right.</p>\n'
    return '<p class="verdict wrong">Not quite.</p>\n'
