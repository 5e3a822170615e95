"""Bundle the engine that says formulas in words, and copy its rules for English.

    .venv/bin/python -m grimoire.latex.speech.make

It writes `engine.cjs`, the rules and the licences, all committed. With `--check` it writes nothing,
and says whether the committed files are those that the lock gives.
"""

from __future__ import annotations

from pathlib import Path

from grimoire.bundled import Bundle

HERE = Path(__file__).resolve().parent
RULES = "node_modules/speech-rule-engine/lib/mathmaps"

ENGINE = Bundle(
    folder=HERE,
    entry="engine.mjs",
    made=HERE / "engine.cjs",
    flags=(
        *("--bundle", "--minify", "--platform=node", "--format=cjs", "--legal-comments=none"),
        *("--define:eval=taken", "--inject:taken.mjs"),
    ),
    copied={"base.json": f"{RULES}/base.json", "en.json": f"{RULES}/en.json"},
)

if __name__ == "__main__":
    ENGINE.main("grimoire.latex.speech.make")
