#!/usr/bin/env bash
# genanki 0.13.1: Package.write_to_file takes a timestamp "to make build hermetic", but the archive it
# writes holds the time of the temporary file with the collection, so the same deck with the same
# timestamp is other bytes each time. What is in the archive is the same. A good guess would be that the
# timestamp makes the file the same.
# Seen: two files that differ, with entries that do not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check genanki==0.13.1
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import time
import zipfile
from pathlib import Path

import genanki


def written(file):
    model = genanki.Model(1, "M", [{"name": "Q"}], [{"name": "C", "qfmt": "{{Q}}", "afmt": "{{Q}}"}])
    deck = genanki.Deck(2, "D")
    deck.add_note(genanki.Note(model, ["one"], guid="a"))
    genanki.Package(deck).write_to_file(file, timestamp=1_700_000_000)
    with zipfile.ZipFile(file) as packed:
        return Path(file).read_bytes(), {name: packed.read(name) for name in packed.namelist()}


first, entries = written("one.apkg")
time.sleep(2.1)  # a ZIP file counts in steps of two seconds
second, again = written("two.apkg")
print(f"genanki 0.13.1: same file {first == second}, same entries {entries == again}")
assert first != second
assert entries == again
PY
