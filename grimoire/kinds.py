"""Every kind of node that a page can hold: what Markdown, the extensions and our blocks make.

They are the kinds of the resolved page, before the steps that Sphinx takes for HTML alone. Each
face writes all of them. A kind that is not in this list stops the build with its place, so that
nothing of a page can be lost in one face without a word.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from grimoire.problem import BookError

TEXT = """
Text paragraph compact_paragraph emphasis strong literal subscript superscript inline abbreviation
title_reference literal_emphasis literal_strong manpage math target index reference
number_reference download_reference footnote_reference PassthroughTextElement sd_badge sd_icon
sd_line_break
"""
"""What stands within a line, and the line."""

BLOCKS = """
document section rubric transition topic sidebar bullet_list enumerated_list steps_list
definition_list field_list option_list line_block glossary block_quote attribution literal_block
doctest_block math_block image figure legend caption table container compound centered acks hlist
hlistcol citation productionlist desc desc_content versionmodified
"""
"""What stands on lines of its own."""

ADMONITIONS = """
admonition attention caution danger error important note seealso tip warning folded
"""

TEACHING = """
question asked writing_prompts video checklist solution notes film
"""
"""Our own blocks."""

SILENT = """
comment meta decoration substitution_definition tabular_col_spec footnote HiddenCellNode
"""
"""What is not written, or where something else refers to it."""

KINDS = frozenset(" ".join((TEXT, BLOCKS, ADMONITIONS, TEACHING, SILENT)).split())
"""The kinds that each face writes by a method of its own."""

PARTS = {
    "section": "title",
    "folded": "folded_title",
    "footnote": "label",
    "citation": "label",
    "bullet_list": "list_item",
    "definition_list": "definition_list_item term classifier definition",
    "field_list": "field field_name field_body",
    "option_list": "option_list_item option_group option option_string option_argument description",
    "line_block": "line",
    "table": "tgroup colspec thead tbody row entry",
    "decoration": "header footer",
    "productionlist": "production",
    "question": "question_title question_reply question_choice question_choice_text"
    " question_response question_hint question_answer",
    "asked": "asked_place",
    "writing_prompts": "writing_prompt",
    "checklist": "task",
    "notes": "ask",
    "desc": "desc_signature desc_signature_line desc_addname desc_name desc_annotation"
    " desc_returns desc_parameterlist desc_parameter desc_optional desc_type_parameter_list"
    " desc_type_parameter desc_inline desc_sig_space desc_sig_name desc_sig_operator"
    " desc_sig_punctuation desc_sig_keyword desc_sig_keyword_type desc_sig_literal_number"
    " desc_sig_literal_string desc_sig_literal_char",
}
"""From a kind to those that only stand in it: a face writes them with it."""

CHOSEN = {"only", "raw", "toctree", "viewcode_anchor"}
"""What something else takes the place of before a face writes: see `choices` and `html`."""

REFUSED = {
    "fontawesome": "its icons need a font that no page loads. Take one of `{octicon}`.",
    "pending": "Sphinx has not worked on this directive. It has no use in Markdown: leave it out.",
}

ALL = KINDS | CHOSEN | {part for parts in PARTS.values() for part in parts.split()}


def setup(app: Sphinx) -> None:
    app.add_post_transform(RefuseUnknown)


class RefuseUnknown(SphinxPostTransform):
    """Stop at a kind of node that no face knows."""

    default_priority = 990

    def run(self, **kwargs: Any) -> None:
        require_known(self.document)


def require_known(tree: nodes.document) -> None:
    """Stop at the first node whose kind no face knows.

    Raises
    ------
    BookError
        With the place of the node, and what to do.
    """
    for node in tree.findall():
        kind = type(node).__name__
        if kind not in ALL:
            advice = REFUSED.get(kind, "say how each face writes it, then add it to the list.")
            raise BookError(f"{place(node)}: a {kind!r} is not in `grimoire/kinds.py`: {advice}")


def place(node: nodes.Node) -> str:
    """Where a node stands in the sources, as `file:line`."""
    while node.line is None and node.parent is not None:
        node = node.parent
    source = node.source or (node.document["source"] if node.document else "")
    return f"{source}:{node.line or 1}"


def explanation(node: nodes.Element, said_before: set[str]) -> str:
    """What the site says when a pointer rests on these words, where a page first has it.

    Parameters
    ----------
    node : Element
        An abbreviation or a badge.
    said_before : set of str
        What the page has said so far; the new one is added.
    """
    said = str(node.get("explanation") or node.get("tooltip") or "")
    key = f"{node.astext()}: {said}"
    if not said or key in said_before:
        return ""
    said_before.add(key)
    return said


def grammar(rules: nodes.Element) -> str:
    """A grammar as text; where a rule goes on, its name is empty."""
    width = max(len(rule["tokenname"]) for rule in rules)
    signs = ("::=" if rule["tokenname"] else "   " for rule in rules)
    return "\n".join(
        f"{rule['tokenname']:{width}} {sign} {rule.astext()}"
        for rule, sign in zip(rules, signs, strict=True)
    )
