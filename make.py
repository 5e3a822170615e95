"""The commands of the course, for every system: `python -m make book`. The Makefile calls them.

Python alone is needed to begin. A command first makes the environment `.venv`, or brings it up to
the locks in `requirements/`; a mark in the environment says from which lock a group was installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
GROUPS = ("uv", "book", "test")
"""What is installed, each with those before it."""

LOCKED = (*GROUPS, "notebooks")
BUILT = ("_build", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")
# The long files come first, in the order of their folders, so that all processes end together.
TESTS = "pytest -q -n auto --dist loadfile --no-loadscope-reorder"
LINKS = "linkcheck --config .github/linkchecker.ini"
COMMANDS = {
    "book": ("book", "build all faces of the course into _build/html", ["grimoire build"]),
    "site": ("book", "build the site alone", ["grimoire build site"]),
    "test": (
        "test",
        "run all tests (after `book`; the browser tests need Chromium and Firefox)",
        ["ruff check --quiet", "mypy --no-error-summary", TESTS],
    ),
    "quick": (
        "test",
        "build the book, and run the tests that a change of text needs",
        ["grimoire build", f"{TESTS} -m text"],
    ),
    "serve": (
        "book",
        "show the site at http://127.0.0.1:8000, each page as soon as it is saved",
        ["grimoire serve"],
    ),
    "check": ("book", "check the Markdown without building", ["grimoire check"]),
    "new": (
        "book",
        "begin a unit, a page, a question or a term with a skeleton",
        ["grimoire new"],
    ),
    "readme": (
        "book",
        "write the names of _config.yml into both READMEs and pyproject.toml",
        ["grimoire readme"],
    ),
    "links": ("test", "follow the links of the built site to other sites", [LINKS]),
    "bench": ("test", "measure nnlib against its peers", ["benchmarks/speed.py"]),
    "fuzz": ("test", "give nnlib damaged files to read", ["benchmarks/fuzz.py"]),
    "lock": (
        "uv",
        "pin the newest allowed versions again",
        [
            "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes"
            f" --no-emit-index-url --no-header --group {group}"
            f" --output-file requirements/{group}.lock"
            for group in LOCKED
        ],
    ),
    "clean": (None, "remove what was built (not the environment)", []),
    "help": (None, "list these commands", []),
}
"""Of each command: the group that it needs, what it does, and the modules or files it runs."""


def main(words):
    command, *options = words or ["help"]
    if command not in COMMANDS:
        sys.exit(f"There is no command `{command}`. The commands are: {', '.join(COMMANDS)}.")
    group, _, modules = COMMANDS[command]
    if command == "help":
        print("\n".join(listed()))
    if command == "clean":
        for name in BUILT:
            shutil.rmtree(ROOT / name, ignore_errors=True)
    if group:
        prepare(group)
    for number, module in enumerate(modules, 1):
        run(*module.split(), *(options if number == len(modules) else []))


def listed():
    """The commands as they are called here, and what each does."""
    by_make, python = "MAKELEVEL" in os.environ, "py" if os.name == "nt" else "python3"
    call = "make" if by_make else f"{python} -m make"
    names = [name for name in COMMANDS if not (by_make and name == "new")]  # it needs more words
    return [f"  {f'{call} {name}':24}{COMMANDS[name][1]}" for name in names]


def prepare(group):
    """Install this group and those before it, where their locks are new."""
    for name in GROUPS[: GROUPS.index(group) + 1]:
        lock, mark = ROOT / "requirements" / f"{name}.lock", VENV / name
        state = hashlib.sha256(lock.read_bytes()).hexdigest()
        if mark.is_file() and mark.read_text(encoding="utf-8") == state:
            continue
        if not PYTHON.exists():
            require_python(sys.version_info)
            call(sys.executable, "-m", "venv", VENV)
        if name == "uv":
            how = ["pip", "install", "--disable-pip-version-check"]
        else:
            how = ["uv", "pip", "install", "--compile-bytecode", "--python", PYTHON]
        run(*how, "--quiet", "--require-hashes", "-r", lock)
        mark.write_text(state, encoding="utf-8")


def require_python(version):
    if version < OLDEST:
        have, need = (".".join(map(str, numbers)) for numbers in (version[:3], OLDEST))
        sys.exit(
            f"The course needs Python {need} or newer, but {sys.executable} is Python {have}.\n"
            "Install a newer one and name it: make book PYTHON=python3.12, or on Windows:"
            " py -3.12 -m make book"
        )


def run(name, *options):
    """Run a module, or a file, in the environment."""
    call(PYTHON, *([] if name.endswith(".py") else ["-m"]), name, *options)


def call(*words):
    """Run a program in the repository, with text as UTF-8 on every system; end where it fails."""
    surroundings = {**os.environ, "PYTHONUTF8": "1"}
    failed = subprocess.call([str(word) for word in words], cwd=str(ROOT), env=surroundings)
    if failed:
        sys.exit(failed)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
