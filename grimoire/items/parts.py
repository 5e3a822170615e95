"""What several exports need: numbers, the places of pictures, archives of the same bytes."""

from __future__ import annotations

import re
import zipfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import BytesIO
from mimetypes import guess_type

MEDIA = re.compile(r'src="media:([^"]+)"')
OTHER_NUMBER = "Try once more."
"""What a learning system says to a number that no response explains."""

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of each file in an archive: the first that a ZIP file knows."""


def decimal(value: float) -> str:
    """A number with a decimal point and no exponent."""
    return format(Decimal(repr(value)).normalize(), "f")


def with_pictures(html: str, address: Callable[[str], str]) -> str:
    """HTML whose pictures have the addresses that an export gives them."""
    return MEDIA.sub(lambda match: f'src="{address(match[1])}"', html)


def within(html: str, media: Mapping[str, bytes]) -> str:
    """HTML with its pictures inside."""
    return with_pictures(html, lambda name: f"data:{mime(name)};base64,{base64(media[name])}")


def mime(name: str) -> str:
    return guess_type(name)[0] or "application/octet-stream"


def base64(data: bytes) -> str:
    return b64encode(data).decode()


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file that is the same bytes for the same files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
