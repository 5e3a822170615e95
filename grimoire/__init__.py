"""The generator: from the Markdown in `content/` to the site students read."""

import sys
from pathlib import Path

# nbformat imports jsonschema, and this builds grammars of internet addresses where JupyterLab is
# installed beside it: a second or more for each start of the generator, which checks none by them.
# jsonschema does without. See findings/nbformat-builds-a-grammar-at-import.sh.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

ROOT = Path(__file__).resolve().parent.parent
"""The repository: settings, content and library stand here."""
