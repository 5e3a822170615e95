"""`_config.yml` is YAML, its keys are known, and each has a value of the right kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from grimoire.checks.vocabulary import similar, vocabulary
from grimoire.course import SETTINGS, Course
from grimoire.data import read_yaml, repeated_keys
from grimoire.problem import CourseError, Problem

OURS = {"checks": {"type": "object"}}
EXPECTED = {
    "string": "a text; put it in quotes if it looks like a number or a date",
    "boolean": "true or false",
    "number": "a number",
    "array": "a list, such as [a, b]",
    "object": "indented lines `key: value`",
}
KIND_OF_TAG = {
    **{"str": "string", "bool": "boolean", "int": "number", "float": "number"},
    **{"null": "null", "seq": "array", "map": "object"},
}
"""What YAML finds in a value, as the schema names it."""


def check_config(course: Course) -> Iterator[Problem]:
    if not (course.root / SETTINGS).is_file():
        yield Problem(SETTINGS, 1, "this file is missing; it names the book.", "config")
        return
    try:
        tree = read_yaml(course.root, SETTINGS)
    except CourseError as error:
        yield from (replace(problem, rule="config") for problem in error.problems)
        return
    again = ((key, f"the key {key.value!r} stands twice here.") for key in repeated_keys(tree))
    for node, message in (*_faults(tree, schema(), "_config.yml"), *again):
        mark = node.start_mark
        yield Problem(SETTINGS, mark.line + 1, message, "config", mark.column + 1)


def check_sphinx_settings(course: Course) -> Iterator[Problem]:
    """What stands under `sphinx: config:` is a setting of Sphinx or of an extension."""
    node: yaml.Node | None = read_yaml(course.root, SETTINGS)
    for key in ("sphinx", "config"):
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for name, value in entries if name.value == key), None)
    known = vocabulary().settings
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else []:
        if key.value not in known:
            message = f"no extension has a setting {key.value!r}.{similar(key.value, known)}"
            mark = key.start_mark
            yield Problem(SETTINGS, mark.line + 1, message, "config", mark.column + 1)


@cache
def schema() -> dict[str, Any]:
    """What Jupyter Book says about its settings, with those it forgot and ours."""
    spec = find_spec("jupyter_book")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jupyter_book")
    folder = Path(spec.origin).parent
    known: dict[str, Any] = json.loads((folder / "config_schema.json").read_text("utf-8"))
    defaults = yaml.load((folder / "default_config.yml").read_text("utf-8"), yaml.CSafeLoader)
    _add(known, defaults)
    known["properties"] |= OURS | {"project": {"type": "string"}}
    return known


def _add(known: dict[str, Any], defaults: dict[str, Any]) -> None:
    """Add the keys that have a default but no entry in the schema."""
    for key, value in defaults.items():
        entry = known.setdefault("properties", {}).setdefault(key, {})
        if isinstance(value, dict) and entry.get("properties", {}) is not None:
            _add(entry, value)


def _faults(node: yaml.Node | None, known: dict[str, Any], name: str) -> Iterator[Any]:
    """Each place that is not as the schema says, and why."""
    if node is None:
        return
    kinds = known.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    kinds = [*kinds, "null"] if "string" in kinds else kinds
    if kinds and _kind(node) not in kinds:
        expected = " or ".join(EXPECTED[kind] for kind in kinds if kind != "null")
        yield node, f"`{name}` takes {expected}."
    elif "enum" in known and yaml.safe_load(str(node.value)) not in known["enum"]:
        allowed = ", ".join(str(value).lower() for value in known["enum"])
        yield node, f"`{name}` is one of {allowed}, got {node.value!r}."
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _faults(entry, known.get("items", {}), f"an entry of {name}")
    elif isinstance(node, yaml.MappingNode) and "properties" in known:
        for key, value in node.value:
            if key.value in known["properties"]:
                yield from _faults(value, known["properties"][key.value], key.value)
            else:
                hint = similar(str(key.value), known["properties"])
                yield key, f"the key {key.value!r} is not known under `{name}`.{hint}"


def _kind(node: yaml.Node) -> str:
    return KIND_OF_TAG.get(str(node.tag).rpartition(":")[2], "")
