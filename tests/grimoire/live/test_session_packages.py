"""Modules put into a folder are seen, and only folders are looked at again."""

from __future__ import annotations

import importlib
import sys
import zipfile
import zipimport

import pytest

from grimoire.live.session.packages import look_again


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "path_importer_cache", dict(sys.path_importer_cache))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return tmp_path


def test_a_module_that_came_after_the_folder_was_read_is_found(folder):
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("came_later")
    finder = sys.path_importer_cache[str(folder)]
    (folder / "came_later.py").write_text("HERE = True\n")
    finder._path_mtime = folder.stat().st_mtime  # as where both happen within one tick of the clock
    look_again()
    assert importlib.import_module("came_later").HERE
    del sys.modules["came_later"]


def test_a_folder_that_was_not_there_is_found(folder):
    later = str(folder / "made_later")
    sys.path_importer_cache[later] = None
    look_again()
    assert later not in sys.path_importer_cache


def test_no_zip_file_is_read_again(folder, monkeypatch):
    archive = folder / "library.zip"
    with zipfile.ZipFile(archive, "w") as library:
        library.writestr("in_a_zip/__init__.py", "")
    monkeypatch.syspath_prepend(archive)
    importlib.import_module("in_a_zip")
    assert isinstance(sys.path_importer_cache[str(archive)], zipimport.zipimporter)
    monkeypatch.setattr(zipimport, "_read_directory", pytest.fail)
    look_again()
    del sys.modules["in_a_zip"]
