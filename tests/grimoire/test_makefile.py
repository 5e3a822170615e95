"""The commands say what is wrong before they begin."""

from __future__ import annotations

import re
import shutil
import subprocess

from grimoire import ROOT


def test_a_python_that_is_too_old_is_named_with_what_to_do(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    old = tmp_path / "python3.10"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.10.13 || exit 1\n')
    old.chmod(0o755)
    command = ["make", "book", f"PYTHON={old}"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert f"The course needs Python 3.11 or newer, but {old} is Python 3.10.13." in result.stdout
    assert "make book PYTHON=python3.12" in result.stdout
    assert not (tmp_path / ".venv").exists()


def test_help_lists_every_command():
    commands = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0]
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"^  make (\w+)", shown.stdout, re.MULTILINE) == commands.split()


def test_the_readme_lists_every_command():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    readme = (ROOT / "README.md").read_text()
    for command in set(re.findall(r"^  make (\w+)", shown.stdout, re.MULTILINE)) - {"help"}:
        assert f"| `make {command}` |" in readme
