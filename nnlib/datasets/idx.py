"""The format of MNIST's files: the shape of an array, then its bytes, and a sum to know it by."""

import math
import struct
import zlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TYPES = {
    0x08: "unsigned bytes",
    0x09: "signed bytes",
    0x0B: "int16",
    0x0C: "int32",
    0x0D: "float32",
    0x0E: "float64",
}


class IdxFile(NamedTuple):
    """One MNIST file: its name, the shape of its array, and the SHA-256 of its unpacked bytes."""

    name: str
    shape: tuple[int, ...]
    sha256: str


def parse(packed: bytes, file: IdxFile) -> NDArray[np.uint8]:
    """The array in an IDX file: 4 bytes 0, 0, type, rank; the shape; the values; all big-endian.

    Raises ValueError if a byte differs from what the file must hold. Reads at most one byte more
    than that, so a file that unpacks without end does no harm.
    """
    raw = packed
    if packed[:2] == b"\x1f\x8b":
        try:
            raw = zlib.decompressobj(wbits=31).decompress(packed, size(file) + 1)
        except zlib.error as error:
            raise ValueError(f"its gzip data is damaged ({error})") from error
    header = header_of(file.shape)
    if not raw.startswith(header):
        raise ValueError(
            f"it does not start as an IDX file of shape {file.shape} does "
            f"(got {raw[: len(header)].hex()!r}, expected {header.hex()!r}){told_by(raw)}"
        )
    if len(raw) != size(file):
        more = "or more " if len(raw) > size(file) else ""
        raise ValueError(f"it unpacks to {len(raw):,} {more}bytes, expected {size(file):,}")
    import hashlib

    digest = hashlib.sha256(raw).hexdigest()
    if digest != file.sha256:
        raise ValueError(f"its contents have SHA-256 {digest}, expected {file.sha256}")
    return np.frombuffer(raw, dtype=np.uint8, offset=len(header)).reshape(file.shape)


def header_of(shape: tuple[int, ...]) -> bytes:
    """How an IDX file of unsigned bytes in this shape begins."""
    unsigned_byte, rank = 8, len(shape)
    return struct.pack(f">4B{rank}I", 0, 0, unsigned_byte, rank, *shape)


def told_by(raw: bytes) -> str:
    """What the header of another IDX file says that it holds, if it is one."""
    if raw[:2] != b"\0\0" or len(raw) < 4 or raw[2] not in TYPES or len(raw) < 4 + 4 * raw[3]:
        return ""
    shape = struct.unpack_from(f">{raw[3]}I", raw, 4)
    said = f"; it says that it holds {TYPES[raw[2]]} of shape {shape}"
    if TYPES[raw[2]] == "int32" and shape[1:] == (8,):
        said += ", as QMNIST's label files do (idx2-int), of which only the first column is labels"
    return said


def size(file: IdxFile) -> int:
    """Bytes in the unpacked file: header and values."""
    return len(header_of(file.shape)) + math.prod(file.shape)


def pack(raw: bytes) -> bytes:
    """A gzip file of these bytes without name and date: the same bytes give the same file."""
    import gzip
    import io

    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", compresslevel=6, fileobj=packed, mtime=0) as stream:
        stream.write(raw)
    return packed.getvalue()
