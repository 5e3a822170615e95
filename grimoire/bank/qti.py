"""QTI 2.1: a package with a manifest, a file for each question, and the pictures.

The format: https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from grimoire.items.model import Bank, Item
from grimoire.items.parts import OTHER_NUMBER, archive, decimal, with_pictures

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
OTHER = "OTHER"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def qti(bank: Bank) -> bytes:
    """The questions of a bank as a package."""
    files = {"imsmanifest.xml": written(manifest(bank))}
    for item in bank.items:
        files[f"items/{item.id}.xml"] = written(assessment_item(item))
        files |= {f"items/media/{name}": data for name, data in item.media.items()}
    return archive(files)


def written(root: Element) -> bytes:
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def manifest(bank: Bank) -> Element:
    root = Element("manifest", {"xmlns": PACKAGE, "identifier": f"bank-{bank.name}"})
    facts = SubElement(root, "metadata")
    SubElement(facts, "schema").text = "QTIv2.1 Package"
    SubElement(facts, "schemaversion").text = "1.0.0"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for item in bank.items:
        file = f"items/{item.id}.xml"
        resource = SubElement(
            resources,
            "resource",
            {"identifier": f"item-{item.id}", "type": "imsqti_item_xmlv2p1", "href": file},
        )
        resource.append(described(item))
        for name in (file, *(f"items/media/{name}" for name in item.media)):
            SubElement(resource, "file", href=name)
    return root


def described(item: Item) -> Element:
    """Title and tags of a question, as a search in an item bank reads them."""
    facts = Element("metadata")
    general = SubElement(SubElement(facts, "lom", xmlns=LOM), "general")
    SubElement(SubElement(general, "title"), "string", language="en").text = item.title
    for tag in item.tags:
        SubElement(SubElement(general, "keyword"), "string", language="en").text = tag
    return facts


def assessment_item(item: Item) -> Element:
    root = Element(
        "assessmentItem",
        {
            "xmlns": QTI,
            "identifier": item.id,
            "title": item.title,
            "adaptive": "false",
            "timeDependent": "false",
        },
    )
    root.append(response(item))
    score = declaration(root, "SCORE", "float")
    SubElement(SubElement(score, "defaultValue"), "value").text = "0"
    declaration(root, "FEEDBACK", "identifier")
    declaration(root, "SOLUTION", "identifier")
    body = SubElement(root, "itemBody")
    body.extend(elements(item.text))
    body.append(interaction(item))
    root.append(processing(item))
    for letter, option in zip(LETTERS, item.options, strict=False):
        root.append(said("FEEDBACK", letter, option.feedback))
    if item.kind == "numeric":
        root.append(said("FEEDBACK", OTHER, f"<p>{OTHER_NUMBER}</p>"))
    root.append(said("SOLUTION", "SHOWN", item.answer))
    return root


def declaration(root: Element, name: str, kind: str) -> Element:
    facts = {"identifier": name, "cardinality": "single", "baseType": kind}
    return SubElement(root, "outcomeDeclaration", facts)


def response(item: Item) -> Element:
    """What is answered, and the first right answer."""
    kind = "identifier" if item.kind == "choice" else "float"
    facts = {"identifier": "RESPONSE", "cardinality": "single", "baseType": kind}
    node = Element("responseDeclaration", facts)
    place, right = next((n, option) for n, option in enumerate(item.options) if option.correct)
    value = LETTERS[place] if item.kind == "choice" else decimal(right.value)
    SubElement(SubElement(node, "correctResponse"), "value").text = value
    return node


def interaction(item: Item) -> Element:
    if item.kind == "numeric":
        line = Element("p")
        SubElement(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
        return line
    facts = {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxChoices": "1"}
    node = Element("choiceInteraction", facts)
    for letter, option in zip(LETTERS, item.options, strict=False):
        choice = SubElement(node, "simpleChoice", identifier=letter)
        fill(choice, option.text)
    return node


def processing(item: Item) -> Element:
    """From the answer to its points and what is said to it: the first that fits."""
    node = Element("responseProcessing")
    condition = SubElement(node, "responseCondition")
    for place, option in enumerate(item.options):
        branch = SubElement(condition, "responseElseIf" if place else "responseIf")
        branch.append(test(item, place))
        branch.append(outcome("SCORE", "float", "1" if option.correct else "0"))
        branch.append(outcome("FEEDBACK", "identifier", LETTERS[place]))
    if item.kind == "numeric":
        SubElement(condition, "responseElse").append(outcome("FEEDBACK", "identifier", OTHER))
    node.append(outcome("SOLUTION", "identifier", "SHOWN"))
    return node


def test(item: Item, place: int) -> Element:
    """Whether this is the answer: the option itself, or a number close enough."""
    if item.kind == "choice":
        node, kind, value = Element("match"), "identifier", LETTERS[place]
    else:
        option = item.options[place]
        around = decimal(option.tolerance)
        facts = {"toleranceMode": "absolute", "tolerance": f"{around} {around}"}
        node = Element("equal", facts if option.tolerance else {"toleranceMode": "exact"})
        kind, value = "float", decimal(option.value)
    SubElement(node, "variable", identifier="RESPONSE")
    SubElement(node, "baseValue", baseType=kind).text = value
    return node


def outcome(name: str, kind: str, value: str) -> Element:
    node = Element("setOutcomeValue", identifier=name)
    SubElement(node, "baseValue", baseType=kind).text = value
    return node


def said(name: str, value: str, html: str) -> Element:
    """What is said where an outcome has this value."""
    facts = {"outcomeIdentifier": name, "identifier": value, "showHide": "show"}
    node = Element("modalFeedback", facts)
    node.extend(elements(html))
    return node


def elements(html: str) -> list[Element]:
    node = Element("div")
    fill(node, html)
    return list(node)


def fill(node: Element, html: str) -> None:
    """Put HTML into an element, its pictures by their places in the package."""
    placed = with_pictures(html, lambda name: f"media/{name}")
    read = ElementTree.fromstring(f"<div>{placed}</div>")
    node.text = read.text
    node.extend(read)
