"""A WebAssembly module is eight bytes and a list of sections; here they are read and written."""

from __future__ import annotations

from collections.abc import Iterator

CUSTOM, GLOBAL = 0, 6
HEAD = 8


def sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    """The kind and the content of each section."""
    at = HEAD
    while at < len(module):
        kind = module[at]
        size, at = read_number(module, at + 1)
        yield kind, module[at : at + size]
        at += size


def section(kind: int, content: bytes) -> bytes:
    """A section as it stands in a module."""
    return bytes([kind]) + written_number(len(content)) + content


def read_number(data: bytes, at: int) -> tuple[int, int]:
    """A number in LEB128, seven bits a byte, the lowest first; and where it ends."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def written_number(number: int) -> bytes:
    """The same number in as few bytes as it takes."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + written_number(rest) if rest else bytes([low])


def custom(module: bytes, name: str) -> bytes | None:
    """What the custom section of this name holds; None if there is none."""
    for kind, content in sections(module):
        if kind == CUSTOM:
            length, at = read_number(content, 0)
            if content[at : at + length] == name.encode():
                return content[at + length :]
    return None


def with_custom(module: bytes, name: str, content: bytes) -> bytes:
    """The module with one more custom section: bytes that it carries and no engine reads."""
    label = name.encode()
    return module + section(CUSTOM, written_number(len(label)) + label + content)
