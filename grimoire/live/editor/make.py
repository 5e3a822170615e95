"""Bundle the editor of the live pages: CodeMirror and our few modules become one file.

    .venv/bin/python -m grimoire.live.editor.make

It writes `page/editor.js` and the licences of what is in it, both committed. With `--check` it
writes nothing, and says whether the committed files are those that the lock gives.
"""

from __future__ import annotations

from pathlib import Path

from grimoire.bundled import Bundle

HERE = Path(__file__).resolve().parent

EDITOR = Bundle(
    folder=HERE,
    entry="editor.mjs",
    made=HERE.parent / "page" / "editor.js",
    flags=("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none"),
)

if __name__ == "__main__":
    EDITOR.main("grimoire.live.editor.make")
