"""The first cell of a notebook: it renews a stale nnlib and knows another project's from ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grimoire import ROOT
from grimoire.edition import Edition
from grimoire.names import Names
from grimoire.notebooks.first import Imprint, first_cells
from grimoire.wheel import Wheel, make_wheel

NAMES = Names.of(ROOT)
NOWHERE = "file:///nowhere/grimoire_nnlib-1-py3-none-any.whl"
STRANGER = "Metadata-Version: 2.1\nName: nnlib\nVersion: 0.2\n"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory) -> dict[str, Wheel]:
    """The wheel of today, and that of the day before: other code, another version."""
    before = tmp_path_factory.mktemp("before")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "nnlib", before / "nnlib", ignore=ignore)
    (before / "grimoire").mkdir()
    for file in ("pyproject.toml", "grimoire/library_version.py", "LICENSE"):
        shutil.copy(ROOT / file, before / file)
    with (before / "nnlib/names.py").open("a", encoding="utf-8") as code:
        code.write("# as it was yesterday\n")
    return {"today": make_wheel(ROOT, NAMES), "yesterday": make_wheel(before, NAMES)}


class Reader:
    """A reader's Python: its own folder for packages, and those of the tests behind it."""

    def __init__(self, home: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
        self.home = home
        self.python = home / Path(sys.executable).relative_to(sys.prefix)
        shared = sysconfig.get_path("purelib")
        places = {"base": str(home), "platbase": str(home)}
        self.packages = Path(sysconfig.get_path("purelib", vars=places))
        (self.packages / "shared.pth").write_text(f"{shared}\n", encoding="utf-8")

    def run(self, code: str, **more: str) -> subprocess.CompletedProcess[str]:
        surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        return subprocess.run(
            [self.python, "-c", code],
            cwd=self.home,
            env=surroundings | {"PIP_NO_INDEX": "1", "NNLIB_OFFLINE": "1"} | more,
            capture_output=True,
            text=True,
            check=False,
        )

    def first_cell(self, wheel: str, version: str, **more: str) -> subprocess.CompletedProcess[str]:
        edition = Edition("", datetime(2026, 9, 1, tzinfo=UTC))
        imprint = Imprint(
            "Sums", "https://example.org/", "file:///nowhere", wheel, version, edition
        )
        _, setup = first_cells(imprint, "sums", "Sums", None, kind="student")
        return self.run(setup.source, **more)

    def has(self) -> list[str]:
        """The packages of its own."""
        return sorted(folder.name for folder in self.packages.glob("*nnlib*.dist-info"))


@pytest.fixture
def reader(tmp_path) -> Reader:
    return Reader(tmp_path / "reader")


def kept(wheel: Wheel, folder: Path) -> str:
    """The address of a wheel that was written into a folder."""
    (folder / wheel.name).write_bytes(wheel.data)
    return (folder / wheel.name).as_uri()


def test_it_installs_nnlib_renews_a_stale_one_and_leaves_one_of_this_day(reader, wheels, tmp_path):
    old, new = wheels["yesterday"], wheels["today"]
    installed = reader.first_cell(kept(old, tmp_path), old.version)
    assert installed.returncode == 0, installed.stderr
    assert f"nnlib {old.version}, data set" in installed.stdout

    unreachable = reader.first_cell(NOWHERE, new.version)
    assert unreachable.returncode == 0, unreachable.stderr
    goes_on = f"could not be renewed, so this notebook goes on with version {old.version}"
    assert goes_on in unreachable.stdout

    renewed = reader.first_cell(kept(new, tmp_path), new.version)
    assert f"nnlib {new.version}, data set" in renewed.stdout
    assert reader.has() == [f"grimoire_nnlib-{new.version}.dist-info"]

    again = reader.first_cell(NOWHERE, new.version)
    assert (again.returncode, again.stderr) == (0, "")


def test_it_installs_nothing_where_nnlib_stands_beside(reader, wheels):
    done = reader.first_cell(NOWHERE, wheels["today"].version, PYTHONPATH=str(ROOT))
    assert (done.returncode, reader.has()) == (0, []), done.stderr
    assert "Ready: " in done.stdout


def test_without_a_network_it_says_what_to_do(reader, wheels):
    done = reader.first_cell(NOWHERE, wheels["today"].version)
    assert "RuntimeError: nnlib could not be installed. Connect to the internet" in done.stderr


def test_it_knows_another_project_s_nnlib_and_leaves_it_alone(reader, wheels, tmp_path):
    stranger = reader.packages / "nnlib-0.2.dist-info"
    stranger.mkdir()
    (stranger / "METADATA").write_text(STRANGER, encoding="utf-8")
    (reader.packages / "nnlib").mkdir()
    (reader.packages / "nnlib/__init__.py").touch()
    wheel = wheels["today"]
    done = reader.first_cell(kept(wheel, tmp_path), wheel.version)
    assert "RuntimeError: Here is nnlib 0.2, which is not the library of this course" in done.stderr
    assert "`%pip uninstall -y nnlib grimoire-nnlib`" in done.stderr
    assert reader.has() == ["nnlib-0.2.dist-info"]
