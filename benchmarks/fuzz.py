"""The long form of the damage tests: 10,000 damaged checkpoints, 50 processes killed while writing.

python benchmarks/fuzz.py  # about half a minute
"""

import os
import subprocess
import sys
from pathlib import Path

root = Path(__file__).resolve().parent.parent
environment = os.environ | {"NNLIB_FUZZ_CASES": "10000", "NNLIB_KILLS": "50"}
command = [sys.executable, "-m", "pytest", "-q", "tests/nnlib/test_checkpoints.py"]
sys.exit(subprocess.run(command, cwd=root, env=environment, check=False).returncode)
