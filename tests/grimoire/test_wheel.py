"""What users of nnlib get, and what they do not."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser

import pytest

import nnlib
from grimoire import ROOT
from grimoire.library_version import version
from nnlib.datasets import sample
from nnlib.datasets.idx import parse


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("grimoire_nnlib-*.whl")
    return zipfile.ZipFile(file)


def metadata(wheel):
    (name,) = [name for name in wheel.namelist() if name.endswith("/METADATA")]
    return Parser().parsestr(wheel.read(name).decode())


def test_the_wheel_holds_nnlib_alone(wheel):
    folders = {name.split("/")[0] for name in wheel.namelist()}
    assert {folder for folder in folders if not folder.endswith(".dist-info")} == {"nnlib"}
    assert "nnlib/layers.py" in wheel.namelist()
    assert "nnlib/fonts/Literata.ttf" in wheel.namelist()


def test_the_wheel_holds_the_sample_of_mnist_and_its_licence(wheel):
    for file in sample.SAMPLE_FILES:
        packed = wheel.read(f"nnlib/datasets/sample/{file.name}.gz")
        assert parse(packed, file).shape == file.shape
    assert "Corinna Cortes" in wheel.read("nnlib/datasets/sample/LICENSE").decode()
    assert metadata(wheel)["License-Expression"] == "MIT AND OFL-1.1 AND CC-BY-SA-3.0"


def test_nnlib_needs_numpy_only_and_bounds_nothing(wheel):
    needs = [need for need in metadata(wheel).get_all("Requires-Dist") if "extra ==" not in need]
    assert needs == ["numpy"]


def test_the_extras_are_there(wheel):
    assert {"plots", "sklearn", "data", "all"} <= set(metadata(wheel).get_all("Provides-Extra"))


def test_its_name_is_free_on_pypi_and_its_version_says_the_state_of_the_code(wheel):
    assert metadata(wheel)["Name"] == "grimoire-nnlib"
    assert metadata(wheel)["Version"] == version()
    assert re.fullmatch(re.escape(nnlib.__version__) + r"\+code[0-9a-f]{8}", version())


@pytest.fixture
def sources(tmp_path):
    """A copy of what the wheel is made from."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "nnlib", tmp_path / "nnlib", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("nnlib/losses.py", "", "# a new line\n"),
        ("nnlib/README.md", "", "A new line.\n"),
        ("pyproject.toml", 'dependencies = ["numpy"]', 'dependencies = ["numpy>=2"]'),
        ("nnlib/__init__.py", '__version__ = "0.1.0"', '__version__ = "0.2.0"'),
    ],
)
def test_the_version_changes_with_the_code_and_with_what_it_needs(sources, file, old, new):
    assert version(sources) == version()
    text = (sources / file).read_text(encoding="utf-8")
    assert old in text
    (sources / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert version(sources) != version()


def test_what_is_no_code_leaves_the_version_alone(sources):
    (sources / "nnlib/__pycache__").mkdir()
    (sources / "nnlib/__pycache__/losses.pyc").write_bytes(b"compiled")
    text = (sources / "pyproject.toml").read_text(encoding="utf-8")
    (sources / "pyproject.toml").write_text(f"{text}\n[tool.another]\n", encoding="utf-8")
    assert version(sources) == version()


@pytest.mark.parametrize("group", ["uv", "book", "test", "notebooks"])
def test_every_pinned_package_has_a_hash_and_no_registry_is_named(group):
    lock = (ROOT / f"requirements/{group}.lock").read_text()
    assert "://" not in lock
    pins = re.split(r"\n(?=[a-z])", lock.strip())
    assert pins and all("==" in pin and "--hash=sha256:" in pin for pin in pins)


def test_every_text_that_installs_nnlib_installs_ours():
    folders = ("content", "grimoire", "nnlib", ".github", ".binder", "benchmarks")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file()]
    wrong = re.compile(r"(?<!grimoire-)\bnnlib(\[\w+\]|\s*@|[=<>]=)|\binstall( -\w+)* nnlib\b")
    for file in (*files, ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "pyproject.toml"):
        if file.suffix in (".md", ".py", ".yml", ".toml", "") and "node_modules" not in file.parts:
            found = wrong.search(file.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{file}: {found}"


@pytest.mark.parametrize("file", ["content/how-to-use.md", "content/api.md", "nnlib/README.md"])
def test_the_texts_say_how_ours_is_installed_and_that_pypi_s_is_another(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert 'pip install "grimoire-nnlib[all] @ git+' in text
    assert re.search(r"PyPI('s own| has another)", text)
