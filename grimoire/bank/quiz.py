"""The quiz to print, with its key: HTML through pandoc to Typst to PDF."""

from __future__ import annotations

import re
import subprocess
import tempfile
from datetime import datetime
from html import unescape
from pathlib import Path

import pypandoc

from grimoire.items.model import Bank, Item
from grimoire.items.parts import decimal
from grimoire.latex.formulas import Formulas
from grimoire.latex.problem import FormulaError
from grimoire.problem import BookError

STYLE = Path(__file__).with_suffix(".typ")
THING = re.compile(
    r"\\\((?P<inline>.+?)\\\)|\\\[(?P<alone>.+?)\\\]"
    r'|<img src="media:(?P<name>[^"]+)" alt="(?P<alt>[^"]*)"/>'
)
"""What we write ourselves in Typst: a formula or a picture, each with its text alternative."""

END = "fragmentends"
PLACE = re.compile(r"thing(\d+)stands")
STANDARDS = ["ua-1", "a-2a"]
"""Accessible, with all fonts inside."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
QUOTED = str.maketrans({"\\": r"\\", '"': r"\""})


def quiz(bank: Bank, course: str, version: str, time: datetime, formulas: Formulas) -> bytes:
    """The questions of a bank as a PDF: on paper, in the order of the course.

    Parameters
    ----------
    course, version : str
        What stands below the title.
    time : datetime
        The time that the PDF carries.
    formulas : Formulas
        Those that are converted already.

    Raises
    ------
    BookError
        If a formula, or anything else in a question, cannot be printed.
    """
    import typst

    texts = printed(bank, formulas)
    with tempfile.TemporaryDirectory() as folder:
        for item in bank.items:
            for name, data in item.media.items():
                Path(folder, name).write_bytes(data)
        Path(folder, STYLE.name).write_bytes(STYLE.read_bytes())
        source = Path(folder, "sheets.typ")
        source.write_text(manuscript(bank, texts, course, version), encoding="utf-8", newline="\n")
        try:
            pdf: bytes = typst.compile(
                source,
                ignore_system_fonts=True,
                pdf_standards=STANDARDS,
                timestamp=int(time.timestamp()),
            )
        except typst.TypstError as error:
            raise BookError(f"the quiz of {bank.name} cannot be typeset: {error}") from error
    return pdf


def options(item: Item) -> list[str]:
    return [option.text for option in item.options] if item.kind == "choice" else []


def printed(bank: Bank, formulas: Formulas) -> dict[str, str]:
    """From each text of the quiz to the markup that prints it."""
    texts = {html: item for item in bank.items for html in (item.text, *options(item), item.answer)}
    things = [thing for html in texts for thing in THING.finditer(html)]
    try:
        formulas.learn(latex_of(thing) for thing in things if not thing["name"])
    except FormulaError as error:
        places = (item.place for html, item in texts.items() if error.formula in unescape(html))
        raise BookError(f"{next(places)}: {error}") from error
    numbers = {thing[0]: number for number, thing in enumerate(things)}
    shown = {str(numbers[thing[0]]): typst_of(thing, formulas) for thing in things}
    marked = [THING.sub(lambda thing: f"thing{numbers[thing[0]]}stands", html) for html in texts]
    markup = (PLACE.sub(lambda place: shown[place[1]], text) for text in converted(marked))
    return dict(zip(texts, markup, strict=True))


def latex_of(formula: re.Match[str]) -> str:
    return unescape(formula["inline"] or formula["alone"])


def typst_of(thing: re.Match[str], formulas: Formulas) -> str:
    """A picture, or a formula as Typst has it; one on a line of its own has room around it."""
    if thing["name"]:
        return f"#image({quoted(thing['name'])}, alt: {quoted(unescape(thing['alt']))});"
    latex = latex_of(thing)
    inside, alone = formulas[latex], str(bool(thing["alone"])).lower()
    return f"#math.equation(block: {alone}, alt: {quoted(latex)}, $ {inside} $.body);"


def converted(fragments: list[str]) -> list[str]:
    """HTML as Typst's markup, all in one run of pandoc."""
    body = f"\n<p>{END}</p>\n".join([*fragments, ""])
    command = [pypandoc.get_pandoc_path(), "--from=html", "--to=typst", "--wrap=none"]
    done = subprocess.run(
        command, input=body, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return [part.strip() for part in done.stdout.split(END)[:-1]]


def manuscript(bank: Bank, texts: dict[str, str], course: str, version: str) -> str:
    numbers = {item.id: number for number, item in enumerate(bank.items, 1)}
    facts = {"title": bank.title, "course": course, "version": version}
    given = ", ".join(f"{name}: {quoted(text)}" for name, text in facts.items())
    lines = [f'#import "{STYLE.name}": *', f"#show: quiz.with({given})"]
    for section, items in bank.sections.items():
        lines.append(f"#section({quoted(section)})")
        for item in items:
            facts = f"{numbers[item.id]}, {item.level}"
            lines.append(f"#question({facts})[{texts[item.text]}][{room(item, texts)}]")
    lines.append("#key")
    for item in bank.items:
        right = quoted(", ".join(right_of(item)))
        lines.append(f"#solution({numbers[item.id]}, {right})[{texts[item.answer]}]")
    return "\n".join([*lines, ""])


def room(item: Item, texts: dict[str, str]) -> str:
    """Circles to mark, or a line for a number."""
    if item.kind == "numeric":
        return "#blank"
    return f"#choices({', '.join(f'[{texts[option]}]' for option in options(item))})"


def right_of(item: Item) -> list[str]:
    """The right letter, or the right numbers."""
    return [
        letter if item.kind == "choice" else decimal(option.value)
        for letter, option in zip(LETTERS, item.options, strict=False)
        if option.correct
    ]


def quoted(text: str) -> str:
    return f'"{text.translate(QUOTED)}"'
