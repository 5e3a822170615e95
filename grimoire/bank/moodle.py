"""Moodle XML: a category for each section, pictures as files beside the text.

The format: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from grimoire.items.model import Bank, Item
from grimoire.items.parts import OTHER_NUMBER, base64, decimal, with_pictures

TYPES = {"choice": "multichoice", "numeric": "numerical"}
PENALTY = "0.3333333"
"""What a wrong try costs, where a teacher lets students try again: Moodle's own third."""


def moodle(bank: Bank) -> bytes:
    """The questions of a bank as one file that Moodle imports."""
    quiz = Element("quiz")
    for section, items in bank.sections.items():
        place = SubElement(quiz, "question", type="category")
        path = (name.replace("/", "//") for name in (bank.title, section))
        text_in(place, "category", f"$course$/top/{'/'.join(path)}")
        quiz.extend(map(question, items))
    ElementTree.indent(quiz)
    return ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n"


def question(item: Item) -> Element:
    node = Element("question", type=TYPES[item.kind])
    text_in(node, "name", item.title)
    html_in(node, "questiontext", item.text, item)
    html_in(node, "generalfeedback", item.answer, item)
    facts_in(node, {"defaultgrade": "1", "penalty": PENALTY, "hidden": "0", "idnumber": item.id})
    if item.kind == "choice":
        facts_in(node, {"single": "true", "shuffleanswers": "true", "answernumbering": "ABCD"})
    for option in item.options:
        answer = SubElement(node, "answer", fraction="100" if option.correct else "0")
        if item.kind == "choice":
            answer.set("format", "html")
            SubElement(answer, "text").text = option.text
        else:
            SubElement(answer, "text").text = decimal(option.value)
            SubElement(answer, "tolerance").text = decimal(option.tolerance)
        html_in(answer, "feedback", option.feedback, item)
    if item.kind == "numeric":
        other = SubElement(node, "answer", fraction="0")
        SubElement(other, "text").text = "*"
        html_in(other, "feedback", f"<p>{OTHER_NUMBER}</p>", item)
        facts_in(node, {"unitgradingtype": "0", "unitpenalty": "0.1", "showunits": "3"})
    for hint in item.hints:
        html_in(node, "hint", hint, item)
    tags = SubElement(node, "tags")
    for tag in item.tags:
        text_in(tags, "tag", tag)
    return node


def facts_in(node: Element, facts: dict[str, str]) -> None:
    for name, text in facts.items():
        SubElement(node, name).text = text


def text_in(node: Element, name: str, text: str) -> None:
    SubElement(SubElement(node, name), "text").text = text


def html_in(node: Element, name: str, html: str, item: Item) -> None:
    """A text in HTML, with the files of the pictures that it shows."""
    part = SubElement(node, name, format="html")
    SubElement(part, "text").text = with_pictures(html, lambda file: f"@@PLUGINFILE@@/{file}")
    for file in shown_in(html, item.media):
        SubElement(part, "file", name=file, path="/", encoding="base64").text = base64(
            item.media[file]
        )


def shown_in(html: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if f'src="media:{name}"' in html]
