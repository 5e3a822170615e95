"""What a cell imports is loaded when it is imported; what is not to be had is named."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, PathFinder
from typing import Any

WELL_KNOWN = ("numpy", "matplotlib", "scipy", "sklearn")
"""Packages that a reader may have in mind; others come with them."""


class Finder(MetaPathFinder):
    """Asked after all others: brings a package that is there, names those that are not.

    Parameters
    ----------
    packages : mapping
        The packages that the page can load, by the name one imports.
    bring : function
        Loads those of one import, and returns whether it could.
    """

    def __init__(
        self, packages: Mapping[str, list[str]], bring: Callable[[list[str]], bool]
    ) -> None:
        self.packages, self.bring = packages, bring

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if path is not None or not imported_by_reader():
            return None
        if name in self.packages:
            if self.bring(self.packages[name]):
                return spec_of(name)
            raise ModuleNotFoundError(
                f"{name} is not loaded yet: write `import {name}` into a line of the cell",
                name=name,
            )
        here = ", ".join(name for name in WELL_KNOWN if name in self.packages)
        raise ModuleNotFoundError(
            f"{name} is not to be had in this page; nnlib, {here} are. Open the page in"
            f" Colab for the rest: the menu at its top leads there.",
            name=name,
        )


def imported_by_reader() -> bool:
    """Whether a cell, or nnlib for it, imports; libraries try names that nobody needs.

    To ask `importlib.util.find_spec` whether something is there is no import.
    """
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name == "importlib.util":
            return False
        if not name.startswith("importlib"):
            return name == "__main__" or name.partition(".")[0] == "nnlib"
        frame = frame.f_back  # type: ignore[assignment]
    return False


def spec_of(name: str) -> Any:
    """The spec of a module that has just been put on the path."""
    look_again()
    return PathFinder.find_spec(name)


def look_again() -> None:
    """Let Python see the modules that have just been put into its folders.

    `importlib.invalidate_caches` would also read the directory of the standard library's zip file,
    in Python 3.12 once for each of its packages that has been imported.
    """
    for path, finder in list(sys.path_importer_cache.items()):
        if isinstance(finder, FileFinder):
            finder.invalidate_caches()
        elif finder is None:
            del sys.path_importer_cache[path]
