"""The runtime: made the same way each time, and loaded by Pyodide as it is."""

from __future__ import annotations

import gzip
import json
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grimoire import ROOT
from grimoire.live import kept, runtime, supply
from grimoire.live.archives import entries_of
from grimoire.live.lock import the_lock
from grimoire.live.make_lock import CORE
from grimoire.live.page_files import LIBRARY, SESSION, page_folder
from grimoire.names import Names
from grimoire.node import NODE
from grimoire.wheel import make_wheel

UNCHECKED = 0b01
"""The flags of bytecode that is taken without a look at its source."""

# A runtime of few packages, made twice.


@pytest.fixture(scope="module")
def made(pyodide: Path) -> list[dict[str, bytes]]:
    lock = the_lock()
    packages = {name: lock.packages[name] for name in ("six", "cycler")}
    names = {*CORE, *(facts["file_name"] for facts in packages.values())}
    files = tuple(file for file in lock.files if file.name in names)
    few = replace(lock, files=files, packages=packages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runtime, "IMPORTS", ("cycler",))
        return [runtime.made(pyodide, few) for _ in range(2)]


def test_the_same_files_give_the_same_runtime(made):
    one, other = made
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_modules_of_a_wheel_are_bytecode_that_needs_no_source(made):
    [name] = [name for name in made[0] if name.startswith("cycler")]
    entries = entries_of(gzip.decompress(made[0][name]))
    assert "cycler/__init__.py" not in entries
    code = entries["cycler/__init__.pyc"]
    assert int.from_bytes(code[4:8], "little") == UNCHECKED
    assert "cycler/__init__.pyc," in entries["cycler-0.12.1.dist-info/RECORD"].decode()


def test_of_the_standard_library_what_is_loaded_is_bytecode(made):
    names = entries_of(made[0]["python_stdlib.zip"])
    assert "json/decoder.pyc" in names and "json/decoder.py" not in names
    assert "wave.py" in names and "wave.pyc" not in names


def test_the_lock_for_pyodide_holds_what_is_no_pack(made):
    assert json.loads(made[0]["pyodide-lock.json"])["packages"] == {}
    lock = json.loads(the_lock().for_pyodide({"openblas-0.3.26.zip": "0" * 64}))
    assert lock["packages"]["openblas"]["sha256"] == "0" * 64


def test_the_licences_name_the_core_and_each_wheel_with_its_text(made):
    text = made[0]["LICENSES.txt"].decode()
    assert "Mozilla Public License 2.0" in text and "/pyodide/tree/0.27.7" in text
    assert "PSF licence" in text and "docs.python.org/3.12/license" in text
    assert "six 1.16.0 (six-1.16.0-py2.py3-none-any.whl): MIT License" in text
    assert "Copyright (c) 2010-2020 Benjamin Peterson" in text
    assert "matplotlib project" in text


# The runtime of the book.

TRIAL = """
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { pathToFileURL } from "node:url";
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});
const { runtime, page, packs, libraries } = JSON.parse(readFileSync(0, "utf8"));
const { unpack } = await import(pathToFileURL(`${page}/unpack.js`));
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const said = [];
const python = await loadPyodide({
  indexURL: runtime,
  env: { MPLBACKEND: "svg", HOME: "/home/pyodide" },
  stdout: (line) => said.push(line),
  stderr: (line) => said.push(line),
});
const failed = [];
const options = { messageCallback: () => {}, errorCallback: (why) => failed.push(why) };
await python.loadPackage(libraries, options);
for (const pack of packs) {
  const bytes = new Uint8Array(gunzipSync(readFileSync(pack)));
  unpack(python.FS, bytes, "/lib/python3.12/site-packages");
}
python.runPython("import importlib; importlib.invalidate_caches()");
const found = JSON.parse(python.runPython(`
import importlib.util, inspect, io, json, sys
from pathlib import Path
import nnlib
import numpy as np
from matplotlib import font_manager, pyplot
from sklearn.linear_model import LogisticRegression

fonts = Path(font_manager.__file__).with_name("fontlist.json")
written = fonts.stat().st_mtime_ns
pyplot.plot([0, 1])
picture = io.StringIO()
pyplot.savefig(picture, format="svg")
inputs, classes = np.array([[0.0], [1.0], [2.0], [3.0]]), [0, 0, 1, 1]
right = LogisticRegression().fit(inputs, classes).predict(inputs) == classes
layers = sys.modules["nnlib.layers"]
modules = [m for m in sys.modules.values() if "site-packages" in (getattr(m, "__file__", 0) or "")]
json.dumps({
    "drawn": picture.getvalue().count("<path"),
    "right": bool(right.all()),
    "sources": sorted({m.__file__ for m in modules if m.__file__.endswith(".py")}),
    "source": inspect.getsource(layers.Dense)[:11],
    "bytecode": Path(importlib.util.cache_from_source(layers.__file__)).is_file(),
    "fonts": [font.name for font in font_manager.fontManager.ttflist],
    "read": fonts.stat().st_mtime_ns == written,
})
`));
console.log(JSON.stringify({ ...found, said, failed }));
"""


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of the runtime as the book has it."""
    if runtime.runtime() is None:
        pytest.skip("the book was built without Pyodide")
    return kept.place(runtime.KIND, runtime.key())


@pytest.fixture(scope="module")
def trial(folder: Path, tmp_path_factory) -> dict[str, Any]:
    """What happened when Pyodide loaded all of it, drew a figure, fitted a line."""
    wheel = make_wheel(ROOT, Names.of(ROOT))
    page = page_folder(wheel)
    page.write_into(site := tmp_path_factory.mktemp("live"))
    served = the_lock().served()
    ours = [site / page.name / name for name in (LIBRARY, SESSION)]
    packs = [folder / name for name in served.values() if name.endswith(".pack")]
    task = {
        "runtime": str(folder),
        "page": str(site / page.name),
        "packs": [str(pack) for pack in (*packs, *ours)],
        "libraries": [name for name, file in served.items() if not file.endswith(".pack")],
    }
    command = [NODE, "--input-type=module", "--eval", TRIAL]
    done = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_package_is_loaded_and_works(trial):
    assert trial["failed"] == []
    assert trial["drawn"] > 10 and trial["right"]


def test_no_package_is_compiled_by_the_reader(trial):
    assert {path for path in trial["sources"] if "/nnlib/" not in path} == set()


def test_nnlib_keeps_its_source_beside_its_bytecode(trial):
    assert trial["source"] == "class Dense"
    assert trial["bytecode"]


def test_the_list_of_fonts_is_read_and_not_made(trial):
    assert trial["read"] and trial["said"] == []
    assert "DejaVu Sans" in trial["fonts"]


def test_what_is_for_compilers_is_gone_and_what_runs_is_there(folder):
    [pack] = folder.glob("numpy-*.pack")
    before = (supply.named_folder() or supply.cache()) / f"{pack.stem}.whl"
    names = set(entries_of(gzip.decompress(pack.read_bytes())))
    assert not any(name.endswith((".pyi", ".h", ".a", ".pxd")) for name in names)
    if before.is_file():
        machine_code = {n for n in zipfile.ZipFile(before).namelist() if n.endswith(".so")}
        assert machine_code and machine_code <= names
