"""Put an entry into `_toc.yml` as a person would: a line or three, all others as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from grimoire.course import TOC
from grimoire.problem import BookError, CourseError, Problem, not_yaml

Listed = tuple[str, int]
"""The new text, and the line of the entry."""


@dataclass(frozen=True)
class Entry:
    """A page of the list: the lines it takes with all below it, and where they begin."""

    docname: str
    node: yaml.MappingNode

    @property
    def folder(self) -> str:
        return self.docname.rpartition("/")[0]

    @property
    def end(self) -> int:
        return last_line(self.node) + 1


def with_page(text: str, docname: str) -> Listed:
    """List a page behind the last one of its folder, or else of the folder above."""
    tree = parse(text)
    entries = list(entries_of(tree))
    for entry in entries:
        if entry.docname == docname:
            return text, entry.node.start_mark.line + 1
    folder = docname.rpartition("/")[0]
    index = next((entry for entry in entries if entry.docname == f"{folder}/index"), None)
    siblings = [entry for entry in entries if entry.folder == folder and entry is not index]
    if siblings:
        last = siblings[-1]
        return joined(text, last.end, (f"{margin(text, last.node)}file: {docname}",))
    if index:
        return below(text, index, docname)
    if folder:
        raise BookError(
            f"{TOC} lists no page of the folder {folder}/. Begin a unit for it"
            ' (grimoire new unit NUMBER "TITLE"), or choose the folder of a unit that there is.'
        )
    return joined(text, len(text.splitlines()), ("chapters:", f"  - file: {docname}"))


def with_unit(text: str, number: int, docname: str, units: dict[int, str]) -> Listed:
    """List a unit behind those with lower numbers; `units` are the index pages by number."""
    tree = parse(text)
    parts = items(tree, "parts")
    groups = parts or items(tree, "chapters") or items(tree, "sections")
    if not groups:
        return joined(text, len(text.splitlines()), ("parts:", *part("  - ", number, docname)))
    numbers = {page: number for number, page in units.items()}
    highest = [max(numbers.get(entry.docname, 0) for entry in entries_of(it)) for it in groups]
    lower = [it for it, other in zip(groups, highest, strict=True) if 0 < other < number]
    higher = [it for it, other in zip(groups, highest, strict=True) if other > number]
    if lower or not higher:
        line = last_line(lower[-1] if lower else groups[-1]) + 1
    else:
        line = higher[0].start_mark.line
    dash = margin(text, groups[0])
    return joined(text, line, part(dash, number, docname) if parts else (f"{dash}file: {docname}",))


def part(dash: str, number: int, docname: str) -> tuple[str, ...]:
    space = " " * len(dash)
    return f"{dash}caption: Unit {number}", f"{space}chapters:", f"{space}  - file: {docname}"


def below(text: str, index: Entry, docname: str) -> Listed:
    """List a page as the last section of its folder's index page."""
    if sections := items(index.node, "sections"):
        return joined(text, index.end, (f"{margin(text, sections[-1])}file: {docname}",))
    space = " " * len(margin(text, index.node))
    return joined(text, index.end, (f"{space}sections:", f"{space}  - file: {docname}"))


def joined(text: str, line: int, new: tuple[str, ...]) -> Listed:
    """The text with new lines before `line`, which counts from 0."""
    lines = text.splitlines()
    return "\n".join([*lines[:line], *new, *lines[line:]]) + "\n", line + len(new)


def parse(text: str) -> yaml.Node:
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise CourseError([not_yaml(error, text, TOC)]) from None
    if not isinstance(tree, yaml.MappingNode):
        raise BookError(f"{TOC}: expected `key: value` lines, the first of them `format: jb-book`.")
    return tree


def entries_of(node: yaml.Node) -> Iterator[Entry]:
    """The pages that stand below a node, in the order of the file."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "file":
                yield Entry(str(value.value).removesuffix(".md"), node)
            yield from entries_of(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from entries_of(item)


def items(node: yaml.Node, key: str) -> list[yaml.Node]:
    """What the list under a key holds; nothing where there is none."""
    found = [value for name, value in node.value if name.value == key]
    return found[0].value if found and isinstance(found[0], yaml.SequenceNode) else []


def last_line(node: yaml.Node) -> int:
    """The last line, from 0, with something of the node; YAML's own mark stands behind comments."""
    if isinstance(node, yaml.ScalarNode):
        return int(node.end_mark.line)
    children = [child for pair in node.value for child in (pair if type(pair) is tuple else [pair])]
    return max([last_line(child) for child in children], default=int(node.start_mark.line))


def margin(text: str, node: yaml.Node) -> str:
    """What stands before an item of a list: blanks, a dash, blanks."""
    mark = node.start_mark
    before = text.splitlines()[mark.line][: mark.column]
    if before.strip() != "-":
        message = "write each entry on a line `- file: …` of its own."
        raise CourseError([Problem(TOC, mark.line + 1, message)])
    return before
