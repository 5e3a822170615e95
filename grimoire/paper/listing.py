"""Code for print: its lines, and in each line the words that are set apart."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from grimoire.paper.markup import quoted

KINDS = {
    Keyword: "keyword",
    Operator.Word: "keyword",
    Name.Function: "name",
    Name.Class: "name",
    Comment: "comment",
    String.Doc: "comment",
    String.Affix: "keyword",
    String.Interpol: "",
    String: "string",
    Number: "number",
}
LANGUAGES = {
    "ipython3": "python",
    "ipython": "python",
    "default": "python",
    "": "text",
    "none": "text",
}


@cache
def listing(source: str, language: str = "", start: int | None = None) -> str:
    """The lines as Typst's arguments, each an array of tokens: (("keyword", "import"), ...).

    They are numbered if `start` is the number of the first one.
    """
    lexer = get_lexer_by_name(LANGUAGES.get(language, language), ensurenl=False, stripnl=False)
    lines: list[list[tuple[str, str]]] = [[]]
    for token, text in lexer.get_tokens(source):
        first, *more = text.split("\n")
        lines[-1].append((kind(token), first))
        lines += [[(kind(token), line)] for line in more]
    if start is not None:
        width = len(str(start + len(lines) - 1))
        for number, line in enumerate(lines, start):
            line.insert(0, ("comment", f"{number:{width}}  "))
    return ", ".join(f"({''.join(map(pair, merged(line)))})" for line in lines)


def kind(token: _TokenType) -> str:
    """How a token is set: the name of a style, or nothing."""
    while token.parent and token not in KINDS:
        token = token.parent
    return KINDS.get(token, "")


def merged(line: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of the same kind as one."""
    groups = groupby(line, key=lambda token: token[0])
    joined = [(kind, "".join(text for _, text in tokens)) for kind, tokens in groups]
    return [token for token in joined if token[1]]


def pair(token: tuple[str, str]) -> str:
    return f"({quoted(token[0])}, {quoted(token[1])}), "
