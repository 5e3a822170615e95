"""`_toc.yml` has only keys that are known, and lists every page there is."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from grimoire.checks.markdown import blocks
from grimoire.checks.vocabulary import similar
from grimoire.course import CONTENT, TOC, Course
from grimoire.data import read_yaml, repeated_keys
from grimoire.problem import Problem

TREE = frozenset({"caption", "numbered", "maxdepth", "hidden", "titlesonly", "reversed", "style"})
ROOT_KEYS = frozenset({"format", "root", "title", "options", "defaults", "meta"})
ENTRY_KEYS = frozenset({"file", "url", "title", "options"})
CHILDREN = frozenset({"parts", "chapters", "sections", "subtrees", "entries"})
FORMATS = ("jb-book", "jb-article")


def check_toc(course: Course) -> Iterator[Problem]:
    tree = read_yaml(course.root, TOC)
    again = ((key, f"the key {key.value!r} stands twice here.") for key in repeated_keys(tree))
    for node, message in (*_faults(tree), *again):
        mark = node.start_mark
        yield Problem(TOC, mark.line + 1, message, "toc", mark.column + 1)
    yield from _unlisted(course)


def _faults(tree: yaml.Node | None) -> Iterator[tuple[yaml.Node, str]]:
    if not isinstance(tree, yaml.MappingNode):
        return
    keys = {key.value: value for key, value in tree.value}
    form = keys.get("format")
    if form is None:
        yield tree, "the format of the list is missing. Begin with `format: jb-book`."
    elif form.value not in FORMATS:
        yield form, f"the format is {' or '.join(FORMATS)}, got {form.value!r}."
    if "root" not in keys:
        yield tree, "the home page is missing. Write `root: index` below the format."
    yield from _of_mapping(tree, ROOT_KEYS | {"parts", "chapters", "sections"})


def _of_mapping(node: yaml.MappingNode, known: frozenset[str]) -> Iterator[tuple[yaml.Node, str]]:
    for key, value in node.value:
        if key.value not in known:
            hint = similar(str(key.value), known)
            yield key, f"the key {key.value!r} is not known here.{hint or _use(known)}"
        elif key.value in CHILDREN:
            yield from _of_list(key.value, value)
        elif key.value in ("file", "root", "url", "title", "caption") and not isinstance(
            value, yaml.ScalarNode
        ):
            yield value, f"`{key.value}` takes one text on the same line."


def _of_list(name: str, node: yaml.Node) -> Iterator[tuple[yaml.Node, str]]:
    example = "- chapters:" if name == "parts" else "- file: folder/page"
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        yield node, f"`{name}` is a list with entries `{example}`."
        return
    for entry in node.value:
        if not isinstance(entry, yaml.MappingNode):
            yield entry, f"an entry of `{name}` is written `{example}`, got {entry.value!r}."
        elif name == "parts":
            yield from _of_mapping(entry, TREE | {"chapters"})
        else:
            keys = {key.value for key, _ in entry.value}
            if not keys & {"file", "url"} and not any(similar(str(key), ["file"]) for key in keys):
                yield entry, f"this entry names no page. Write it `{example}`."
            yield from _of_mapping(entry, ENTRY_KEYS | {"sections", "subtrees"})


def _use(known: frozenset[str]) -> str:
    return f" Use one of {', '.join(sorted(known))}."


def _unlisted(course: Course) -> Iterator[Problem]:
    """The pages below `content/` that are in no list, and that no page includes."""
    listed = {page.file for page in course.pages}
    included = {
        page.file.parent / block.argument.strip()
        for page in course.pages
        for block in blocks(page, "include", "literalinclude")
    }
    for path in sorted((course.root / CONTENT).rglob("*.md")):
        file = path.relative_to(course.root)
        hidden = any(part.startswith((".", "_")) for part in file.parts)
        if file not in listed | included and not hidden:
            entry = file.relative_to(CONTENT).with_suffix("").as_posix()
            message = (
                f"this page is not in {TOC}, so the book lacks it. Add `- file: {entry}` there."
            )
            yield Problem(file, 1, message, "unlisted")
