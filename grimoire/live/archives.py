"""Wheels and other zip files, written so that the same contents give the same bytes.

A *pack* is what a page loads in place of a wheel: a zip file whose entries are stored as they are,
in one piece of gzip. The browser unpacks the gzip once and keeps what comes out; at each start the
entries only have to be cut out of it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zipfile
from collections.abc import Mapping

FOR_COMPILERS = (".a", ".c", ".cpp", ".h", ".hpp", ".pxd", ".pxi", ".pyi", ".pyx", ".tp")
"""How the names of files end that only a compiler or an editor reads."""

Entries = dict[str, bytes]
"""The files of an archive by their names."""


def entries_of(archive: bytes) -> Entries:
    """What a zip file holds."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


def lean(entries: Mapping[str, bytes]) -> Entries:
    """Without what nobody reads in a browser: tests, and what is for compilers and editors."""
    return {
        name: data
        for name, data in entries.items()
        if not name.endswith(FOR_COMPILERS) and "/tests/" not in name
    }


def pack_of(entries: Mapping[str, bytes]) -> bytes:
    """A pack of these entries."""
    return gzip.compress(packed(entries, zipfile.ZIP_STORED), mtime=0)


def packed(entries: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these entries. Where they are a wheel's, the list of them in it is renewed."""
    contents = dict(entries)
    for name in contents:
        if name.endswith(".dist-info/RECORD"):
            contents[name] = record(contents, name)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", how) as archive:
        for name in sorted(contents):
            member = zipfile.ZipInfo(name)  # 1 January 1980
            member.compress_type = how
            member.external_attr = 0o644 << 16
            archive.writestr(member, contents[name])
    return written.getvalue()


def record(entries: Mapping[str, bytes], own_name: str) -> bytes:
    """The list of a wheel's files, as its format has it: name, SHA-256, length."""
    lines = []
    for name in sorted(set(entries) - {own_name}):
        digest = base64.urlsafe_b64encode(hashlib.sha256(entries[name]).digest()).rstrip(b"=")
        quoted = f'"{name}"' if "," in name else name
        lines.append(f"{quoted},sha256={digest.decode()},{len(entries[name])}")
    return "\n".join([*lines, f"{own_name},,", ""]).encode()
