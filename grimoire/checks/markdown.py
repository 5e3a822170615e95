"""A page as the checks see it: its words, formulas, roles, links and blocks, each with its place.

The text is cut as the parser of the site cuts it, so both agree on what is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.field_list import fieldlist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from grimoire.checks.kept import kept_pieces
from grimoire.checks.pieces import OPTION, Block, Pieces, Span
from grimoire.checks.places import Columns, Places
from grimoire.course import Page

DIRECTIVE = re.compile(r"\{([^\s{}]+)\}\s*(.*)")
OTHER_BODY = re.compile(
    r"auto.*|bibliography|code|code-block|code-cell|csv-table|eval-rst|highlight|include"
    r"|literalinclude|math|mermaid|meta|parsed-literal|raw|raw-cell|sourcecode|toctree"
)
"""Directives whose body is not Markdown."""
OTHER_ARGUMENT = re.compile(
    rf"{OTHER_BODY.pattern}|figure|image|glue.*|video|grid|button-.*|card-.*"
)
"""Directives in whose first line no Markdown follows the name."""


def read(page: Page) -> Pieces:
    """All of a page in reading order, with what stands inside its blocks."""
    return _flat(page.body, page.body_line)


def blocks(page: Page, *names: str) -> list[Block]:
    """The directives of a page, those with these names where some are given."""
    return [
        piece
        for piece in read(page)
        if isinstance(piece, Block) and (piece.name in names if names else piece.name)
    ]


def spans(page: Page, *kinds: str) -> list[Span]:
    """The pieces of a page that are of these kinds."""
    return [piece for piece in read(page) if isinstance(piece, Span) and piece.kind in kinds]


@lru_cache(maxsize=4096)
def _flat(text: str, line: int) -> Pieces:
    kept = kept_pieces(text, line)
    return tuple(_flatten(_pieces(text, line, 0))) if kept is None else kept


def _flatten(pieces: Pieces) -> Iterator[Span | Block]:
    for piece in pieces:
        yield piece
        if isinstance(piece, Block):
            yield from _flatten(piece.content)


@cache
def _parser() -> MarkdownIt:
    """The parser of MyST with the extensions that `_config.yml` enables."""
    return (
        MarkdownIt("commonmark")
        .enable("table")
        .use(myst_block_plugin)
        .use(myst_role_plugin)
        .use(footnote_plugin)
        .disable("footnote_inline")
        .disable("footnote_tail")
        .use(dollarmath_plugin, double_inline=True)
        .use(colon_fence_plugin)
        .use(amsmath_plugin)
        .use(deflist_plugin)
        .use(fieldlist_plugin)
        .use(
            attrs_plugin,
            after=("image", "code_inline", "link_close", "span_close"),
            spans=True,
            span_after="footnote_ref",
        )
        .use(attrs_block_plugin)
    )


def _pieces(text: str, line: int, depth: int) -> Pieces:
    return tuple(_read(text, line, depth))


def _read(text: str, first_line: int, depth: int) -> Iterator[Span | Block]:
    lines = text.split("\n")
    heading = ""
    nesting = 0
    columns = Columns(lines, first_line)
    for token in _parser().parse(text):
        nesting += token.nesting
        line = first_line + token.map[0] if token.map else first_line
        if name := token.attrs.get("id"):
            yield Span("label", line, str(name))
        if token.type in ("fence", "colon_fence"):
            block = _block(token, line, depth + nesting, lines)
            yield block
            if block.name == "math":
                yield Span("formula", block.line, f"{block.argument}\n{block.body}")
        elif token.type in ("math_block", "math_block_label", "amsmath"):
            yield Span("formula", line, token.content)
            if token.type == "math_block_label":
                yield Span("equation", line, token.info)
        elif token.type == "myst_target":
            yield Span("label", line, token.content)
        elif token.type == "html_block":
            yield Span("html", line, token.content)
        elif token.type == "inline":
            if heading:
                yield Span("section", line, _plain(token), heading)
            yield from _spans(token, line, bool(heading), columns)
        heading = token.tag if token.type == "heading_open" else ""


def _plain(heading: Token) -> str:
    """The words of a heading, from which MyST makes its anchor."""
    children = heading.children or []
    return "".join(child.content for child in children if child.type in ("text", "code_inline"))


def _block(token: Token, line: int, depth: int, lines: list[str]) -> Block:
    match = DIRECTIVE.match(token.info.strip())
    name, argument = (match[1], match[2]) if match else ("", token.info.strip())
    content = _lines(token.content)
    taken, options, fault = _options(content) if match else (0, {}, None)
    body, body_line = "\n".join(content[taken:]), line + 1 + taken
    words = _caption(options) if OTHER_ARGUMENT.fullmatch(name) else argument
    title = tuple(_inline(words, line)) if name else ()
    below = _pieces(body, body_line, depth + 1) if name and not OTHER_BODY.fullmatch(name) else ()
    start, end = token.map or (0, 0)
    last = lines[end - 1].strip() if end - 1 < len(lines) else ""
    return Block(
        name=name,
        argument=argument,
        options=options,
        body=body,
        line=line,
        body_line=body_line,
        last_line=line + end - start - 1,
        mark=token.markup,
        depth=depth,
        content=(*title, *below),
        closed=end - start > 1 and last.startswith(token.markup) and not last.strip("`~:"),
        fault=fault,
        source=token.content,
    )


def _caption(options: dict[str, Any]) -> str:
    """The caption that a cell gives its figure."""
    settings = options.get("mystnb")
    figure = settings.get("figure") if isinstance(settings, dict) else None
    return str(figure.get("caption", "")) if isinstance(figure, dict) else ""


def _inline(text: str, line: int) -> Iterator[Span]:
    """The pieces of a title; its words are none of the page's text."""
    columns = Columns([], line)
    for token in _parser().parseInline(text) if any(mark in text for mark in "`[$") else ():
        yield from _spans(token, line, True, columns)


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _options(
    lines: list[str],
) -> tuple[int, dict[str, Any], tuple[str, Exception] | None]:
    """How many lines the options take, what they are, and why they are no YAML."""
    if lines and lines[0].rstrip() == "---" and "---" in [line.rstrip() for line in lines[1:]]:
        end = 1 + [line.rstrip() for line in lines[1:]].index("---")
        text = "\n".join(lines[1:end])
        try:
            settings = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError) as error:  # a value that looks like a date may be none
            return end + 1, {}, (text, error)
        return end + 1, settings if isinstance(settings, dict) else {}, None
    options: dict[str, Any] = {}
    for line in lines:
        if not (match := OPTION.match(line)):
            break
        options[match[1]] = (match[2] or "").strip()
    return len(options), options, None


def _spans(inline: Token, line: int, heading: bool, columns: Columns) -> Iterator[Span]:
    places = Places(inline.content, line, columns)
    links = 0
    for token in inline.children or []:
        if token.type in ("softbreak", "hardbreak"):
            places.next_line()
            continue
        if token.type == "link_close":
            links -= 1
            continue
        line, column = places.of(token.content)
        if name := token.attrs.get("id"):
            yield Span("label", line, str(name), column=column)
        if token.type == "link_open":
            links += 1
            if token.info != "auto":
                yield Span("address", line, _address(token, "href"), column=column)
        elif token.type == "text":
            kind = "link" if links else "heading" if heading else "text"
            yield Span(kind, line, token.content, column=column)
        elif token.type in ("math_inline", "math_inline_double"):
            yield Span("formula", line, token.content, column=column)
        elif token.type == "image":
            yield Span("image", line, token.content, "", _address(token, "src"), column)
        elif token.type == "myst_role":
            yield Span("role", line, token.content, token.meta["name"], column=column)
        elif token.type in ("code_inline", "html_inline"):
            yield Span(token.type.partition("_")[0], line, token.content, column=column)


def _address(token: Token, attribute: str) -> str:
    """Where a link leads, as the author wrote it."""
    return _parser().normalizeLinkText(str(token.attrs.get(attribute, "")))
