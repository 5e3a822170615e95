"""Under which licences others gave what the site passes on with Pyodide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.parser import Parser

from grimoire.live.archives import Entries, entries_of
from grimoire.live.lock import Lock

LICENCE_FILE = re.compile(r"(?:^|/)(?:LICEN[CS]E|COPYING|NOTICE)[^/]*(?<!\.py)$", re.IGNORECASE)
KIND = "License :: OSI Approved :: "

CORE = """\
The files of this folder are those of Pyodide {pyodide}, with what is in wheels and in the standard
library compiled to bytecode and without what is for compilers. Each keeps its licence.

Pyodide {pyodide} (pyodide.mjs, pyodide.asm.js, pyodide.asm.wasm, and the packages pyodide and
_pyodide in python_stdlib.zip) is under the Mozilla Public License 2.0:
https://www.mozilla.org/MPL/2.0/. Its source: https://github.com/pyodide/pyodide/tree/{pyodide}
It is compiled with Emscripten, which is under the MIT licence:
https://github.com/emscripten-core/emscripten/blob/main/LICENSE

Python {python} (pyodide.asm.wasm, python_stdlib.zip) is under the PSF licence, which also names
what is in it from others: https://docs.python.org/{series}/license.html
"""

OPENBLAS = """\
OpenBLAS {version} ({file}), by The OpenBLAS Project, is under the BSD 3-Clause licence:
https://github.com/OpenMathLib/OpenBLAS/blob/v{version}/LICENSE
"""


def licences(lock: Lock, wheels: Mapping[str, bytes]) -> bytes:
    """What is passed on and under which licence, with each wheel's own texts."""
    series = lock.python.rpartition(".")[0]
    parts = [CORE.format(pyodide=lock.pyodide, python=lock.python, series=series)]
    if openblas := lock.packages.get("openblas"):
        parts.append(OPENBLAS.format(version=openblas["version"], file=openblas["file_name"]))
    parts += [of_wheel(name, entries_of(wheel)) for name, wheel in sorted(wheels.items())]
    return f"\n{'=' * 78}\n\n".join(parts).encode()


def of_wheel(name: str, entries: Entries) -> str:
    """The name, the licence and its texts, as the wheel tells them."""
    [metadata] = [file for file in entries if file.endswith(".dist-info/METADATA")]
    said = Parser().parsestr(entries[metadata].decode(), headersonly=True)
    kinds = [c.removeprefix(KIND) for c in said.get_all("Classifier", []) if c.startswith(KIND)]
    texts = [
        f"{file}:\n\n{entries[file].decode('utf-8', 'replace').strip()}\n"
        for file in sorted(entries)
        if LICENCE_FILE.search(file)
    ]
    return "\n".join([f"{said['Name']} {said['Version']} ({name}): {' or '.join(kinds)}\n", *texts])
