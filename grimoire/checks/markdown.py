"""A page as the checks see it: its words, formulas, roles, images and blocks, each with its line.

The text is cut by the parser that builds the site, so both agree on what is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

EXTENSIONS = ("amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath")
DIRECTIVE = re.compile(r"\{([\w:-]+)\}\s*(.*)")
OPTION = re.compile(r"\s*:([\w-]+):\s*(.*)")
OTHER_BODY = re.compile(
    r"auto.*|bibliography|code|code-block|code-cell|eval-rst|include|math|raw|toctree"
)
"""Directives whose body is not Markdown."""


@dataclass(frozen=True)
class Span:
    """A piece of a page.

    Attributes
    ----------
    kind : str
        "text", "heading", "link" (words that already lead somewhere), "formula", "image" (its text
        alternative) or "role".
    line : int
        The line of the file.
    text : str
        What stands there, without marks.
    role : str
        The name of the role, such as "term".
    """

    kind: str
    line: int
    text: str
    role: str = ""


@dataclass(frozen=True)
class Block:
    """A directive: ```{name} argument, its options, its body, and the lines of both.

    Options between two lines `---` are YAML; where they are not, `fault` is the text and its error.
    """

    name: str
    argument: str
    options: dict[str, Any]
    body: str
    line: int
    body_line: int
    fault: tuple[str, yaml.YAMLError] | None = None

    @property
    def holds_markdown(self) -> bool:
        return not OTHER_BODY.fullmatch(self.name)


@cache
def read(text: str, line: int) -> tuple[Span | Block, ...]:
    """All of a text that begins at `line`, in reading order, with what stands inside its blocks."""
    return tuple(_read(text, line))


def _read(text: str, line: int) -> Iterator[Span | Block]:
    heading = False
    for token in _parser().parse(text):
        here = line + token.map[0] if token.map else line
        if token.type in ("fence", "colon_fence"):
            if block := _block(token, here):
                yield block
                if block.holds_markdown:
                    yield from _read(block.body, block.body_line)
        elif token.type in ("math_block", "math_block_label", "amsmath"):
            yield Span("formula", here, token.content)
        elif token.type == "inline":
            yield from _spans(token, here, heading)
        heading = token.type == "heading_open"


def blocks(text: str, line: int) -> Iterator[Block]:
    """The blocks that stand directly in the text, not those inside them."""
    for token in _parser().parse(text):
        if token.type in ("fence", "colon_fence") and token.map:
            block = _block(token, line + token.map[0])
            if block:
                yield block


@cache
def _parser() -> MarkdownIt:
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)


def _block(token: Token, line: int) -> Block | None:
    match = DIRECTIVE.match(token.info.strip())
    if not match:
        return None
    lines = token.content.splitlines()
    taken, options, fault = _options(lines)
    body = "\n".join(lines[taken:])
    return Block(match[1], match[2], options, body, line, line + 1 + taken, fault)


def _options(
    lines: list[str],
) -> tuple[int, dict[str, Any], tuple[str, yaml.YAMLError] | None]:
    """How many lines the options take, what they are, and why they are no YAML."""
    if lines and lines[0].rstrip() == "---" and "---" in [line.rstrip() for line in lines[1:]]:
        end = 1 + [line.rstrip() for line in lines[1:]].index("---")
        text = "\n".join(lines[1:end])
        try:
            settings = yaml.safe_load(text)
        except yaml.YAMLError as error:
            return end + 1, {}, (text, error)
        return end + 1, settings if isinstance(settings, dict) else {}, None
    options: dict[str, Any] = {}
    for line in lines:
        if not (match := OPTION.match(line)):
            break
        options[match[1]] = match[2].strip()
    return len(options), options, None


def _spans(inline: Token, line: int, heading: bool) -> Iterator[Span]:
    links = 0
    for token in inline.children or []:
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type in ("link_open", "link_close"):
            links += token.nesting
        elif token.type == "text":
            yield Span("link" if links else "heading" if heading else "text", line, token.content)
        elif token.type in ("math_inline", "math_inline_double"):
            yield Span("formula", line, token.content)
        elif token.type == "image":
            yield Span("image", line, token.content)
        elif token.type == "myst_role":
            yield Span("role", line, token.content, token.meta["name"])
