"""Let the pages run: put Python, our scripts, the data and each page's program beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grimoire import ROOT
from grimoire.live.data import data_folder
from grimoire.live.folder import Folder, name_of
from grimoire.live.head import live_lines, with_head
from grimoire.live.lock import the_lock
from grimoire.live.page_files import page_folder
from grimoire.live.programs import Program, program_of
from grimoire.live.runtime import runtime
from grimoire.names import Names
from grimoire.pages.resolved import Resolved
from grimoire.policy import findings_in
from grimoire.problem import BookError
from grimoire.store import digest
from grimoire.wheel import kept_wheel

FOLDER = "live"
"""Where all of it stands in the site."""


def make_live(resolved: Resolved, out: Path) -> None:
    """Write the folder `live` of the site in `out`, and add its lines to the pages with cells.

    Does nothing where the runtime could not be had; the build has said so.

    Raises
    ------
    BookError
        If a page with cells is not there, or does not show the cells that its program has.
    """
    python = runtime()
    if python is None:
        return
    page = page_folder(kept_wheel(resolved.store, ROOT, Names.of(resolved.course.root)))
    data = data_folder(resolved.store)
    live = out / FOLDER
    for folder in filter(None, (python, page, data)):
        folder.write_into(live)
    manifest = write_json(live, "manifest-{}.json", manifest_of(python, page, data))
    for docname in (page.docname for page in resolved.course.pages if page.has_code_cells):
        program = program_of(resolved, docname)
        place = write_json(live, "programs/{}.json", program)
        missing = [cell["missing"] for cell in program["cells"] if cell["shown"]]
        lines = live_lines("../" * docname.count("/"), page.name, manifest, place, missing)
        add_head(resolved, out, program, lines)


def manifest_of(python: Folder, page: Folder, data: Folder | None) -> dict[str, Any]:
    """What there is: the first that our script asks for."""
    lock = the_lock()
    folders = [python, page, *([data] if data else [])]
    return {
        "pyodide": lock.pyodide,
        "python": lock.python,
        "runtime": f"{python.name}/",
        "page": f"{page.name}/",
        "data": data and {"name": "mnist", "folder": f"{data.name}/", "files": sorted(data.facts)},
        "packages": lock.needs(),
        "served": lock.served(),
        "files": {name: facts for folder in folders for name, facts in folder.listed().items()},
    }


def write_json(live: Path, place: str, content: object) -> str:
    """Write a file whose name says what it holds; return its place in the folder."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    name = place.format(name_of(text))
    (live / name).parent.mkdir(parents=True, exist_ok=True)
    (live / name).write_bytes(text)
    return name


def add_head(resolved: Resolved, out: Path, program: Program, lines: list[str]) -> None:
    """Add to the finished page what it needs to run."""
    docname = program["page"]
    file = out / f"{docname}.html"
    if not file.is_file():
        raise BookError(
            f"The pages run on the site, and {docname}.html is not there. Build both:"
            " `python -m grimoire build site live`."
        )
    html = file.read_text(encoding="utf-8")
    findings = resolved.store.make("heads", digest(html), lambda: findings_in(html))
    expected = sum(cell["shown"] for cell in program["cells"])
    if findings.cells != expected:
        raise BookError(
            f"content/{docname}.md: its page shows {findings.cells} cells, but {expected} were"
            " expected from its source. An output of a cell must not have the class `cell`."
        )
    try:
        file.write_text(with_head(html, findings, lines), encoding="utf-8", newline="\n")
    except ValueError as error:
        raise BookError(
            f"{docname}.html cannot run: {error}. See grimoire/live/head.py."
        ) from error
