"""The commands: without `make`, from any folder, with an environment that fits the locks."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import make_small_book

import make
from grimoire import ROOT

COMMANDS = set(make.COMMANDS) - {"new", "help"}  # `make` cannot hand the words for `new` on


def python_m_make(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command where there is no `make`, and no other program either."""
    surroundings = {k: v for k, v in os.environ.items() if k not in ("PATH", "MAKELEVEL")}
    return subprocess.run(
        [sys.executable, "-m", "make", *words],
        cwd=root,
        env=surroundings | {"PATH": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A small book in a folder whose name has a space, with the environment of this one."""
    root = make_small_book(tmp_path_factory.mktemp("with space") / "our course")
    shutil.copy(ROOT / "make.py", root)
    environment = root / ".venv"
    environment.mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name not in make.GROUPS:
            (environment / part.name).symlink_to(part)
    (root / "requirements").mkdir()
    for group in make.GROUPS:
        (root / f"requirements/{group}.lock").write_text(group, encoding="utf-8")
        marked = make.hashlib.sha256(group.encode()).hexdigest()
        (environment / group).write_text(marked, encoding="utf-8")
    return root


def test_the_book_is_built_without_make_in_a_folder_with_a_space(folder):
    done = python_m_make(folder, "site")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Built _build/html/index.html" in done.stdout
    page = (folder / "_build/html/sums.html").read_text(encoding="utf-8")
    assert "one and one is 2" in page


def test_a_command_that_fails_fails_with_its_words(folder):
    done = python_m_make(folder, "check", "--format", "nonsense")
    assert done.returncode == 2
    assert "nonsense" in done.stderr


def test_options_reach_the_command(folder):
    done = python_m_make(folder, "serve", "--help")
    assert done.returncode == 0
    assert "--port" in done.stdout


def test_clean_removes_what_was_built_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "_build/html").mkdir(parents=True)
    (tmp_path / "content").mkdir()
    monkeypatch.setattr(make, "ROOT", tmp_path)
    make.main(["clean"])
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


def test_an_unknown_command_is_answered_with_those_there_are(folder):
    done = python_m_make(folder, "bok")
    assert done.returncode == 1
    assert done.stderr.startswith("There is no command `bok`. The commands are: book, site, test,")


# -- the environment


@pytest.fixture
def called(tmp_path, monkeypatch) -> list[list[str]]:
    """The programs that are called; none of them runs."""
    calls: list[list[str]] = []

    def call(words, cwd, env):
        assert env["PYTHONUTF8"] == "1"
        if "venv" in words:
            Path(words[-1]).mkdir()
            make.PYTHON.touch()
        calls.append(words)
        return 0

    for group in make.GROUPS:
        lock = tmp_path / f"requirements/{group}.lock"
        lock.parent.mkdir(exist_ok=True)
        lock.write_text(f"{group}==1\n", encoding="utf-8")
    monkeypatch.setattr(make, "ROOT", tmp_path)
    monkeypatch.setattr(make, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(make, "PYTHON", tmp_path / ".venv/python")
    monkeypatch.setattr(make.subprocess, "call", call)
    return calls


def test_an_environment_is_made_and_filled_from_locks_with_hashes(called, tmp_path):
    make.main(["quick"])
    made, uv, book, test, *ran = called
    assert made == [sys.executable, "-m", "venv", str(tmp_path / ".venv")]
    for words, group in zip((uv, book, test), make.GROUPS, strict=True):
        assert words[0] == str(make.PYTHON)
        assert "--require-hashes" in words
        assert words[-1] == str(tmp_path / "requirements" / f"{group}.lock")
    assert [words[2] for words in ran] == ["grimoire", "pytest"]


def test_only_what_has_a_new_lock_is_installed_again(called, tmp_path):
    make.main(["quick"])
    called.clear()
    make.main(["book"])
    assert [words[2] for words in called] == ["grimoire"]
    (tmp_path / "requirements/book.lock").write_text("book==2\n", encoding="utf-8")
    called.clear()
    make.main(["book"])
    assert [words[2] for words in called] == ["uv", "grimoire"]


def test_an_installation_that_fails_is_tried_again(called, tmp_path, monkeypatch):
    monkeypatch.setattr(make.subprocess, "call", lambda *_, **__: 3)
    with pytest.raises(SystemExit) as ended:
        make.main(["book"])
    assert ended.value.code == 3
    assert not (tmp_path / ".venv").exists()


def test_a_python_that_is_too_old_is_named_with_what_to_do(called, monkeypatch, tmp_path):
    monkeypatch.setattr(make.sys, "version_info", (3, 10, 13, "final", 0))
    with pytest.raises(SystemExit) as ended:
        make.main(["book"])
    said = str(ended.value.code)
    assert f"needs Python 3.11 or newer, but {sys.executable} is Python 3.10.13." in said
    assert "make book PYTHON=python3.12" in said and "py -3.12 -m make book" in said
    assert called == [] and not (tmp_path / ".venv").exists()


def test_even_an_old_python_can_read_it():
    ast.parse((ROOT / "make.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_needs_the_standard_library_alone():
    tree = ast.parse((ROOT / "make.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    named = {alias.name for node in imports for alias in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert named <= sys.stdlib_module_names


# -- the Makefile and the texts


def test_the_makefile_only_calls_it():
    outside = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    shown = subprocess.run(
        ["make", "--dry-run", *sorted(COMMANDS)],
        cwd=ROOT,
        env=outside,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = shown.stdout.splitlines()
    assert [line.split()[:4] for line in lines] == [
        ["python3", "-m", "make", command] for command in sorted(COMMANDS)
    ]


@pytest.mark.parametrize(
    ("words", "called"),
    [
        (["serve", "PORT=8080"], "make serve --port 8080"),
        (["check", "FIX=1"], "make check --fix"),
        (["book", "PYTHON=python3.12"], "python3.12 -m make book"),
        (["links", "SITE=site"], "make links site/index.html"),
    ],
)
def test_variables_of_make_become_options(words, called):
    shown = subprocess.run(
        ["make", "--dry-run", *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert called in shown.stdout


def test_help_lists_every_command_as_it_is_called_here():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^  make (\w+)", shown.stdout, re.MULTILINE)) == {*COMMANDS, "help"}
    alone = python_m_make(ROOT)
    assert set(re.findall(r"^  \S+ -m make (\w+)", alone.stdout, re.M)) == set(make.COMMANDS)


@pytest.mark.parametrize("file", ["README.md", "content/for-staff.md"])
def test_the_texts_list_every_command(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert [command for command in sorted(COMMANDS) if f"| `make {command}` |" not in text] == []
    assert "python3 -m make" in text and "py -m make" in text


# -- the same bytes on every system


def test_text_is_read_and_written_as_utf_8_with_plain_line_ends():
    """Windows would take its own code page, and two signs for the end of a line."""
    vague = []
    for file in [*(ROOT / "grimoire").rglob("*.py"), *(ROOT / "nnlib").rglob("*.py")]:
        if "node_modules" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = node.func.attr if is_method(node) else ""
            given = {word.arg for word in node.keywords} if name else set()
            named = "encoding" in given or (name == "read_text" and node.args)
            if name in ("read_text", "write_text") and not named:
                vague.append(f"{file}:{node.lineno} names no encoding")
            if name == "write_text" and "newline" not in given:
                vague.append(f"{file}:{node.lineno} names no line end")
    assert vague == []


def is_method(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def test_git_keeps_line_ends_as_they_are():
    [rule] = [
        line
        for line in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert rule == "* text=auto eol=lf"
