"""The long form of the damage tests: 10,000 damaged files of each kind, and 50 killed processes.

python benchmarks/fuzz.py  # about two minutes
"""

import os
import subprocess
import sys
from pathlib import Path

root = Path(__file__).resolve().parent.parent
environment = os.environ | {"NNLIB_FUZZ_CASES": "10000", "NNLIB_KILLS": "50"}
files = ["tests/nnlib/test_checkpoints.py", "tests/nnlib/test_datasets.py"]
command = [sys.executable, "-m", "pytest", "-q", *files]
sys.exit(subprocess.run(command, cwd=root, env=environment, check=False).returncode)
