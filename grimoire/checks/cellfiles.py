"""A cell writes no file into `content/`, and reads none that a reader's notebook will not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from os.path import normpath

from grimoire.checks.markdown import blocks
from grimoire.course import CONTENT, Course, Page
from grimoire.problem import Problem

WRITES = frozenset(
    {
        "write_text",
        "write_bytes",
        "mkdir",
        "touch",
        "savefig",
        "imsave",
        "imwrite",
        "save",
        "savez",
        "savez_compressed",
        "savetxt",
        "tofile",
        "to_csv",
        "to_json",
        "to_parquet",
        "to_pickle",
        "to_excel",
    }
)
READS = frozenset(
    {
        "read_text",
        "read_bytes",
        "load",
        "loadtxt",
        "genfromtxt",
        "fromfile",
        "imread",
        "read_csv",
        "read_json",
        "read_table",
        "read_excel",
        "read_parquet",
        "read_pickle",
    }
)


MAY_USE_A_FILE = re.compile(rf"\b(?:open|{'|'.join(sorted(WRITES | READS))})\(")


def check_cell_files(course: Course, page: Page) -> Iterator[Problem]:
    runs = page.setting("mystnb", "execution_mode") != "off"
    for line, path, writes in _uses(page):
        place = normpath(page.file.parent / path)
        if writes and runs and place.startswith(f"{CONTENT}/"):
            message = (
                f"this cell writes {path!r} into `content/`. Write into a folder of"
                " `tempfile.TemporaryDirectory()`."
            )
            yield Problem(page.file, line, message, "cell-file")
        elif not writes and (course.root / page.file.parent / path).is_file():
            message = (
                f"this cell reads {path!r}, which a reader's notebook does not have beside it."
                " Make the data in the cell, or load them from an address."
            )
            yield Problem(page.file, line, message, "cell-file")


@lru_cache(maxsize=4096)
def _uses(page: Page) -> tuple[tuple[int, str, bool], ...]:
    """Line and path of each file that the page's cells name, and whether it is written."""
    return tuple(
        (cell.body_line + call.lineno - 1, path, _writes(call))
        for cell in blocks(page, "code-cell")
        if MAY_USE_A_FILE.search(cell.body)
        for call in _calls(cell.body)
        if _is_relative(path := _path(call)) and (_name(call) in WRITES | READS | {"open"})
    )


def _calls(code: str) -> list[ast.Call]:
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a magic, or a slip that the run will tell
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _writes(call: ast.Call) -> bool:
    name = _name(call)
    return name in WRITES or (name == "open" and bool(_mode(call).strip("rbt")))


def _path(call: ast.Call) -> str:
    """The path that the call names in its text: open("a"), Path("a").write_text(…)."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(owner, ast.Call) and ast.unparse(owner.func).endswith("Path"):
        call = owner
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _is_relative(path: str) -> bool:
    return bool(path) and "://" not in path and not path.startswith(("/", "~")) and "\n" not in path


def _mode(call: ast.Call) -> str:
    """How `open` opens: open(path, mode), or Path(path).open(mode)."""
    place = 0 if isinstance(call.func, ast.Attribute) else 1
    given = [word.value for word in call.keywords if word.arg == "mode"] or call.args[place:]
    mode = given[0] if given else None
    return mode.value if isinstance(mode, ast.Constant) and isinstance(mode.value, str) else "r"
