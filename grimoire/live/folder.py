"""Folders of the site whose names say what they hold, so that a browser may keep every file."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

DIGITS = 12


class Facts(TypedDict):
    """What a browser needs to know of a file before it asks for it."""

    bytes: int
    sha256: str


def facts_of(data: bytes) -> Facts:
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def name_of(data: bytes) -> str:
    """A name for contents."""
    return hashlib.sha256(data).hexdigest()[:DIGITS]


@dataclass(frozen=True)
class Folder:
    """Files that stand together in the site.

    Attributes
    ----------
    kind : str
        How the folder's name begins.
    sources : mapping
        What each file holds, or the file to copy, by its name.
    facts : dict
        The length and the SHA-256 of each.
    """

    kind: str
    sources: Mapping[str, bytes | Path]
    facts: dict[str, Facts]

    @classmethod
    def of(cls, kind: str, files: Mapping[str, bytes]) -> Folder:
        return cls(kind, files, {name: facts_of(data) for name, data in files.items()})

    @property
    def name(self) -> str:
        hashes = {name: facts["sha256"] for name, facts in self.facts.items()}
        return f"{self.kind}-{name_of(json.dumps(hashes, sort_keys=True).encode())}"

    def listed(self) -> dict[str, Facts]:
        """The facts of each file by its place in `live/`."""
        return {f"{self.name}/{name}": facts for name, facts in sorted(self.facts.items())}

    def contents(self) -> dict[str, bytes]:
        """What each file holds."""
        return {
            name: source.read_bytes() if isinstance(source, Path) else source
            for name, source in self.sources.items()
        }

    def write_into(self, live: Path) -> None:
        """Put the folder into the folder `live` of the site."""
        for name, source in self.sources.items():
            file = live / self.name / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(source, Path):
                shutil.copyfile(source, file)  # the system copies it: 50 MB take 0.05 s
            else:
                file.write_bytes(source)
