"""Our scripts as they are sent: they can be read, and they load each other in one version."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from grimoire.node import NODE
from grimoire.site.scripts import OUR_FILES, send_scripts

IMPORT = re.compile(r"""(?:from|(?<![.\w])import\()\s*["']([^"']+)["']""")


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    static = tmp_path_factory.mktemp("site") / "_static"
    shutil.copytree(OUR_FILES, static)
    send_scripts(static)
    return static


def scripts(static: Path) -> list[Path]:
    return sorted([*static.glob("*.js"), *static.glob("desk/*.js")])


def test_what_is_left_of_a_script_can_be_read(sent):
    for script in scripts(sent):
        command = [NODE, "--input-type=module", "--check"]
        done = subprocess.run(command, input=script.read_bytes(), capture_output=True, check=False)
        assert done.returncode == 0, f"{script.name}: {done.stderr.decode()}"


def test_scripts_load_each_other_in_one_version_and_from_nowhere_else(sent):
    found = [
        (script, name) for script in scripts(sent) for name in IMPORT.findall(script.read_text())
    ]
    assert len(found) > 20
    assert len({name.partition("?v=")[2] for _, name in found}) == 1
    for script, name in found:
        path, _, version = name.partition("?v=")
        assert re.fullmatch(r"\w{8}", version), f"{script.name} loads {name}"
        assert (script.parent / path).is_file(), f"{script.name} loads {name}"


def test_a_changed_script_gives_all_another_version(sent, tmp_path, monkeypatch):
    site = tmp_path / "site"
    shutil.copytree(OUR_FILES, site / "static")
    shutil.copytree(OUR_FILES, tmp_path / "_static")
    with (site / "static/kept.js").open("a") as script:
        script.write("\nexport const more = 1;\n")
    monkeypatch.setattr("grimoire.site.scripts.HERE", site)
    send_scripts(tmp_path / "_static")
    before, after = (
        IMPORT.findall((static / "desk/answers.js").read_text())
        for static in (sent, tmp_path / "_static")
    )
    assert before != after
