"""Cards for Anki: a package, and the same cards as a table that Anki, or any spreadsheet, reads.

The fields of a card never change, two of them are kept for later: with another field Anki would
take a corrected card for a new one.
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
import zipfile
from io import StringIO
from pathlib import Path

from grimoire.items.model import Bank, Item
from grimoire.items.parts import archive, with_pictures, within

FIELDS = ("Question", "Options", "Answer", "Feedback", "Source", "Spare 1", "Spare 2")
MODEL = 1_748_239_521
"""The number by which Anki knows our kind of card."""

EARLIEST = 1_700_000_000
"""A time that Anki takes for one, for sources without a history."""

FRONT = "{{Question}}{{Options}}"
BACK = """\
{{FrontSide}}<hr id="answer">{{Answer}}
<details><summary>What the other answers come from</summary>{{Feedback}}</details>
<p class="source"><a href="{{Source}}">On the page</a></p>"""
STYLE = """\
.card { max-width: 36em; margin: auto; font: 18px/1.5 Georgia, serif; text-align: left; }
img { max-width: 100%; background: white; } pre { overflow-x: auto; }
.source { font-size: 14px; }"""


def apkg(bank: Bank, seconds: int) -> bytes:
    """The cards as a package of Anki.

    Parameters
    ----------
    seconds : int
        The time of the cards since 1970: Anki takes a card over where it is newer than its own.
    """
    import genanki

    style = {"name": "Question", "qfmt": FRONT, "afmt": BACK}
    fields = [{"name": name} for name in FIELDS]
    model = genanki.Model(MODEL, "Course question", fields, [style], css=STYLE)
    deck = genanki.Deck(number_of(bank.name), bank.title)
    for item in bank.items:
        texts = [with_pictures(text, str) for text in card(item)]
        deck.add_note(genanki.Note(model, texts, guid=item.first_id, tags=list(item.tags)))
    media = {name: data for item in bank.items for name, data in item.media.items()}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in media.items():
            Path(folder, name).write_bytes(data)
        made = Path(folder, "made.apkg")
        package = genanki.Package(deck, [str(Path(folder, name)) for name in media])
        package.write_to_file(made, timestamp=max(seconds, EARLIEST))
        with zipfile.ZipFile(made) as packed:  # it holds the time at which it was written
            return archive({name: packed.read(name) for name in packed.namelist()})


def table(bank: Bank) -> bytes:
    """The cards as a table, their pictures inside."""
    out = StringIO()
    columns = ("guid", *FIELDS, "tags")
    out.write(f"#separator:Comma\n#html:true\n#deck:{bank.title}\n#columns:{','.join(columns)}\n")
    out.write(f"#guid column:1\n#tags column:{len(columns)}\n")
    rows = csv.writer(out, lineterminator="\n")
    for item in bank.items:
        texts = (within(text, item.media) for text in card(item))
        rows.writerow([item.first_id, *texts, " ".join(item.tags)])
    return out.getvalue().encode()


def card(item: Item) -> list[str]:
    """The fields of one card."""
    right = [option for option in item.options if option.correct]
    wrong = [option for option in item.options if not option.correct]
    choice = item.kind == "choice"
    options = "".join(f"<li>{option.text}</li>" for option in item.options)
    said = "".join(f"<dt>{option.text}</dt><dd>{option.feedback}</dd>" for option in wrong)
    answers = "".join(f"<p><strong>{option.text}</strong></p>{option.feedback}" for option in right)
    return [
        item.text,
        f'<ol type="A">{options}</ol>' if choice else "",
        f"{answers}{item.answer}",
        f"<dl>{said}</dl>" if said else "",
        item.source,
        *[""] * 2,
    ]


def number_of(name: str) -> int:
    """The number by which Anki knows a deck."""
    return (1 << 30) + int(hashlib.sha256(name.encode()).hexdigest()[:7], 16)
