"""The lock: which files of a release it names, and in which order packages are loaded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from grimoire.live import make_lock
from grimoire.live.lock import the_lock

DEPENDS = {
    "numpy": [],
    "six": [],
    "cycler": ["six"],
    "fonttools": [],
    "pytz": [],
    "matplotlib": ["cycler", "fonttools", "numpy", "pytz"],
    "scikit-learn": ["numpy"],
    "pandas": ["numpy", "pytz"],
}


def facts(name: str) -> dict[str, object]:
    return {
        "depends": DEPENDS[name],
        "file_name": f"{name}-1.whl",
        "imports": [name],
        "name": name.title(),
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
    }


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release of small files with the lock that comes with it."""
    said = {"info": {"version": "9.9.9"}, "packages": {name: facts(name) for name in DEPENDS}}
    (tmp_path / "pyodide-lock.json").write_text(json.dumps(said))
    for name in DEPENDS:
        (tmp_path / f"{name}-1.whl").write_bytes(name.encode())
    for name in make_lock.CORE:
        (tmp_path / name).write_bytes(b"core of " + name.encode())
    return tmp_path


def test_the_lock_names_the_core_and_what_pages_import_with_all_that_needs(release):
    lock = make_lock.lock_of(release)
    named = {"cycler", "fonttools", "matplotlib", "numpy", "scikit-learn", "six"}
    assert set(lock["packages"]) == named
    assert set(lock["files"]) == {*make_lock.CORE, *(f"{name}-1.whl" for name in named)}
    assert lock["files"]["six-1.whl"] == {"size": 3, "sha256": facts("six")["sha256"]}
    assert lock["packages"]["matplotlib"]["depends"] == ["cycler", "numpy"]
    assert lock["packages"]["six"]["name"] == "six"


def test_a_package_that_is_not_what_the_release_says_is_refused(release):
    (release / "six-1.whl").write_bytes(b"sex")
    with pytest.raises(ValueError, match=r"six-1\.whl is not what pyodide-lock\.json says"):
        make_lock.lock_of(release)


def test_packages_come_after_what_they_need():
    for name, packages in the_lock().needs().items():
        for place, package in enumerate(packages):
            assert set(the_lock().packages[package]["depends"]) <= set(packages[:place]), name


def test_pages_may_import_numpy_matplotlib_and_scikit_learn():
    needs = the_lock().needs()
    assert needs["numpy"] == ["numpy"]
    assert needs["sklearn"][-1] == "scikit-learn" and "openblas" in needs["sklearn"]
    assert {"matplotlib", "PIL", "scipy", "joblib", "threadpoolctl"} <= set(needs)
    assert "scipy" not in needs["matplotlib"], "who draws need not load 20 MB more"


def test_pyodide_reads_the_hashes_of_our_files():
    lock = the_lock()
    hashes = {file.name: f"ours of {file.name}" for file in lock.files}
    said = json.loads(lock.for_pyodide(hashes))
    assert said["info"] == lock.info
    for facts in said["packages"].values():
        assert facts["sha256"] == f"ours of {facts['file_name']}"
