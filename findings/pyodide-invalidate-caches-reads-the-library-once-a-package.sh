#!/usr/bin/env bash
# Pyodide 0.27.7 (Python 3.12) keeps the standard library in one zip file. Who puts a module into a folder
# there and calls importlib.invalidate_caches(), as Python's documentation asks, would guess that lists of
# folders are forgotten. But each importer of the zip, one for each of its packages that has been imported,
# reads the whole directory of the file anew, at once: a noticeable part of a page's start in a browser. So it
# is in CPython 3.10 to 3.12; 3.13 reads it once. (For files in folders it is enough to ask FileFinders alone.)
# Seen: after the import of 11 packages of the library, 23 readings of 554 entries for one call.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund pyodide@0.27.7
cat > count.mjs <<'JS'
import { loadPyodide } from "pyodide";
const python = await loadPyodide();
const [readings, entries, seconds] = python.runPython(`
import importlib, time, zipimport
for name in ("json", "email", "http", "urllib", "xml", "logging", "unittest", "concurrent", "html", "wsgiref", "ctypes"):
    importlib.import_module(name)
    try:
        importlib.import_module(name + ".no_such_module")
    except ImportError:
        pass
read, sizes = zipimport._read_directory, []
def reading(archive):
    sizes.append(len(found := read(archive)))
    return found
zipimport._read_directory = reading
begun = time.perf_counter()
importlib.invalidate_caches()
len(sizes), max(sizes), time.perf_counter() - begun
`).toJs();
console.log(`one call of invalidate_caches: ${readings} readings of ${entries} entries, ${seconds.toFixed(2)} s`);
if (readings < 12) process.exit(1);
JS
node count.mjs
