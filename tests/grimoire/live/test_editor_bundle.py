"""The committed editor: made from the lock and the modules that stand beside it, and light."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from dataclasses import replace

import pytest

from grimoire.bundled import LICENCES
from grimoire.bundled import LOCK as LOCK_FILE
from grimoire.live.editor import make

BUNDLE = make.EDITOR.made.read_text("utf-8")
HEADING = BUNDLE.splitlines()[0]
LOCK = json.loads((make.HERE / LOCK_FILE).read_text("utf-8"))
PACKAGES = {name.removeprefix("node_modules/"): entry for name, entry in LOCK["packages"].items()}
NAMED = re.findall(r"([@\w/.-]+) (\d[\w.]*)[,;]", HEADING)


def test_the_bundle_is_that_of_the_lock_and_the_modules():
    assert make.EDITOR.digest() in HEADING, (
        "page/editor.js is older than its sources."
        " Run `python -m grimoire.live.editor.make` and commit what it writes."
    )


@pytest.mark.parametrize("file", ["package-lock.json", "package.json", "editor.mjs", "new.mjs"])
def test_another_lock_or_module_asks_for_another_bundle(tmp_path, file):
    before = make.EDITOR.digest()
    folder = shutil.copytree(make.HERE, tmp_path / "editor")
    copy = replace(make.EDITOR, folder=folder)
    assert copy.digest() == before
    with (folder / file).open("a") as source:
        source.write(" ")
    assert copy.digest() != before


def test_the_bundle_says_which_versions_it_holds_and_their_licences_are_collected():
    assert len(NAMED) > 10
    assert all(PACKAGES[name]["version"] == version for name, version in NAMED)
    assert {PACKAGES[name]["license"] for name, _ in NAMED} == {"MIT"} and "; MIT, see" in HEADING
    licences = (make.HERE / LICENCES).read_text("utf-8")
    listed = re.findall(r"^(?:[@\w/.-]+(?:, |$))+$", licences, re.MULTILINE)
    assert sorted(", ".join(listed).split(", ")) == [name for name, _ in NAMED]
    assert len(re.findall(r"^Copyright \(C\)", licences, re.MULTILINE)) == len(listed)


def test_the_lock_names_exact_versions_by_their_digest_and_no_address():
    wanted = LOCK["packages"][""]
    versions = (wanted["dependencies"] | wanted["devDependencies"]).values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    assert all("integrity" in entry for name, entry in PACKAGES.items() if name)
    assert "://" not in json.dumps(LOCK)


def test_the_bundle_is_light_and_makes_no_code_of_text():
    assert len(gzip.compress(BUNDLE.encode(), 6)) < 100_000
    assert not re.search(r"\beval\(|new Function|import\(", BUNDLE)
    assert set(re.findall(r"https?://[\w./-]+", BUNDLE)) == {"http://www.w3.org/2000/svg"}
