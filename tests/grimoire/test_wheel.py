"""What users of nnlib get, and what they do not."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email.parser import Parser

import pytest

from grimoire import ROOT
from nnlib.datasets import sample
from nnlib.datasets.idx import parse


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("nnlib-*.whl")
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


@pytest.mark.parametrize("group", ["uv", "book", "test"])
def test_every_pinned_package_has_a_hash_and_no_registry_is_named(group):
    lock = (ROOT / f"requirements/{group}.lock").read_text()
    assert "://" not in lock
    pins = re.split(r"\n(?=[a-z])", lock.strip())
    assert pins and all("==" in pin and "--hash=sha256:" in pin for pin in pins)
