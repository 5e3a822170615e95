"""The site in a folder: a ZIP file whose pages open from a disk, with a search that works there.

A browser lets a page in a folder load scripts, but no modules, and fetch nothing. So the files of
the search are put into one script.
"""

from __future__ import annotations

import base64
import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

from grimoire.offline.listing import is_for_host
from grimoire.policy import findings_in, with_policy
from grimoire.sent import as_sent

SEARCH, RESULTS, SCRIPT = "search", "search.html", "search/folder.js"
LEFT = {"live", SEARCH}
UNLOADABLE = re.compile(
    r'<script type="module"[^>]*></script>\n?|<link rel="(?:preload|manifest)"[^>]*>\n?'
    r'|<link [^>]*href="[^"]*live/[^>]*>\n?'
)
"""What a page in a folder cannot load: modules, and with them what runs its cells; a font before it
is asked for; how a device would install it."""

PACKED = {".epub", ".gz", ".pack", ".pdf", ".png", ".whl", ".woff2", ".zip"}
"""Files that cannot be made smaller."""

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The only date in the file: the same site makes the same bytes."""


def folder_of(site: Path, name: str) -> bytes:
    """The site as a ZIP file with one folder in it."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as folder:
        for place, data in contents_of(site).items():
            entry = zipfile.ZipInfo(f"{name}/{place}", BEGINNING)
            packed = Path(place).suffix in PACKED
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            folder.writestr(entry, data)
    return whole.getvalue()


def contents_of(site: Path) -> dict[str, bytes]:
    """What the files of the folder hold, by their place in it."""
    contents = {}
    for file in sorted(file for file in site.rglob("*") if file.is_file()):
        place = file.relative_to(site).as_posix()
        if place.partition("/")[0] not in LEFT and not is_for_host(place):
            data = file.read_bytes()
            contents[place] = in_folder(place, data) if place.endswith(".html") else data
    if (site / SEARCH).is_dir():
        contents[SCRIPT] = search_script(site / SEARCH)
    return contents


def in_folder(place: str, page: bytes) -> bytes:
    """A page without what it could not load; the search may unpack what it runs on."""
    html = UNLOADABLE.sub("", page.decode())
    if place == RESULTS:
        html = with_policy(html, findings_in(html), unpacks=True)
    return html.encode()


def search_script(search: Path) -> bytes:
    """All files of the search in one script."""
    files = {
        file.relative_to(search).as_posix(): base64.b64encode(file.read_bytes()).decode()
        for file in sorted(search.rglob("*"))
        if file.is_file()
    }
    code = Path(__file__).with_name("page") / "folder.js"
    return b"const searchFiles = %s;\n%s" % (
        json.dumps(files).encode(),
        as_sent(code.name, code.read_bytes()),
    )
