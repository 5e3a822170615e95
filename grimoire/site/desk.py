"""What the course asks and teaches, as a file for scripts.

They show a reader's answers and progress beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from docutils import nodes

from grimoire.course import Page, Unit
from grimoire.directives.question import question, question_choice, question_reply
from grimoire.directives.question_html import reply_id
from grimoire.directives.task import checklist, task
from grimoire.directives.writing_prompts import writing_prompt
from grimoire.kinds import place
from grimoire.pages.addresses import target_of
from grimoire.pages.resolved import Resolved
from grimoire.problem import BookError
from grimoire.site.sections import sections_of
from grimoire.site.tracks import section_of
from grimoire.store import digest

PLACE = "_static/desk/course.json"

Facts = dict[str, Any]


def course_facts(resolved: Resolved) -> bytes:
    """The pages with what they ask, and the units with their tracks, as JSON.

    Raises
    ------
    BookError
        If the replies to two questions would be kept under one name.
    """
    pages = [made_page(resolved, page) for page in resolved.course.pages]
    refuse_twins(pages)
    units = [unit_facts(resolved, unit) for unit in resolved.course.units]
    shown = [{key: value for key, value in page.items() if key != "places"} for page in pages]
    return json.dumps({"pages": shown, "units": units}, separators=(",", ":")).encode()


def made_page(resolved: Resolved, page: Page) -> Facts:
    key = digest("desk", resolved.key(page.docname))
    return resolved.store.make("desk", key, lambda: page_facts(resolved, page))


def page_facts(resolved: Resolved, page: Page) -> Facts:
    """A page: its name, title, unit, sections, and what it asks."""
    tree = resolved.tree(page.docname)
    unit = resolved.course.unit_of(page.docname)
    asked = [node for node in tree.findall() if isinstance(node, question | writing_prompt | task)]
    return {
        "name": page.docname,
        "title": resolved.env.titles[page.docname].astext(),
        "unit": unit.number if unit else None,
        "sections": [section._asdict() for section in sections_of(tree, page)],
        "asked": [asked_facts(node) for node in asked],
        "places": {node["reply"]: place(node) for node in asked},
    }


def asked_facts(node: nodes.Element) -> Facts:
    """What is asked: the name of its reply, those it had before, and the oldest, by its place."""
    block = node.parent if isinstance(node, writing_prompt) else node
    facts: Facts = {"name": node["reply"], "was": node["replies_before"], "id": block["ids"][0]}
    if isinstance(node, task):
        return {**facts, "kind": "task", "old": node["ids"][0], "title": words_of(node)}
    facts["wording"] = node["wording"]
    if isinstance(node, writing_prompt):
        old, number = f"{block['ids'][0]}-{node['number']}", node["number"]
        return {
            **facts,
            "kind": "prompt",
            "old": old,
            "title": f"Prompt {number}. {words_of(node)}",
        }
    [reply] = node.findall(question_reply)
    options = [
        {"value": one["value"], "text": words_of(one[0]), "right": one["correct"]}
        for one in reply.findall(question_choice)
    ]
    words = node[0].astext() and f". {words_of(node[0])}"
    return {
        **facts,
        "kind": node["kind"],
        "old": reply_id(reply),
        "title": f"{node.label}{words}",
        **({"options": options} if options else {}),
    }


def words_of(node: nodes.Element) -> str:
    """The words of a node on one line, its formulas as TeX."""
    copy = node.deepcopy()
    for formula in list(copy.findall(nodes.math)):
        formula.replace_self(nodes.Text(f"${formula.astext()}$"))
    return " ".join(copy.astext().split())


def refuse_twins(pages: list[Facts]) -> None:
    places: dict[str, str] = {}
    for page in pages:
        for name, here in page["places"].items():
            if name in places:
                message = f"{here}: replies to this are kept as {name!r}, as are those of"
                raise BookError(f"{message} {places[name]}. Choose another name.")
            places[name] = here


def unit_facts(resolved: Resolved, unit: Unit) -> Facts:
    """A unit: number, title, first page, and its tracks with their steps."""
    index = unit.pages[0].docname
    tree = resolved.tree(index)
    tracks = [track_facts(one, index) for one in tree.findall(checklist)]
    return {"number": unit.number, "title": unit.title, "index": index, "tracks": tracks}


def track_facts(tasks: checklist, index: str) -> Facts:
    section = section_of(tasks)
    return {
        "title": section[0].astext(),
        "id": section["ids"][0],
        "steps": [
            {"name": one["reply"], "minutes": one["minutes"], "pages": list(pages_of(one, index))}
            for one in tasks
        ],
    }


def pages_of(step: task, index: str) -> Iterator[str]:
    """The pages of the course that a step leads to."""
    for link in step.findall(nodes.reference):
        if target := target_of(link.get("refuri", ""), index):
            yield target[0]
