"""Which directives, roles, settings and keys the book's tools know.

Sphinx and its extensions are asked, in a program of their own, since this takes seconds. The answer
is kept until an extension, its version or our code changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grimoire import ROOT
from grimoire.course import CONTENT
from grimoire.problem import BookError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

KEPT = Path("_build/work/vocabulary.json")
SETS = ("with_argument", "without_body", "roles", "settings", "cell_settings")


@dataclass(frozen=True)
class Vocabulary:
    """What may be written in a page and in `_config.yml`.

    Attributes
    ----------
    directives : mapping
        From the name of each directive to the names of its options.
    with_argument, without_body : set of str
        The directives that need something behind their name; those that take nothing below it.
    roles : set of str
    settings : set of str
        What may stand under `sphinx: config:`.
    cell_settings : set of str
        What may stand under `mystnb:` in a cell.
    """

    directives: Mapping[str, frozenset[str]]
    with_argument: frozenset[str]
    without_body: frozenset[str]
    roles: frozenset[str]
    settings: frozenset[str]
    cell_settings: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """All that the tools of this book know.

    Raises
    ------
    BookError
        If an extension cannot be loaded.
    """
    file, state = ROOT / KEPT, _state()
    kept = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    if kept.get("state") != state:
        kept = {"state": state, **_ask()}
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        new.write_text(json.dumps(kept), encoding="utf-8", newline="\n")
        new.replace(file)
    return Vocabulary(
        {name: frozenset(options) for name, options in kept["directives"].items()},
        *(frozenset(kept[name]) for name in SETS),
    )


def similar(name: str, known: object) -> str:
    """A question after a name that is not known: did you mean this one?"""
    match = get_close_matches(name, sorted(known), 1, 0.7)  # type: ignore[call-overload]
    return f" Did you mean {match[0]!r}?" if match else ""


def _state() -> str:
    """A name for the state of all that decides about the vocabulary."""
    digest = hashlib.sha256(sys.version.encode())
    ours = (ROOT / "grimoire" / package for package in ("directives", "site"))
    code = sorted(file for package in ours for file in package.rglob("*.py"))
    settings = (ROOT / "_config.yml", ROOT / "requirements" / "book.lock", Path(__file__))
    for file in (*settings, *code):
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def _ask() -> dict[str, Any]:
    command = [sys.executable, "-m", "grimoire.checks.vocabulary"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if answer.returncode:
        reason = (answer.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise BookError(f"An extension named in _config.yml cannot be loaded: {reason}")
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def main() -> None:
    """Print what the loaded extensions know, as JSON."""
    import tempfile

    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from grimoire.site.settings import settings_of

    class Loaded(Exception):
        pass

    class Loader(Sphinx):
        """Sphinx as far as it has loaded its extensions: no builder, no page."""

        def preload_builder(self, name: str) -> None:
            raise Loaded(self)

    with patch_docutils(), docutils_namespace(), tempfile.TemporaryDirectory() as folder:
        try:
            Loader(ROOT / CONTENT, None, folder, f"{folder}/trees", "html", settings_of(ROOT))
        except Loaded as loaded:
            print(json.dumps(of_app(loaded.args[0])))


def of_app(app: Sphinx) -> dict[str, Any]:
    """What the extensions of this app know."""
    from docutils.parsers.rst import directives, roles
    from docutils.parsers.rst.languages import en
    from myst_nb.core.config import NbParserConfig

    classes = {
        name: getattr(import_module(f"docutils.parsers.rst.directives.{module}"), kind)
        for name, (module, kind) in directives._directive_registry.items()
    }
    classes |= {name: classes[own] for name, own in en.directives.items() if own in classes}
    classes |= directives._directives
    names = {*roles._role_registry, *roles._roles, *en.roles}
    for name, domain in app.registry.domains.items():
        ours = dict(domain.directives) | app.registry.domain_directives.get(name, {})
        spoken = {*domain.roles, *app.registry.domain_roles.get(name, {})}
        for prefix in ("", f"{name}:") if name in ("std", "py") else (f"{name}:",):
            classes |= {prefix + directive: ours[directive] for directive in ours}
            names |= {prefix + role for role in spoken}
    settings = NbParserConfig().__dataclass_fields__.values()
    return {
        "directives": {
            name: sorted(getattr(kind, "option_spec", None) or ()) for name, kind in classes.items()
        },
        "with_argument": [
            name for name, kind in classes.items() if getattr(kind, "required_arguments", 0)
        ],
        "without_body": [
            name for name, kind in classes.items() if not getattr(kind, "has_content", True)
        ],
        "roles": sorted(names),
        "settings": sorted(app.config.values),
        "cell_settings": sorted(s.metadata.get("cell_key", s.name) for s in settings),
    }


if __name__ == "__main__":
    main()
