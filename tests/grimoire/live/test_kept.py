"""What is kept in the user's cache: whole or not at all, and not for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grimoire.live import kept

FILES = {"a.txt": b"one", "sub/b.txt": b"two"}


@pytest.fixture(autouse=True)
def shelf(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(kept, "shelf", lambda: tmp_path / "shelf")
    return tmp_path / "shelf"


def test_what_was_kept_is_there_again_under_its_key():
    made = kept.keep("page", "one", FILES)
    found = kept.kept("page", "one")
    assert found is not None and found.contents() == FILES
    assert (found.name, found.facts) == (made.name, made.facts)
    assert kept.kept("page", "another") is None
    assert kept.kept("runtime", "one") is None


def test_the_name_of_a_folder_says_what_it_holds():
    name = kept.keep("page", "one", FILES).name
    assert kept.keep("page", "two", FILES).name == name
    assert kept.keep("page", "three", FILES | {"a.txt": b"1"}).name != name
    assert kept.keep("page", "four", {"c.txt": b"one", "sub/b.txt": b"two"}).name != name


def test_a_folder_is_there_whole_or_not_at_all(shelf, monkeypatch):
    write = Path.write_bytes

    def full(file: Path, data: bytes) -> int:
        if file.name == "b.txt":
            raise OSError("No space left on device")
        return write(file, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        kept.keep("page", "one", FILES)
    assert kept.kept("page", "one") is None
    assert list(shelf.iterdir()) == []


def test_another_process_may_have_been_quicker():
    kept.keep("page", "one", FILES)
    kept.keep("page", "one", FILES)
    assert kept.kept("page", "one").contents() == FILES


@pytest.mark.parametrize("damage", [b"", b"on"])
def test_a_folder_that_was_damaged_is_made_anew(shelf, damage):
    kept.keep("page", "one", FILES)
    (shelf / "page-one" / "a.txt").write_bytes(damage)
    assert kept.kept("page", "one") is None
    kept.keep("page", "one", FILES)
    assert kept.kept("page", "one").contents() == FILES


def test_what_was_not_used_for_the_longest_time_makes_room(shelf):
    for number in range(kept.MOST + 1):
        kept.keep("page", str(number), FILES)
    for number in range(kept.MOST + 1):
        os.utime(shelf / f"page-{number}", (number, number))
    kept.keep("runtime", "old", FILES)
    assert kept.kept("page", "0"), "to ask for it is to use it"
    kept.keep("page", "new", FILES)
    left = {place.name for place in shelf.iterdir()}
    assert left == {"page-0", "page-3", "page-new", "runtime-old"}


def test_what_was_used_today_stays(shelf):
    for number in range(2 * kept.MOST):
        kept.keep("page", str(number), FILES)
    assert len(list(shelf.iterdir())) == 2 * kept.MOST


def test_files_are_copied_into_the_site_under_the_name(tmp_path):
    kept.keep("page", "one", FILES)
    folder = kept.kept("page", "one")
    folder.write_into(tmp_path / "live")
    for name, data in FILES.items():
        assert (tmp_path / "live" / folder.name / name).read_bytes() == data
        assert folder.listed()[f"{folder.name}/{name}"]["bytes"] == len(data)
    assert not (tmp_path / "live" / folder.name / kept.LISTING).exists()
