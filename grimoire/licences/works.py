"""The list of what the site holds from others, each work with the version that is passed on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from grimoire import ROOT

LIST = Path(__file__).with_name("works.yml")
PYTHON_LOCK = ROOT / "requirements/book.lock"
PYODIDE_LOCK = ROOT / "grimoire/live/runtime.json"


@dataclass(frozen=True)
class Work:
    """Something that others made.

    Attributes
    ----------
    group : str
        The part of the site that it belongs to.
    name, use, by, licence, home : str
        What it is called, what it does here, who made it, under which licence (an SPDX
        expression where there is one), and its address.
    version : str
        The version that the site has; empty for one that is not counted.
    package : str
        Its address as a package, such as `pkg:npm/reveal.js@6.0.2`; empty where it comes as none.
    files, fonts : tuple of str
        Patterns of its files in the site, and of its names in PDFs.
    """

    group: str
    name: str
    use: str
    by: str
    licence: str
    home: str
    version: str = ""
    package: str = ""
    files: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


@cache
def works() -> tuple[Work, ...]:
    """All works of the list, in its order."""
    groups = _list()["works"].items()
    return tuple(_work(group, entry) for group, entries in groups for entry in entries)


@cache
def ours() -> tuple[str, ...]:
    """Patterns of the files in the site that the course has made."""
    return tuple(_list()["ours"])


def _list() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return read


def _work(group: str, entry: dict[str, Any]) -> Work:
    words = {name: entry[name] for name in ("name", "use", "by", "licence", "home")}
    patterns = {name: tuple(entry.get(name, ())) for name in ("files", "fonts")}
    version, package = entry.get("version", ""), ""
    if name := entry.get("pypi"):
        version = python_version(name)
        package = f"pkg:pypi/{name}@{version}"
    elif npm := entry.get("npm"):
        [(folder, name)] = npm.items()
        version = npm_versions(folder)[name]
        package = f"pkg:npm/{name.replace('@', '%40')}@{version}"
    elif name := entry.get("pyodide"):
        version = pyodide_version(name)
    return Work(group, **words, version=version, package=package, **patterns)


def python_version(name: str) -> str:
    """The version of a Python package that our lock pins."""
    lock = PYTHON_LOCK.read_text(encoding="utf-8")
    [version] = re.findall(rf"^{re.escape(name)}==([^ ;\\]+)", lock, re.MULTILINE)
    return str(version)


def npm_versions(folder: str) -> dict[str, str]:
    """The version of each npm package that the lock in a folder pins, without our own tools."""
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    return {
        place.removeprefix("node_modules/"): package["version"]
        for place, package in lock["packages"].items()
        if place and not package.get("dev")
    }


def pyodide_version(name: str) -> str:
    """The version of what comes with Pyodide, or of Pyodide and Python themselves."""
    lock = json.loads(PYODIDE_LOCK.read_text(encoding="utf-8"))
    if name in lock["packages"]:
        return str(lock["packages"][name]["version"])
    return str(lock["info"][name]).removeprefix("emscripten_").replace("_", ".")
