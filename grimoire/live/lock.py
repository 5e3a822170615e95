"""Which files of Pyodide the pages run on: one lock file, `runtime.json`, says all of it.

`python -m grimoire.live.make_lock` writes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("runtime.json")


@dataclass(frozen=True)
class File:
    """A file of a Pyodide release: its name, its length in bytes, the SHA-256 of its contents."""

    name: str
    size: int
    sha256: str

    def check(self, data: bytes) -> None:
        """Raise ValueError unless `data` is what the file holds."""
        if len(data) != self.size:
            raise ValueError(f"{self.name} has {len(data):,} bytes, expected {self.size:,}")
        found = hashlib.sha256(data).hexdigest()
        if found != self.sha256:
            raise ValueError(f"{self.name} has SHA-256 {found}, expected {self.sha256}")


@dataclass(frozen=True)
class Lock:
    """A Pyodide release, cut down to the packages that pages import.

    Attributes
    ----------
    pyodide, python : str
        Their versions.
    files : tuple of File
        All that is taken from the release.
    info, packages : dict
        What Pyodide's own lock says of the release, and of each package but its SHA-256.
    """

    pyodide: str
    python: str
    files: tuple[File, ...]
    info: dict[str, str]
    packages: dict[str, dict[str, Any]]

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(file.size for file in self.files)

    def in_order(self, package: str) -> Iterator[str]:
        """The packages that this one needs, and at last itself; some may come twice."""
        for needed in self.packages[package]["depends"]:
            yield from self.in_order(needed)
        yield package

    def needs(self) -> dict[str, list[str]]:
        """From the name of an import to the packages to load for it, in order."""
        return {
            name: list(dict.fromkeys(self.in_order(package)))
            for package, facts in sorted(self.packages.items())
            for name in facts["imports"]
        }

    def served(self) -> dict[str, str]:
        """From the name of a package to the file that a page loads: a pack in place of a wheel."""
        packages = sorted(self.packages.items())
        return {name: served_as(facts["file_name"]) for name, facts in packages}

    def for_pyodide(self, hashes: Mapping[str, str]) -> bytes:
        """A lock as Pyodide reads it, for those packages whose files have these SHA-256."""
        packages = {
            name: {**facts, "sha256": hashes[facts["file_name"]]}
            for name, facts in sorted(self.packages.items())
            if facts["file_name"] in hashes
        }
        return json.dumps({"info": self.info, "packages": packages}, sort_keys=True).encode()


def served_as(file: str) -> str:
    """The name under which the site has a file of the release."""
    return f"{file.removesuffix('.whl')}.pack" if file.endswith(".whl") else file


@cache
def the_lock() -> Lock:
    """What `runtime.json` says."""
    said = json.loads(FILE.read_text(encoding="utf-8"))
    files = tuple(File(name, **facts) for name, facts in said["files"].items())
    info = said["info"]
    return Lock(info["version"], info["python"], files, info, said["packages"])
