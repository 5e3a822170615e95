#!/usr/bin/env bash
# nbformat 5.10.4 with jsonschema 4.26.0 and its extra format-nongpl (JupyterLab's server asks for it):
# "import nbformat" builds a grammar of internet addresses with Lark, from rfc3987-syntax 1.1.0, although
# nothing is validated. It takes most of the time of the import. A good guess would be that a check of
# formats costs something when a format is checked.
# Seen: the module lark.parsers.lalr_parser is loaded after the import with the extra, and not without it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
cat > "$folder/probe.py" <<'PY'
import sys
import time

started = time.process_time()
import nbformat

seconds = time.process_time() - started
print(f"{seconds:.2f} s of processor time; a grammar was built: {'lark' in sys.modules}")
PY
"$folder/env/bin/pip" install --quiet --disable-pip-version-check nbformat==5.10.4 jsonschema==4.26.0
without=$("$folder/env/bin/python" "$folder/probe.py")
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
  'jsonschema[format-nongpl]==4.26.0' rfc3987-syntax==1.1.0
with=$("$folder/env/bin/python" "$folder/probe.py")
echo "without the extra: $without"
echo "with the extra:    $with"
[[ $without == *False && $with == *True ]]
