"""The index of the search: Pagefind's, made of the pages' records, and the words it knows.

Pagefind reads HTML. Each record is given to it as a page of its own, so that a browser that shows a
hit fetches one record and not a page of the course.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from pagefind_bin import get_executable

from grimoire.problem import BookError
from grimoire.site.records import Record

FOLDER = "search"
"""Where the index and the words stand in the site."""

WORDS = "words.json"

Files: TypeAlias = dict[str, bytes]

USED = (
    *("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "*.pf_meta", "wasm.*"),
    *("fragment/*", "index/*"),
)
"""What a search of our own loads of Pagefind; the rest is for boxes that Pagefind draws."""

KEPT_CHARACTERS = "^_+=#"
"""Besides letters and digits, what a word may hold: `x_batch`, `C#`."""

WEIGHTS = {"teaching": 0.1, "name": 0.5, "symbol": 0.3, "term": 0.3, "outcomes": 0.3}
"""How much a word of the text counts in a record of this kind: a student should meet pages for
those who teach last, and what is short does not stand before what explains.
"""

TITLED = {"page", "section", "symbol"}
"""Kinds of records whose title is a place to begin."""

MANY = 5
"""A title on so many pages tells none from another: such a section lists what its page teaches."""

WORD = re.compile(r"[^\W\d_]{3,}|[^\W\d_a-zA-Z]")
"""A word of a language, or a letter of a formula that no keyboard has, such as θ."""

PAGE = """\
<!doctype html><html lang="{language}"><body data-pagefind-body data-pagefind-weight="{weight}">
{facts}<p>{text}</p></body></html>
"""
FACT = '<meta data-pagefind-meta="{name}[content]" content="{value}">\n'


def search_files(records: Mapping[str, list[Record]], teaching: set[str], language: str) -> Files:
    """The files of the search by their place in its folder.

    Parameters
    ----------
    records : mapping
        The records of each page, by the page's name.
    teaching : set of str
        The pages for those who teach.
    language : str
        The language of the course, such as "en".

    Raises
    ------
    BookError
        If Pagefind cannot make its index.
    """
    everything = [one for found in records.values() for one in found]
    often = Counter(one.title for one in everything)
    pages = []
    for page, found in records.items():
        for record in found:
            kind = "outcomes" if often[record.title] >= MANY else record.kind
            kind = "teaching" if page in teaching else kind
            pages.append(page_of(record, kind, found[0].title, language))
    return index_of(pages) | {WORDS: words_of(everything).encode()}


def page_of(record: Record, kind: str, page: str, language: str) -> str:
    """A record as Pagefind reads it; `page` is the title of its page."""
    facts = {
        "place": record.place,
        "kind": kind,
        "page": page if record.kind != "page" else "",
        "about": record.about,
        "teaches": record.teaches,
        ("title" if kind in TITLED else "called"): record.title,
        "short": record.title.rpartition(".")[2] if kind == "name" else "",
    }
    lines = [FACT.format(name=name, value=escape(value)) for name, value in facts.items() if value]
    return PAGE.format(
        language=language,
        weight=WEIGHTS.get(kind, 1),
        facts="".join(lines),
        text=escape(record.text or record.title),  # of an empty page Pagefind knows nothing
    )


def index_of(pages: Iterable[str]) -> Files:
    """The files that Pagefind makes of these pages, without those that no search of ours loads."""
    with TemporaryDirectory() as folder:
        site, index = Path(folder, "site"), Path(folder, "index")
        site.mkdir()
        for number, page in enumerate(pages):
            (site / f"{number:05}.html").write_text(page, encoding="utf-8", newline="\n")
        places = ("--site", site, "--output-path", index)
        command = [get_executable(), *places, "--include-characters", KEPT_CHARACTERS]
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        files = sorted(file for name in USED for file in index.glob(name))
        if run.returncode or not files:
            raise BookError(f"Pagefind made no index for the search: {run.stderr or run.stdout}")
        return {file.relative_to(index).as_posix(): file.read_bytes() for file in files}


def words_of(records: Iterable[Record]) -> str:
    """What the reader's words are compared with, as JSON.

    That are all words of the course, the frequent ones first; those that stand in code alone, which
    nobody means who wrote another one; and the terms of the glossary, each with its place and its
    meaning.
    """
    count: Counter[str] = Counter()
    code: set[str] = set()
    terms = []
    for record in records:
        said = f"{record.title} {record.text} {record.about} {record.teaches}".lower()
        in_code = WORD.findall(record.code.lower())
        count.update(WORD.findall(said))
        count.subtract(in_code)
        code.update(in_code)
        if record.kind == "term":
            terms.append([record.title, record.place, record.text])
    known = [
        word for _, word in sorted((-times, word) for word, times in count.items() if times > 0)
    ]
    lists = {"words": known, "code": sorted(code - set(known))}
    facts = {name: " ".join(words) for name, words in lists.items()}
    return json.dumps({**facts, "terms": terms}, ensure_ascii=False)
