"""Each figure has a text alternative: a sentence that says what the figure shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from grimoire.checks.definitions import setting
from grimoire.checks.markdown import read
from grimoire.checks.pieces import Block
from grimoire.course import Page
from grimoire.problem import Problem

ENDS = ".!?\u2026\u037e\u0589\u061f\u06d4\u0964\u0965\u1362\u3002\uff01\uff0e\uff1f\uff61"
"""What ends a sentence: in Latin, Greek, Armenian, Arabic, Devanagari, Ethiopic and CJK scripts."""
WITHOUT_BLANKS = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Thai to Burmese, Khmer, kana and Chinese characters: scripts that put no blank between words."""
HANGUL = "\uac00-\ud7af"
"""Korean puts blanks between words, but joins to a word what others write beside it."""
WITHOUT_END = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff]")
"""Thai to Burmese and Khmer: scripts in which a sentence may end with no mark."""
FEWEST_WORDS = 4
SAME = 0.85
"""The share of words in common at which an alternative tells nothing beside its caption."""


def check_alternatives(page: Page) -> Iterator[Problem]:
    for line, alternative, caption, remedy in _figures(page):
        if message := _fault(alternative, caption, remedy):
            yield Problem(page.file, line, message, "alternative")


def _figures(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """Line, text alternative and caption of each figure, and where the alternative is written."""
    for piece in read(page):
        if not isinstance(piece, Block):
            if piece.kind == "image":
                yield piece.line, piece.text, "", "Write it between the brackets of `![…](…)`."
        elif piece.name in ("figure", "image"):
            alternative = str(piece.options.get("alt", ""))
            yield piece.line, alternative, piece.body, "Write it in a line `:alt: …`."
        elif setting(piece, "figure") or setting(piece, "image"):
            alternative = str(setting(piece, "image", "alt"))
            caption = str(setting(piece, "figure", "caption"))
            remedy = "Write it in the cell's settings, under `mystnb: image: alt:`."
            yield piece.line, alternative, caption, remedy


def _fault(alternative: str, caption: str, remedy: str) -> str:
    wanted = "a sentence that says what the figure shows to who cannot see it"
    if not alternative:
        return f"this figure has no text alternative. Expected {wanted}. {remedy}"
    if repeats(alternative, caption):
        return f"this text alternative repeats the caption. Expected {wanted}. {remedy}"
    if not is_sentence(alternative):
        return f"the text alternative {alternative!r} is no sentence. Expected {wanted}. {remedy}"
    return ""


def repeats(alternative: str, caption: str) -> bool:
    """Whether nearly all words of the two are the same, in the same order."""
    ours, theirs = _words(alternative), _words(caption)
    return bool(theirs) and SequenceMatcher(None, ours, theirs).ratio() >= SAME


def _words(text: str) -> list[str]:
    without_roles = re.sub(r"\{[\w:-]+\}(?=`)|<[^<>]*>(?=`)", "", text)
    return re.findall(rf"[{WITHOUT_BLANKS}]|\w+", without_roles.casefold())


def is_sentence(text: str) -> bool:
    """Whether the text begins and ends as a sentence does in its script, and has some words."""
    plain = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    first = re.search(r"\w+", plain)
    bare = plain.rstrip("\"'*_)]}\u2019\u201d\u00bb\u203a\u201c\u300d\u300f\uff09")
    ended = bare.endswith(tuple(ENDS)) or WITHOUT_END.match(bare[-1:])
    small = first is None or (first[0].islower() and first[0].isalpha() and not _goes_on(first))
    dense = len(re.findall(f"[{WITHOUT_BLANKS}{HANGUL}]", plain))
    return bool(ended) and not small and len(plain.split()) + dense // 2 >= FEWEST_WORDS


def _goes_on(word: re.Match[str]) -> bool:
    """Whether the word is part of a name that is written small, such as k-means."""
    return word.string[word.end() : word.end() + 1] == "-" and len(word[0]) == 1
