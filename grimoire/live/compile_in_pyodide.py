"""Compile the modules in archives; runs inside Pyodide, whose Python will read the bytecode.

`task.json` says what to do: `archives` are names of zip files of modules and the folder in which
each will stand, `imports` are modules to import after that. Written are `bytecode/<name>`, a zip
file of bytecode under the names of the modules, `loaded.json`, the names of all modules that this
loaded, and, where Matplotlib is imported, `fontlist.json`, its list of fonts.
"""

import importlib
import io
import json
import py_compile
import sys
import warnings
import zipfile
from pathlib import Path

WORK = Path("/task")
SOURCE, COMPILED = Path("/tmp/module.py"), Path("/tmp/module.pyc")


def compile_archive(name: str, folder: str) -> None:
    with (
        zipfile.ZipFile(WORK / name) as archive,
        zipfile.ZipFile(WORK / "bytecode" / name, "w") as compiled,
    ):
        for module in sorted(archive.namelist()):
            code = bytecode(archive.read(module), f"{folder}/{module}")
            compiled.writestr(zipfile.ZipInfo(module), code)


def bytecode(source: bytes, place: str) -> bytes:
    """The module's bytecode, which is read without a look at the time or contents of a source."""
    SOURCE.write_bytes(source)
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(SOURCE), str(COMPILED), place, doraise=True, invalidation_mode=unchecked)
    return COMPILED.read_bytes()


def load(names: list[str]) -> None:
    """Import modules, and draw if one of them draws; write down what that loaded and made."""
    for name in names:
        importlib.import_module(name)
    if "matplotlib.pyplot" in names:
        draw()
    (WORK / "loaded.json").write_text(
        json.dumps(sorted(sys.modules)), encoding="utf-8", newline="\n"
    )


def draw() -> None:
    from matplotlib import font_manager, pyplot

    pyplot.plot([0, 1])
    pyplot.savefig(io.StringIO(), format="svg")
    fonts = Path(font_manager.__file__).with_name("fontlist.json")
    (WORK / "fontlist.json").write_bytes(fonts.read_bytes())


warnings.simplefilter("ignore")
task = json.loads((WORK / "task.json").read_text(encoding="utf-8"))
(WORK / "bytecode").mkdir()
for name, folder in task["archives"].items():
    compile_archive(name, folder)
load(task["imports"])
