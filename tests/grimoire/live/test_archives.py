"""Zip files that the same contents give the same bytes, and lists of files that are true."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import zipfile
from pathlib import Path

from grimoire.live.archives import entries_of, lean, pack_of, packed

WHEEL = {
    "six.py": b"print(6)\n",
    "a, b.txt": b"a comma in its name",
    "six-1.dist-info/RECORD": b"six.py,sha256=old,1\n",
}


def test_the_same_contents_give_the_same_bytes_in_any_order():
    assert packed(WHEEL) == packed(dict(reversed(WHEEL.items())))
    with zipfile.ZipFile(io.BytesIO(packed(WHEEL))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_wheel_lists_its_files_as_they_are():
    entries = entries_of(packed(WHEEL))
    rows = list(csv.reader(entries["six-1.dist-info/RECORD"].decode().splitlines()))
    listed = {name: (digest, size) for name, digest, size in rows}
    assert listed.pop("six-1.dist-info/RECORD") == ("", "")
    for name, (digest, size) in listed.items():
        algorithm, _, found = digest.partition("=")
        expected = base64.urlsafe_b64encode(hashlib.sha256(WHEEL[name]).digest())
        assert (algorithm, found, int(size)) == (
            "sha256",
            expected.decode().rstrip("="),
            len(WHEEL[name]),
        )
    assert set(listed) == {"six.py", "a, b.txt"}


def test_what_nobody_reads_in_a_browser_is_left_out():
    kept = {"a/__init__.py", "a/b.so", "a/data.csv", "a/tests.py", "a/c"}
    dropped = {"a/tests/test_a.py", "a/b/tests/data.csv", "a/b.pyi", "a/b.pyx", "a/b.h", "a/b.a"}
    assert set(lean(dict.fromkeys(kept | dropped, b""))) == kept


def test_folders_are_no_files(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.mkdir("folder")
        archive.writestr("folder/file", "text")
    assert entries_of((tmp_path / "a.zip").read_bytes()) == {"folder/file": b"text"}


def test_a_pack_is_one_piece_of_gzip_around_entries_as_they_are():
    assert pack_of(WHEEL) == pack_of(dict(reversed(WHEEL.items())))
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(pack_of(WHEEL)))) as archive:
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}
        assert set(archive.namelist()) == set(WHEEL)
