#!/usr/bin/env bash
# outloud 0.2.0: a table whose cells have borders of several kinds, as Typst 0.15.0 writes them into the tags
# (/BorderColor with four arrays), stops the reading of the tag tree. All rules that need it then count as
# crashed, and the file as unreadable (0.2.1 reads it). A good guess would be that such an attribute is read, or passed over.
# Seen: "TypeError: Object is not numeric", although the same table with one border all around is read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check outloud==0.2.0 typst==0.15.0
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import outloud
import typst

TABLE = """#set document(title: "T")
#table(columns: 1, stroke: STROKE, table.header[a], [b])"""

for stroke, seen in (("red", None), ("(top: red)", "TypeError: Object is not numeric")):
    source = TABLE.replace("STROKE", stroke).encode()
    typst.compile(source, output="table.pdf", pdf_standards=["ua-1"])
    error = outloud.check("table.pdf").error
    print(f"outloud 0.2.0, a table with the stroke {stroke}: {error}")
    assert error == seen
PY
