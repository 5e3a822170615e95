#!/usr/bin/env bash
# Sphinx 7.4.7, sphinx.ext.autodoc with autodoc_preserve_defaults: to show a default as it is written,
# the extension replaces the __signature__ of the documented function, and leaves it replaced. In the same
# process inspect.signature() then gives placeholders as defaults, which equal no argument: code that
# compares arguments with their defaults (a repr that leaves them out, for one) behaves otherwise after
# a build. A good guess would be that documenting a library does not change it.
# Seen: the default 'he' of a constructor is a DefaultValue after the build, and no longer equals 'he'.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check sphinx==7.4.7
mkdir "$folder/book"
cd "$folder/book"
cat > layer.py <<'PY'
class Layer:
    """A layer."""

    def __init__(self, size, init="he"):
        self.size, self.init = size, init
PY
cat > conf.py <<'PY'
extensions = ["sphinx.ext.autodoc"]
autodoc_preserve_defaults = True
PY
printf 'Home\n====\n\n.. autoclass:: layer.Layer\n' > index.rst
PYTHONPATH=. "$folder/env/bin/python" - <<'PY'
from inspect import signature

from layer import Layer
from sphinx.application import Sphinx

before = signature(Layer).parameters["init"].default
Sphinx(".", ".", "out", "out/trees", "html", status=None).build()
after = signature(Layer).parameters["init"].default
print(f"Sphinx 7.4.7: before the build {before!r}, after it {after!r} ({type(after).__name__})")
assert before == "he"
assert after != "he"
PY
echo "The signature of the library stays changed."
