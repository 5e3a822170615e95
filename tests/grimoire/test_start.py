"""The generator starts without what it does not use."""

from __future__ import annotations

import subprocess
import sys

from grimoire import ROOT

PROBE = """
import sys
import grimoire.cli
import nbformat

nbformat.validate(nbformat.v4.new_notebook())
print(sorted({name.partition(".")[0] for name in sys.modules} & {"lark", "sklearn", "matplotlib"}))
"""


def test_no_grammar_and_no_plotting_is_loaded_at_the_start():
    command = [sys.executable, "-c", PROBE]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "[]"
